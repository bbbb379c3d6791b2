import { stream } from '../../core/base/random.ts';
import { type Branches, sampleMany } from '../../core/forecast/branches.ts';

/** How often each tuple of cells came out of some draws; tuples by their number in the pool. */
export type TupleCounts = ReadonlyMap<number, number>;

/** Draws of both branches of one (e, S). */
export interface CaseDraws {
  /** Index of the evidence value. */
  readonly e: number;
  /** Index of the disciple. */
  readonly s: number;
  readonly present: TupleCounts;
  readonly absent: TupleCounts;
  /** How many draws each branch holds. */
  readonly draws1: number;
  readonly draws0: number;
}

export interface CellPoolOptions<State> {
  readonly branches: Branches<State>;
  /** The answers' coarse cells of an outcome. */
  readonly cells: (state: State) => readonly number[];
  /** Every stream is named by it. */
  readonly seed: number;
  /** Whether the branch without the disciple is the same for every disciple, so that its draws are shared (DESIGN §5). */
  readonly sharedAbsence: boolean;
}

/** States whose tuple is remembered: compiled worlds hand out the same objects again. */
const REMEMBERED = 200_000;

/**
 * Fresh rollouts, of which only the answers' cells are kept, equal tuples counted: all that a discriminator can see of
 * them. So 20,000 draws are some dozen rows to train on rather than 20,000.
 */
export class CellPool<State> {
  /** The tuples met so far, in order of their first appearance. */
  readonly tuples: (readonly number[])[] = [];
  /** Rollouts played so far. */
  rollouts = 0;
  private readonly numbers = new Map<string, number>();
  private readonly remembered = new Map<State, number>();
  /** The absent branch last drawn, by its stream's name. */
  private shared: { readonly name: string; readonly counts: TupleCounts } | null = null;

  constructor(private readonly options: CellPoolOptions<State>) {}

  /** The number of an outcome's tuple, new or known. */
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
   * `draws` rollouts of each branch of (e, S), from streams named by `purpose`: draws for different purposes are
   * independent. Consecutive disciples of one evidence value share the draws of a shared absent branch.
   */
  draw(e: number, s: number, draws: number, purpose: string): CaseDraws {
    const present = this.count(e, s, 1, draws, [purpose, e, 1, s]);
    const absence = [purpose, e, 0, this.options.sharedAbsence ? '' : s];
    const name = [...absence, draws].join('/');
    if (this.shared?.name !== name) this.shared = { name, counts: this.count(e, s, 0, draws, absence) };
    return { e, s, present, absent: this.shared.counts, draws1: draws, draws0: draws };
  }

  private count(e: number, s: number, x: 0 | 1, draws: number, name: readonly (string | number)[]): TupleCounts {
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

/** Outcomes held at once. */
const CHUNK = 4096;
