/** Trains a writer for a user of the library. */

import { refuseUnknownFields } from '../../core/base/messages.ts';
import { checkWire } from '../../core/check/check-wire.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { grammar } from '../../core/grammar/grammar.ts';
import { type Compiled, compileCached } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { DEFAULT_ROLLOUTS, type Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { checkAmount, checkCount, checkSeed } from '../masters/options.ts';
import { DEFAULT_EPISODES } from '../masters/training.ts';
import type { SessionStep } from './session.ts';
import { writeSources } from './writer.ts';

export interface TrainWriterOptions {
  /** A world's id, a world, or its tables. Default PaperclipFactory-v0. */
  readonly world?: string | World | Compiled;
  /** A penalty, or its id. Default coarse/learned/tv. */
  readonly penalty?: string | Penalty;
  /** λ ≥ 0, the weight of the penalty. Default 1. */
  readonly weight?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** How many episodes are played while the network learns. Default 300,000. */
  readonly episodes?: number;
  /** How many episodes a candidate is played in before one is sent, and how many draws measure it. Default 20,000. */
  readonly rollouts?: number;
  /** The probability, in [0, 1), that the wire erases the source. Default 0.05. */
  readonly erasure?: number;
  /** The tfjs backend. Default: the fastest that loads. */
  readonly backend?: BackendName;
  /** Whether a world whose wire leaks is accepted. Default false. */
  readonly allowLeak?: boolean;
  /** Called after each of the `total` updates. */
  readonly onUpdate?: (step: SessionStep, done: number, total: number) => void;
}

const OPTIONS: Readonly<Record<keyof TrainWriterOptions, true>> = {
  world: true,
  penalty: true,
  weight: true,
  seed: true,
  episodes: true,
  rollouts: true,
  erasure: true,
  backend: true,
  allowLeak: true,
  onUpdate: true,
};

/** What a writer sends under one evidence value. */
export interface Sent {
  /** One index for each evidence variable. */
  readonly evidence: readonly number[];
  /** An expression over the world's quantities; '' is the null program. */
  readonly source: string;
}

/**
 * Trains a master that writes the programs that it sends, on utility − λ · penalty. See docs/learning.md.
 * @returns what it sends under each evidence value.
 * @throws UnknownId where there is no such world or penalty; the message offers the nearest id.
 * @throws InvalidOption for an option that is unknown or out of range.
 * @throws InvalidPenalty, InvalidWorld, LeakyWire, WorldTooLarge or BackendUnavailable, as `train` does.
 * @example
 * ```ts
 * import { trainWriter } from 'reduced-impact/learning';
 *
 * const options = { world: 'Hurricane-v0', penalty: 'coarse/joint/tv', episodes: 4_000, rollouts: 500 };
 * const [first, ...others] = await trainWriter(options);
 * console.log(first.evidence, typeof first.source, others.length); // [ 0, 0 ] string 3
 * ```
 */
export async function trainWriter(options: TrainWriterOptions = {}): Promise<Sent[]> {
  refuseUnknownFields(options, Object.keys(OPTIONS), 'trainWriter');
  const { penalty = 'coarse/learned/tv', weight = 1, seed = 0, episodes = DEFAULT_EPISODES } = options;
  const { rollouts = DEFAULT_ROLLOUTS, erasure = DEFAULT_ERASURE, onUpdate } = options;
  checkAmount('weight', weight);
  checkAmount('erasure', erasure, 1);
  checkSeed(seed);
  checkCount('episodes', episodes);
  checkCount('rollouts', rollouts);
  const compiled = compiledOf(options.world ?? 'PaperclipFactory-v0');
  if (!options.allowLeak) checkWire(compiled.world, compiled);
  const { sources } = await writeSources({
    target: compiled,
    penalty: typeof penalty === 'string' ? penalties.get(penalty) : penalty,
    weight,
    erasure,
    seed,
    name: 'penalised',
    episodes,
    rollouts,
    backend: () => loadBackend(options.backend),
    grammar: () => grammar(compiled),
    onUpdate,
  });
  return compiled.evidences.map(({ value }, e) => ({ evidence: value, source: sources[e] }));
}

function compiledOf(world: string | World | Compiled): Compiled {
  if (typeof world === 'string') return compileCached(registry.world(world));
  return isCompiled(world) ? world : compileCached(world);
}
