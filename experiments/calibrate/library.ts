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

/** A compiled world whose library disciples a network is to tell from their absence. */
export interface Library {
  readonly compiled: Compiled;
  readonly disciples: readonly Disciple[];
  /** Every (e, S) but those of null programs, by evidence. */
  readonly cases: readonly { readonly e: number; readonly s: number }[];
  readonly pool: CellPool<unknown>;
}

/** Draws a branch on which networks are trained. */
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
      // False only where the wire leaks.
      sharedAbsence: disciples.every(({ source }) => arrive(world, source, 0) === ''),
    }),
  };
}

/** Draws of every case to train on. */
export async function trainingDraws({ cases, pool }: Library): Promise<CaseDraws[]> {
  const drawn: CaseDraws[] = [];
  for (const { e, s } of cases) {
    drawn.push(pool.draw(e, s, TRAINING_ROLLOUTS, 'training'));
    await yieldToSignals();
  }
  return drawn;
}

/** A network trained on some cases, and frozen. The caller disposes of it. */
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

/** Updates between two chances for a signal. */
const YIELD_EVERY = 16;
