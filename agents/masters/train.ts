/** Trains a master for a user of the library. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected, refuseUnknownFields } from '../../core/base/messages.ts';
import { checkWire } from '../../core/check/check-wire.ts';
import { worldOf } from '../../core/disciple/disciple.ts';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { compileCached } from '../../core/tables/compile.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { type MasterSpec, masters } from './master.ts';
import { checkAmount, checkCount, checkSeed } from './options.ts';
import { DEFAULT_EPISODES, Training, type TrainingState, type TrainingStep } from './training.ts';
import { type Writing, written } from './writing.ts';

export interface TrainOptions {
  /** A world, or its id. Default PaperclipFactory-v0. */
  readonly world?: string | World;
  /** A penalty, or its id. Default coarse/learned/tv. */
  readonly penalty?: string | Penalty;
  /** A kind of master, or its id. Default reinforce. */
  readonly agent?: string | MasterSpec;
  /** λ ≥ 0, the weight of the penalty. Default 1. */
  readonly weight?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** How many episodes the master plays, and as many its unpenalised twin. Default 300,000. */
  readonly episodes?: number;
  /** How many fresh draws of each branch are made wherever something is measured. Default 20,000. */
  readonly rollouts?: number;
  /** The probability, in [0, 1), that the wire erases the source. Default 0.05. */
  readonly erasure?: number;
  /** The tfjs backend. Default: the fastest that loads. */
  readonly backend?: BackendName;
  /** Whether a world whose wire leaks is accepted. Default false. */
  readonly allowLeak?: boolean;
  /** Called after every update. */
  readonly onStep?: (step: TrainingStep) => void;
}

const OPTIONS: Readonly<Record<keyof TrainOptions, true>> = {
  world: true,
  penalty: true,
  agent: true,
  weight: true,
  seed: true,
  episodes: true,
  rollouts: true,
  erasure: true,
  backend: true,
  allowLeak: true,
  onStep: true,
};

/** What a master was trained on, by name, and what it learned: JSON, for `saveMaster`. */
export interface TrainedMasterState {
  readonly world: string;
  readonly penalty: string;
  readonly agent: string;
  readonly weight: number;
  readonly seed: number;
  readonly episodes: number;
  readonly rollouts: number;
  readonly erasure: number;
  readonly allowLeak: boolean;
  /** The tfjs backend that was used; null where none was. */
  readonly backend: BackendName | null;
  readonly training: TrainingState;
  /** What it wrote; absent where it does not write. */
  readonly writing?: Writing;
}

/** A trained master. */
export interface TrainedMaster {
  /**
   * The id of the disciple that it sends.
   * @param evidence one value for each evidence variable.
   * @throws InvalidOption for evidence without prior probability.
   */
  choose(evidence: readonly number[]): string;
  /** The id of the disciple that its unpenalised twin sends. @throws InvalidOption as `choose` does. */
  chooseUnpenalised(evidence: readonly number[]): string;
  /**
   * The penalty ≥ 0 that the master was charged for a disciple at the end of its training.
   * @param disciple the disciple's id.
   * @throws InvalidOption as `choose` does, and for an id that is not in the library.
   */
  charged(evidence: readonly number[], disciple: string): number;
  /** Everything that is needed to go on with the master elsewhere. */
  state(): TrainedMasterState;
  /** Frees the tensors. The master must not be used afterwards. */
  dispose(): void;
}

/**
 * Trains a master on utility − λ · penalty, beside a twin that is charged no penalty. It is given the evidence, and
 * sends one disciple of the world's library. See docs/learning.md.
 * @throws UnknownId where there is no such world, penalty or agent; the message offers the nearest id.
 * @throws InvalidOption for an option that is unknown or out of range.
 * @throws InvalidAgent, InvalidPenalty or InvalidWorld where one of these breaks its contract.
 * @throws LeakyWire where the wire leaks and that is not allowed.
 * @throws WorldTooLarge where the world does not compile.
 * @throws BackendUnavailable where the tfjs backend does not load.
 * @example
 * ```ts
 * import { train } from 'reduced-impact';
 *
 * const master = await train({ world: 'Hurricane-v0', penalty: 'coarse/joint/tv', agent: 'bandit', episodes: 2_000 });
 * console.log(master.choose([0, 0]), master.chooseUnpenalised([0, 0])); // maker bounded
 * master.dispose();
 * ```
 */
export async function train(options: TrainOptions = {}): Promise<TrainedMaster> {
  refuseUnknownFields(options, Object.keys(OPTIONS), 'train');
  const { world: worldOption = 'PaperclipFactory-v0', penalty = 'coarse/learned/tv', agent = 'reinforce' } = options;
  const { weight = 1, seed = 0, episodes = DEFAULT_EPISODES, rollouts = 20_000, erasure = DEFAULT_ERASURE } = options;
  checkAmount('weight', weight);
  checkAmount('erasure', erasure, 1);
  checkSeed(seed);
  checkCount('episodes', episodes);
  checkCount('rollouts', rollouts);
  const world = typeof worldOption === 'string' ? registry.world(worldOption) : worldOption;
  const compiled = compileCached(world);
  if (!options.allowLeak) checkWire(world, compiled);
  const chosen = typeof penalty === 'string' ? penalties.get(penalty) : penalty;
  const spec = typeof agent === 'string' ? masters.get(agent) : agent;
  const sent = await written(compiled, spec, {
    penalty: chosen,
    weight,
    erasure,
    seed,
    episodes,
    rollouts,
    backend: options.backend,
  });
  const training = await Training.create({
    target: sent.target,
    penalty: chosen,
    agent: sent.agent,
    weight,
    seed,
    episodes,
    rollouts,
    erasure,
    backend: options.backend,
  });
  try {
    while (!training.done) {
      const step = training.step();
      options.onStep?.(step);
    }
    return trainedMaster(worldOf(sent.target), training, {
      allowLeak: options.allowLeak,
      writing: sent.writing,
    });
  } catch (error) {
    training.dispose();
    throw error;
  }
}

/** A training that is done, as the master that it trained. */
export function trainedMaster(
  world: World,
  training: Training<unknown>,
  { allowLeak = false, writing }: { readonly allowLeak?: boolean; readonly writing?: Writing } = {},
): TrainedMaster {
  const index = (evidence: readonly number[]) => evidenceIndex(training.evidences, evidence);
  return {
    choose: (evidence) => world.disciples[training.choices(index(evidence)).penalised].id,
    chooseUnpenalised: (evidence) => world.disciples[training.choices(index(evidence)).unpenalised].id,
    charged(evidence, disciple) {
      const s = world.disciples.findIndex(({ id }) => id === disciple);
      if (s < 0) {
        const known = world.disciples.map(({ id }) => id).join(', ');
        throw new InvalidOption(expected('disciple', `one of ${known}`, disciple));
      }
      return training.charged(index(evidence), s);
    },
    state() {
      const { penalty, agent, weight, seed, episodes, rollouts, erasure } = training.options;
      return {
        world: world.id,
        penalty: penalty.id,
        agent: agent.id,
        weight,
        seed,
        episodes,
        rollouts,
        erasure,
        allowLeak,
        backend: training.backend?.name ?? null,
        training: training.save(),
        ...(writing && { writing }),
      };
    },
    dispose: () => training.dispose(),
  };
}
