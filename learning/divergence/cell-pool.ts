/** Rollouts of which only the answers' cells are kept, equal ones counted. */

import { stream } from '../../core/base/random.ts';
import { type Branches, sampleMany } from '../../core/forecast/branches.ts';

/** How often each tuple of cells came out of some draws: the tuple's number in the pool ↦ its count. */
export type TupleCounts = ReadonlyMap<number, number>;

/** Draws of both branches of one (e, S). */
export interface CaseDraws {
  /** Index of the evidence value. */
  readonly e: number;
  /** Index of the disciple. */
  readonly s: number;
  readonly present: TupleCounts;
  readonly absent: TupleCounts;
  /** How many draws were made of each branch. */
  readonly draws1: number;
  readonly draws0: number;
}

export interface CellPoolOptions<State> {
  readonly branches: Branches<State>;
  /** The coarse cells of an outcome's answers. */
  readonly cells: (state: State) => readonly number[];
  /** The seed of every stream. */
  readonly seed: number;
  /** Whether the branch without the disciple is the same for all disciples, so that its draws are shared. */
  readonly sharedAbsence: boolean;
}

/** The tuples of so many states are kept, since compiled worlds hand out the same state objects again. */
const REMEMBERED = 200_000;

/**
 * Counts of tuples of cells, which are all that a discriminator can see of rollouts. So 20,000 draws give it some dozen
 * rows to train on instead of 20,000.
 */
export class CellPool<State> {
  /** The tuples that were met so far, in the order in which they first appeared. */
  readonly tuples: (readonly number[])[] = [];
  /** How many rollouts were played so far. */
  rollouts = 0;
  private readonly numbers = new Map<string, number>();
  private readonly remembered = new Map<State, number>();
  /** The absent branch that was drawn last, with the name of its stream. */
  private shared: { readonly name: string; readonly counts: TupleCounts } | null = null;

  constructor(private readonly options: CellPoolOptions<State>) {}

  /** The number of an outcome's tuple; a tuple that is new gets the next number. */
  tupleOf(outcome: State): number {
    const known = this.remembered.get(outcome);
    if (known !== undefined) return known;
    const tuple = this.options.cells(outcome);
    const key = tuple.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.tuples.length;
      this.tuples.push(tuple);
      this.numbers.set(key, number);
    }
    if (this.remembered.size >= REMEMBERED) this.remembered.clear();
    this.remembered.set(outcome, number);
    return number;
  }

  /**
   * Plays `draws` rollouts of each branch of (e, S). Draws for different purposes are independent, since `purpose`
   * names their streams. Where the absent branch is shared, disciples that follow one another under one evidence value
   * share its draws.
   */
  draw(e: number, s: number, draws: number, purpose: string): CaseDraws {
    const present = this.count(e, s, 1, draws, [purpose, e, 1, s]);
    const absence = [purpose, e, 0, this.options.sharedAbsence ? '' : s];
    const name = [...absence, draws].join('/');
    if (this.shared?.name !== name) this.shared = { name, counts: this.count(e, s, 0, draws, absence) };
    return { e, s, present, absent: this.shared.counts, draws1: draws, draws0: draws };
  }

  /** Plays `draws` rollouts of one branch of (e, S), from the stream of this name. */
  count(e: number, s: number, x: 0 | 1, draws: number, name: readonly (string | number)[]): TupleCounts {
    const { branches, seed } = this.options;
    const counts = new Map<number, number>();
    const uniform = stream(seed, 'cells', ...name);
    for (let left = draws; left > 0; left -= CHUNK) {
      for (const outcome of sampleMany(branches, e, s, x, Math.min(left, CHUNK), uniform)) {
        const tuple = this.tupleOf(outcome);
        counts.set(tuple, (counts.get(tuple) ?? 0) + 1);
      }
    }
    this.rollouts += draws;
    return counts;
  }
}

/** So many outcomes are in memory at a time. */
const CHUNK = 4096;
