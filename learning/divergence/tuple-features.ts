/** Describes a tuple of answers by how often the rollouts of one source gave it, whichever source that is. */

import type { TupleCounts } from './cell-pool.ts';

/** Rollouts of one branch of one (e, S): how often each tuple of cells came out, and each cell of each question. */
export class Tally {
  /** How many rollouts there are. */
  draws = 0;
  /** By the tuple's number. */
  readonly counts = new Map<number, number>();
  /** For each question, by the cell. */
  readonly cells: readonly Map<number, number>[];

  /** @param tuples the cells of each tuple, by its number. */
  constructor(
    questions: number,
    private readonly tuples: readonly (readonly number[])[],
  ) {
    this.cells = Array.from({ length: questions }, () => new Map());
  }

  /** Takes further rollouts up. */
  add(counts: TupleCounts): void {
    for (const [tuple, count] of counts) {
      this.draws += count;
      this.counts.set(tuple, (this.counts.get(tuple) ?? 0) + count);
      this.cells.forEach((cells, q) => {
        const cell = this.tuples[tuple][q];
        cells.set(cell, (cells.get(cell) ?? 0) + count);
      });
    }
  }
}

/** Features beside those of the questions: the tuple's own ratio, its two counts, and the number of rollouts. */
const OWN = 4;
/** Logarithms are divided by it, so that the features are of the order of 1. */
const SCALE = 4;

/** How many features a tuple has. */
export function featureCount(questions: number): number {
  return OWN + questions;
}

/**
 * Writes the features of one tuple: the logarithm of how much likelier the rollouts of the branch with the disciple
 * made it than those of the branch without it, the same for the answer to each question alone, how often each branch
 * gave it, and how many rollouts there are. Nothing in them says which source it is or what the answers are, so that
 * what is learned of some sources holds for others.
 * @param row `featureCount` numbers are written, from `start` on.
 */
export function writeFeatures(
  row: Float32Array,
  start: number,
  tuple: number,
  cells: readonly number[],
  present: Tally,
  absent: Tally,
): void {
  const fewest = Math.min(present.draws, absent.draws);
  // Half a draw in the smaller sample: what neither branch gave reads 0, however different their numbers of draws are.
  const shift = 0.5 / fewest;
  const ratio = (n1: number, n0: number) =>
    Math.log((n1 / present.draws + shift) / (n0 / absent.draws + shift)) / SCALE;
  const n1 = present.counts.get(tuple) ?? 0;
  const n0 = absent.counts.get(tuple) ?? 0;
  row[start] = ratio(n1, n0);
  row[start + 1] = Math.log1p(n1) / SCALE;
  row[start + 2] = Math.log1p(n0) / SCALE;
  row[start + 3] = Math.log1p(fewest) / (2 * SCALE);
  for (let q = 0; q < cells.length; q++)
    row[start + OWN + q] = ratio(present.cells[q].get(cells[q]) ?? 0, absent.cells[q].get(cells[q]) ?? 0);
}
