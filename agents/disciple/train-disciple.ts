import { defined } from '../../core/base/defined.ts';
import '../suite.ts';
import { InvalidOption, WorldTooLarge } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { type Compiled, compileCached } from '../../core/tables/compile.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { type DiscipleStep, DiscipleTraining } from './disciple-training.ts';
import { goalOf } from './goal.ts';
import { type ShareName, shares } from './share.ts';

/** Episodes between two updates of a policy. */
export const EPISODES_AN_ITERATION = 256;

/** Settings with which the factory's disciples learn what its optimal plans do. */
export const DISCIPLE_DEFAULTS = { episodes: 102_400, entropy: 0.1, detours: 0.5, share: 'tv' } as const;

export interface TrainDiscipleOptions {
  /** A world's id, a world, or its tables; default PaperclipFactory-v0. A world too large to compile is played by `step`. */
  readonly world?: string | World | Compiled;
  /** An expression over the world's quantities and its `utility`; default 'utility'. */
  readonly goal?: string;
  /** λ ≥ 0 on its share of the learned divergence; default 0. */
  readonly weight?: number;
  /** Default 'tv'. */
  readonly share?: ShareName;
  /** Indices of the evidence values it is trained under; default all, as the prior has them. */
  readonly evidence?: readonly number[];
  /** Default 0. */
  readonly seed?: number;
  /** Training episodes; default 102,400. */
  readonly episodes?: number;
  /** Entropy bonus at the beginning, falling to 0; default 0.1. */
  readonly entropy?: number;
  /** Share of the episodes with a stretch of chance in them, in [0, 1); default 0.5. */
  readonly detours?: number;
  readonly backend?: BackendName;
  /** Called after every update. */
  readonly onStep?: (step: DiscipleStep) => void;
}

/**
 * Trains a disciple in a world to its source (DESIGN §7): a policy network's weights, which `boot` takes like any other
 * source. Throws `UnknownId`, `InvalidOption`, `InvalidSource`, `InvalidWorld`, `BackendUnavailable`.
 */
export async function trainDisciple(options: TrainDiscipleOptions = {}): Promise<string> {
  const { world = 'PaperclipFactory-v0', goal = 'utility', weight = 0, seed = 0, evidence, onStep } = options;
  const { share, episodes, entropy, detours } = { ...DISCIPLE_DEFAULTS, ...defined(options) };
  for (const [name, value, below] of [
    ['weight', weight, Number.POSITIVE_INFINITY],
    ['entropy', entropy, Number.POSITIVE_INFINITY],
    ['detours', detours, 1],
  ] as const) {
    if (!(value >= 0 && value < below))
      throw new InvalidOption(expected(name, `a number ≥ 0${below === 1 ? ' and below 1' : ''}`, value));
  }
  if (!(Number.isSafeInteger(episodes) && episodes > 0))
    throw new InvalidOption(expected('episodes', 'a positive integer', episodes));
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
