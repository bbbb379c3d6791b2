/** Describes a learned divergence to a person: which answers the discriminator's logits tell apart. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** The cells with which one question answers in a bin. */
export interface BinAnswers {
  /** Index of the question. */
  readonly question: number;
  /** Most frequent first. The shares are of the bin's draws; both branches weigh the same; they sum to 1. */
  readonly cells: readonly { readonly cell: number; readonly share: number }[];
  /** Total variation distance, in [0, 1], between the answers in the bin and the answers of all draws. */
  readonly telling: number;
}

/** The draws whose logit is in (low, high]: one cell of the learned coarse-graining. */
export interface LogitBin {
  readonly low: number;
  readonly high: number;
  /** The share of each branch's draws that is in the bin. */
  readonly mass1: number;
  readonly mass0: number;
  /** The mean logit of its draws, where both branches weigh the same; null where the bin is empty. */
  readonly logit: number | null;
  /**
   * ln(mass1 / mass0), which the logits estimate. Infinite where one branch has no draws here, null where both have
   * none.
   */
  readonly logRatio: number | null;
  /** Most telling question first; empty where the bin is empty. */
  readonly answers: readonly BinAnswers[];
}

/** Distinct tuples of cells, the logit of each, and how often each branch drew it. */
export interface BinnedDraws {
  readonly cells: readonly (readonly number[])[];
  readonly logits: ArrayLike<number>;
  readonly counts1: ArrayLike<number>;
  readonly counts0: ArrayLike<number>;
}

/** Where bins end. 0 is among them, so that the set {logit > 0} is the union of the bins above 0. */
export const BIN_EDGES: readonly number[] = [-4, -1, 0, 1, 4];

/**
 * Sorts draws into bins by their logit, with the answers and the share of each branch in each bin. Every draw is in one
 * bin. See docs/learning.md.
 * @param edges ascending; k edges make k + 1 bins.
 * @throws InvalidOption when the edges do not ascend.
 */
export function logitBins(draws: BinnedDraws, edges: readonly number[] = BIN_EDGES): LogitBin[] {
  if (edges.some((edge, i) => i > 0 && !(edge > edges[i - 1])))
    throw new InvalidOption(expected('bin edges', 'ascending numbers', edges));
  const weights1 = shares(draws.counts1);
  const weights0 = shares(draws.counts0);
  const all = Array.from(draws.cells.keys());
  const weightOf = (i: number) => 0.5 * (weights1[i] + weights0[i]);
  const questions = draws.cells[0]?.length ?? 0;
  const everywhere = Array.from({ length: questions }, (_, q) => answers(draws.cells, all, q, weightOf));
  const ends = [Number.NEGATIVE_INFINITY, ...edges, Number.POSITIVE_INFINITY];
  return ends.slice(1).map((high, b) => {
    const low = ends[b];
    const inside = all.filter((i) => draws.logits[i] > low && draws.logits[i] <= high && weightOf(i) > 0);
    const mass1 = inside.reduce((sum, i) => sum + weights1[i], 0);
    const mass0 = inside.reduce((sum, i) => sum + weights0[i], 0);
    if (inside.length === 0) return { low, high, mass1, mass0, logit: null, logRatio: null, answers: [] };
    const logit = inside.reduce((sum, i) => sum + weightOf(i) * draws.logits[i], 0) / (0.5 * (mass1 + mass0));
    const told = everywhere.map((overall, question): BinAnswers => {
      const here = answers(draws.cells, inside, question, weightOf);
      const cells = [...here].map(([cell, share]) => ({ cell, share }));
      cells.sort((a, b) => b.share - a.share || a.cell - b.cell);
      let distance = 0;
      for (const [cell, share] of overall) distance += 0.5 * Math.abs((here.get(cell) ?? 0) - share);
      return { question, cells, telling: distance };
    });
    told.sort((a, b) => b.telling - a.telling || a.question - b.question);
    return { low, high, mass1, mass0, logit, logRatio: Math.log(mass1 / mass0), answers: told };
  });
}

function shares(counts: ArrayLike<number>): Float64Array {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  return Float64Array.from(counts, (count) => (total > 0 ? count / total : 0));
}

/** The distribution of one question's cells over some tuples: cell ↦ share. */
function answers(
  cells: readonly (readonly number[])[],
  which: readonly number[],
  question: number,
  weightOf: (i: number) => number,
): Map<number, number> {
  const sums = new Map<number, number>();
  let total = 0;
  for (const i of which) {
    const cell = cells[i][question];
    sums.set(cell, (sums.get(cell) ?? 0) + weightOf(i));
    total += weightOf(i);
  }
  for (const [cell, sum] of sums) sums.set(cell, sum / total);
  return sums;
}
