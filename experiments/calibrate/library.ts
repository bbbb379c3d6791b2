/** A world’s library, and networks that are trained to tell its disciples from their absence. */
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import { branchesOf } from '../../core/forecast/branches.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import { arrive } from '../../core/world/world.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { type CaseDraws, CellPool } from '../../learning/divergence/cell-pool.ts';
import { PooledDivergence } from '../../learning/divergence/pooled-divergence.ts';
import { yieldToSignals } from '../run/signals.ts';

/** A compiled world, and what a network needs to learn to tell its library's disciples from their absence. */
export interface Library {
  readonly compiled: Compiled;
  readonly disciples: readonly Disciple[];
  /** Every pair of an evidence index and a library index, in the order of the evidence, without null programs. */
  readonly cases: readonly { readonly e: number; readonly s: number }[];
  readonly pool: CellPool<unknown>;
}

/** Draws of each branch on which networks are trained. */
export const TRAINING_ROLLOUTS = 20_000;

export function libraryOf(compiled: Compiled, seed: number): Library {
  const { world } = compiled;
  const disciples = world.disciples.map(({ source }) => boot(compiled, source));
  const indices = disciples.flatMap(({ source }, s) => (source === '' ? [] : [s]));
  return {
    compiled,
    disciples,
    cases: compiled.evidences.flatMap((_, e) => indices.map((s) => ({ e, s }))),
    pool: new CellPool({
      branches: branchesOf(compiled, disciples),
      cells: questionCells(world, 1),
      seed,
      // A wire that leaks lets something arrive where it should be erased.
      sharedAbsence: disciples.every(({ source }) => arrive(world, source, 0) === ''),
    }),
  };
}

/** Draws the training data of every case. */
export async function trainingDraws({ cases, pool }: Library): Promise<CaseDraws[]> {
  const drawn: CaseDraws[] = [];
  for (const { e, s } of cases) {
    drawn.push(pool.draw(e, s, TRAINING_ROLLOUTS, 'training'));
    await yieldToSignals();
  }
  return drawn;
}

/** Trains a network on some cases, and freezes it. The caller disposes of it. */
export async function trained(
  { compiled, disciples, pool }: Library,
  cases: readonly CaseDraws[],
  options: { readonly backend: Backend; readonly seed: number; readonly updates: number },
): Promise<PooledDivergence<unknown>> {
  const session = new PooledDivergence({
    ...options,
    pool,
    cases,
    evidences: compiled.evidences.map(({ value }) => value),
    arities: compiled.world.evidence.variables.map(({ arity }) => arity),
    disciples: disciples.length,
  });
  while (!session.done) {
    session.step();
    if (session.updates % YIELD_EVERY === 0) await yieldToSignals();
  }
  return session;
}

/** After so many updates, the handler of a signal may run. */
const YIELD_EVERY = 16;
