import '../suite.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { checkWire } from '../../core/check/check-wire.ts';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { compileCached } from '../../core/tables/compile.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { type MasterSpec, masters } from './master.ts';
import { DEFAULT_EPISODES, Training, type TrainingStep } from './training.ts';

export interface TrainOptions {
  /** A world's id, or a world. Default PaperclipFactory-v0. */
  readonly world?: string | World;
  /** A penalty's id, or a penalty. Default coarse/learned/tv. */
  readonly penalty?: string | Penalty;
  /** A master's id, or one. Default reinforce. */
  readonly agent?: string | MasterSpec;
  /** λ ≥ 0; default 1. */
  readonly weight?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Default 300,000. */
  readonly episodes?: number;
  /** Fresh draws a branch when measuring; default 20,000. */
  readonly rollouts?: number;
  /** In [0, 1); default 0.05. */
  readonly erasure?: number;
  readonly backend?: BackendName;
  /** Accept a world whose wire leaks; default false. */
  readonly allowLeak?: boolean;
  /** Called after every update. */
  readonly onStep?: (step: TrainingStep) => void;
}

/** A trained master: what it sends, by evidence value. */
export interface TrainedMaster {
  /** The id of the disciple it sends. Throws `InvalidOption` for evidence without prior probability. */
  choose(evidence: readonly number[]): string;
  /** What its unpenalised twin sends. */
  chooseUnpenalised(evidence: readonly number[]): string;
  /** The penalty it was charged for a disciple, by id. */
  charged(evidence: readonly number[], disciple: string): number;
  dispose(): void;
}

/**
 * Trains a master on utility − λ · penalty, beside an unpenalised twin. Throws `UnknownId`,
 * `InvalidOption`, `InvalidWorld`, `LeakyWire`, `WorldTooLarge`, `BackendUnavailable`.
 */
export async function train(options: TrainOptions = {}): Promise<TrainedMaster> {
  const { world: worldOption = 'PaperclipFactory-v0', penalty = 'coarse/learned/tv', agent = 'reinforce' } = options;
  const { weight = 1, seed = 0, episodes = DEFAULT_EPISODES, rollouts = 20_000, erasure = DEFAULT_ERASURE } = options;
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
    throw new InvalidOption(expected('weight', 'a number ≥ 0', weight));
  }
  if (!(erasure >= 0 && erasure < 1)) throw new InvalidOption(expected('erasure', 'a number ≥ 0 and below 1', erasure));
  for (const [name, count] of Object.entries({ episodes, rollouts })) {
    if (!(Number.isSafeInteger(count) && count > 0))
      throw new InvalidOption(expected(name, 'a positive integer', count));
  }
  const world = typeof worldOption === 'string' ? registry.world(worldOption) : worldOption;
  const compiled = compileCached(world);
  if (!options.allowLeak) checkWire(world, compiled);
  const training = await Training.create({
    target: compiled,
    penalty: typeof penalty === 'string' ? penalties.get(penalty) : penalty,
    agent: typeof agent === 'string' ? masters.get(agent) : agent,
    weight,
    seed,
    episodes,
    rollouts,
    erasure,
    backend: options.backend,
  });
  while (!training.done) {
    const step = training.step();
    options.onStep?.(step);
  }
  return trainedMaster(world, training);
}

/** The choices of a finished training. */
export function trainedMaster(world: World, training: Training<unknown>): TrainedMaster {
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
    dispose: () => training.dispose(),
  };
}
