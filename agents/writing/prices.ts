/** What a writer is charged for a program: the penalty, exact, measured, or learned beside the writer. */

import { bootArrived } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { CellPool } from '../../learning/divergence/cell-pool.ts';
import { SourceDivergence } from '../../learning/divergence/source-divergence.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { measureAll } from '../masters/penalty-table.ts';
import type { Trials } from './trials.ts';

/** A program under an evidence value, by their numbers. */
export interface Case {
  readonly e: number;
  readonly s: number;
}

/** The penalties of programs. */
export interface Prices {
  /** Looks at cases that were just written. */
  look(cases: readonly Case[]): Promise<void>;
  /** Looks at cases once more, from so many rollouts of each branch at least where the penalty is learned. */
  settle(cases: readonly Case[], rollouts: number): Promise<void>;
  /**
   * Trains what is learned once, if anything is.
   * @param progress the share of the training that is done, in [0, 1].
   */
  learn(progress: number): void;
  /** The penalty ≥ 0 of a case, when it was looked at last. */
  of(e: number, s: number): number;
  /** Frees the tensors. */
  dispose(): void;
}

export interface PriceOptions<State> {
  readonly target: Compiled<State>;
  readonly penalty: Penalty;
  /** λ ≥ 0. Where it is 0, nothing is looked at. */
  readonly weight: number;
  readonly trials: Trials<State>;
  readonly rollouts: number;
  readonly seed: number;
  readonly name: string;
  readonly backend: Backend;
}

/** The prices that suit a penalty. */
export function pricesOf<State>(options: PriceOptions<State>): Prices {
  if (options.weight === 0) return { async look() {}, async settle() {}, learn() {}, of: () => 0, dispose() {} };
  return options.penalty.learned ? learnedPrices(options) : measuredPrices(options);
}

/** Exact where the penalty has an exact value, and else measured once for each case. */
function measuredPrices<State>({ target, penalty, trials, rollouts, seed, backend }: PriceOptions<State>): Prices {
  const { evidences } = trials.branches;
  const values = new Map<string, number>();
  const look = async (cases: readonly Case[]) => {
    for (const { e, s } of cases) {
      const key = `${e}/${s}`;
      if (values.has(key)) continue;
      const disciple = bootArrived(target, trials.sources[s]);
      const options = { rollouts, seed, backend: backend.name };
      const [[{ value }]] = await measureAll(target, [evidences[e]], [disciple], penalty, options);
      values.set(key, value);
    }
  };
  return { look, settle: look, learn() {}, of: (e, s) => values.get(`${e}/${s}`)!, dispose() {} };
}

/** So many rollouts are in each half when a case is first written. */
const FIRST_DRAWS = 256;
/** Each time that it is written again, there are so many times as many, */
const GROWTH = 1.25;
/** up to so many. */
const MOST_DRAWS = 10_000;
/** How many times the discriminator is updated before the first prices are read. */
const FIRST_UPDATES = 100;

/** Learned from rollouts of what was written: the more often it was written, the more of them. */
function learnedPrices<State>({ target, penalty, trials, seed, name, backend }: PriceOptions<State>): Prices {
  const { world } = target;
  const pool = new CellPool({
    branches: trials.branches,
    cells: questionCells(world, 1),
    seed,
    sharedAbsence: world.wire === undefined,
  });
  const divergence = new SourceDivergence({
    backend,
    pool,
    questions: world.questions.length,
    divergence: penalty.learned!,
    sharedAbsence: world.wire === undefined,
    seed,
    name,
  });
  const values = new Map<string, number>();
  const draw = ({ e, s }: Case, wanted: number) => {
    const missing = wanted - divergence.draws(e, s);
    if (s !== 0 && missing > 0) divergence.meet(e, s, missing);
  };
  const read = (cases: readonly Case[]) => {
    for (const { e, s } of cases) values.set(`${e}/${s}`, divergence.estimate(e, s));
  };
  return {
    async look(cases) {
      for (const one of cases) {
        const wanted = Math.ceil(GROWTH * divergence.draws(one.e, one.s));
        draw(one, Math.min(MOST_DRAWS, Math.max(FIRST_DRAWS, wanted)));
      }
      if (divergence.updates === 0) for (let i = 0; i < FIRST_UPDATES; i++) divergence.update(0);
      read(cases);
    },
    async settle(cases, rollouts) {
      for (const one of cases) draw(one, Math.ceil(rollouts / 2));
      read(cases);
    },
    learn: (progress) => divergence.update(progress),
    of: (e, s) => values.get(`${e}/${s}`)!,
    dispose: () => divergence.dispose(),
  };
}
