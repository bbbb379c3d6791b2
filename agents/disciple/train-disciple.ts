/** Trains a disciple for a user of the library. */

import { defined } from '../../core/base/defined.ts';
import { InvalidOption, WorldTooLarge } from '../../core/base/errors.ts';
import { expected, refuseUnknownFields } from '../../core/base/messages.ts';
import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { type Compiled, compileCached } from '../../core/tables/compile.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { checkAmount, checkCount, checkSeed } from '../masters/options.ts';
import { type DiscipleStep, DiscipleTraining } from './disciple-training.ts';
import { goalOf } from './goal.ts';
import { type ShareName, shares } from './share.ts';

/** How many episodes are played between two updates of a policy. */
export const EPISODES_AN_ITERATION = 256;

/** With these settings the factory's disciples learn what its optimal plans do. */
export const DISCIPLE_DEFAULTS = { episodes: 102_400, entropy: 0.1, detours: 0.5, share: 'tv' } as const;

export interface TrainDiscipleOptions {
  /**
   * A world's id, a world, or its tables. A world that is too large to compile is played step by step. Default
   * PaperclipFactory-v0.
   */
  readonly world?: string | World | Compiled;
  /** An expression over the world's quantities and its `utility`. Default 'utility'. */
  readonly goal?: string;
  /** λ ≥ 0, the weight of the disciple's share of the learned divergence. Default 0. */
  readonly weight?: number;
  /** Which divergence is shared out. Default 'tv'. */
  readonly share?: ShareName;
  /** Indices of the evidence values of its episodes, drawn evenly. Default: all, drawn from the prior. */
  readonly evidence?: readonly number[];
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** How many training episodes are played. Default 102,400. */
  readonly episodes?: number;
  /** The weight ≥ 0 of the entropy bonus at the beginning; it falls to 0. Default 0.1. */
  readonly entropy?: number;
  /** The share of the episodes that have a stretch of random actions, in [0, 1). Default 0.5. */
  readonly detours?: number;
  /** The tfjs backend. Default: the fastest that loads. */
  readonly backend?: BackendName;
  /** Called after every update. */
  readonly onStep?: (step: DiscipleStep) => void;
}

const OPTIONS: Readonly<Record<keyof TrainDiscipleOptions, true>> = {
  world: true,
  goal: true,
  weight: true,
  share: true,
  evidence: true,
  seed: true,
  episodes: true,
  entropy: true,
  detours: true,
  backend: true,
  onStep: true,
};

/**
 * Trains a disciple in a world to a goal. See docs/learning.md.
 * @returns the disciple's source: its policy network's weights as text, which `boot` takes like any other source.
 * @throws UnknownId where there is no such world; the message offers the nearest id.
 * @throws InvalidOption for an option that is unknown or out of range.
 * @throws InvalidSource where the goal cannot be read, or is not finite in a state that is met.
 * @throws InvalidWorld where the world breaks its contract.
 * @throws BackendUnavailable where the tfjs backend does not load.
 * @example
 * ```ts
 * import { boot, compile, registry } from 'reduced-impact';
 * import { trainDisciple } from 'reduced-impact/learning';
 *
 * const source = await trainDisciple({ world: 'Hurricane-v0', goal: 'utility', episodes: 512 });
 * const disciple = boot(compile(registry.world('Hurricane-v0')), source);
 * console.log(disciple.source.length === source.length); // true
 * ```
 */
export async function trainDisciple(options: TrainDiscipleOptions = {}): Promise<string> {
  refuseUnknownFields(options, Object.keys(OPTIONS), 'trainDisciple');
  const { world = 'PaperclipFactory-v0', goal = 'utility', weight = 0, seed = 0, evidence, onStep } = options;
  const { share, episodes, entropy, detours } = { ...DISCIPLE_DEFAULTS, ...defined(options) };
  checkAmount('weight', weight);
  checkAmount('entropy', entropy);
  checkAmount('detours', detours, 1);
  checkSeed(seed);
  checkCount('episodes', episodes);
  if (!Object.hasOwn(shares, share))
    throw new InvalidOption(expected('share', `one of ${Object.keys(shares).join(', ')}`, share));
  const target = targetOf(world);
  const { length } = isCompiled(target) ? target.evidences : evidenceValues(target);
  if (evidence && !(evidence.length > 0 && evidence.every((e) => Number.isInteger(e) && e >= 0 && e < length)))
    throw new InvalidOption(expected('evidence', `indices below ${length}`, evidence));
  const training = new DiscipleTraining({
    target,
    backend: await loadBackend(options.backend),
    goal: goalOf(worldOf(target), goal),
    weight,
    share,
    evidence,
    seed,
    iterations: Math.ceil(episodes / EPISODES_AN_ITERATION),
    episodes: EPISODES_AN_ITERATION,
    entropy: [entropy, 0],
    detours,
  });
  try {
    while (!training.done) {
      const step = training.step();
      onStep?.(step);
    }
    return training.source();
  } finally {
    training.dispose();
  }
}

function targetOf(given: string | World | Compiled): World | Compiled {
  if (typeof given !== 'string' && isCompiled(given)) return given;
  const world = typeof given === 'string' ? registry.world(given) : given;
  try {
    return compileCached(world);
  } catch (error) {
    if (error instanceof WorldTooLarge) return world;
    throw error;
  }
}
