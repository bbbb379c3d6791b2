/** Intervals of a shape from simultaneous intervals of its components. */
import { normalCumulative, normalQuantile } from '../estimate/normal.ts';
import type { Functional } from './functional.ts';
import type { Sample } from './measured-atoms.ts';
import type { Resampled } from './resample.ts';

/** Ends of the difference present − absent of each component. */
export interface Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** z of one of `count` two-sided intervals that hold together with 95 %. */
export function simultaneous(count: number): number {
  return -normalQuantile(0.025 / count);
}

/**
 * Normal ends of each component's difference: corrected for bias, with the larger of its deviations under the bootstrap
 * and under relabelling (of few draws a cell, the bootstrap's own misses the cells that were not drawn).
 */
export function normalBox({ present, absent, relabelledDeviations }: Resampled, z: number): Box {
  const centre = present.corrected.map((value, i) => value - absent.corrected[i]);
  const reach = centre.map(
    (_, i) => z * Math.max(relabelledDeviations[i], Math.hypot(present.deviations[i], absent.deviations[i])),
  );
  return { low: centre.map((value, i) => value - reach[i]), high: centre.map((value, i) => value + reach[i]) };
}

/** Ends of the penalty over a box of differences, the components' moduli being what it grows in. */
export function overBox(functional: Functional, { low, high }: Box, { present, absent }: Resampled): [number, number] {
  const least = low.map((end, i) => Math.max(0, end, -high[i]));
  const most = low.map((end, i) => Math.max(-end, high[i]));
  const ends = (apart: Float64Array) => functional.combine(apart, present.corrected, absent.corrected);
  return [ends(least), ends(most)];
}

/** Reads the components off the probabilities of cells. */
type ReadLaw = (law: Float64Array) => Float64Array;

/** A cell of more than this probability, over n, stays without a draw in fewer than 2.5 % of samples: ln 40. */
const UNSEEN = Math.log(40);
/** So many probabilities of it are tried. */
const TRIED = 12;

/**
 * A box, widened by what cells that were not drawn may add to either branch. Where no cell was drawn exactly once,
 * their probabilities sum to at most ln 40 / n; a fourth cumulant of the surprisal may hang on them. They are taken to
 * be at most as many as those that were drawn: no sample bounds their number.
 */
export function withUnseen(box: Box, read: ReadLaw, { counts1, counts0, n1, n0 }: Sample): Box {
  const present = unseenReach(read, counts1, n1);
  const absent = unseenReach(read, counts0, n0);
  return {
    low: box.low.map((end, i) => end + present.least[i] - absent.most[i]),
    high: box.high.map((end, i) => end + present.most[i] - absent.least[i]),
  };
}

/** By how much each component may fall and rise where further cells are possible. */
function unseenReach(read: ReadLaw, counts: Float64Array, n: number) {
  const shares = counts.filter((count) => count > 0).map((count) => count / n);
  const plain = read(shares);
  const least = new Float64Array(plain.length);
  const most = new Float64Array(plain.length);
  for (let cells = 1; cells <= shares.length; cells *= 2) {
    for (let i = 1; i <= TRIED; i++) {
      const mass = (UNSEEN / n) * 2 ** (i - TRIED);
      const law = new Float64Array(shares.length + cells).fill(mass / cells);
      shares.forEach((share, cell) => {
        law[cell] = share * (1 - mass);
      });
      read(law).forEach((value, c) => {
        least[c] = Math.min(least[c], value - plain[c]);
        most[c] = Math.max(most[c], value - plain[c]);
      });
    }
  }
  return { least, most };
}

/**
 * How many cells were drawn exactly once, both branches together. Where there are any, there are others as rare that
 * were not drawn at all: then the number of possible cells is not bounded.
 */
export function drawnOnce({ counts1, counts0 }: Sample): number {
  return counts1.reduce((sum, count, i) => sum + (count + counts0[i] === 1 ? 1 : 0), 0);
}

/**
 * −log₂ of the largest of some probabilities: no smooth function of them where several are nearly largest. Any cell is
 * a lower bound of the largest probability, so of m candidates each is bounded at the m-th part of the risk; and the
 * largest is below the greatest upper bound.
 */
function largestEnds(counts: Float64Array, n: number, z: number): readonly [low: number, plugin: number, high: number] {
  const deviation = (count: number) => Math.sqrt(((count / n) * (1 - count / n)) / n);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const near = counts.filter((count) => count / n + 2 * z * deviation(count) >= most / n - 2 * z * deviation(most));
  const narrow = simultaneousTail(z, near.length);
  let lower = 0;
  let upper = 0;
  for (const count of near) {
    lower = Math.max(lower, count / n - narrow * deviation(count));
    upper = Math.max(upper, count / n + z * deviation(count));
  }
  return [-Math.log2(Math.min(1, upper)), -Math.log2(most / n), -Math.log2(Math.max(lower, 1 / (n + 1)))];
}

/** The z whose one-sided risk is the m-th part of that of `z`. */
function simultaneousTail(z: number, m: number): number {
  return m <= 1 ? z : -normalQuantile(normalCumulative(-z) / m);
}

/** Ends of the difference of −log₂ max p, the branches' ends combined as Newcombe combines proportions. */
export function largestBox(sample: Sample, z: number): readonly [low: number, high: number] {
  const [low1, plugin1, high1] = largestEnds(sample.counts1, sample.n1, z);
  const [low0, plugin0, high0] = largestEnds(sample.counts0, sample.n0, z);
  const difference = plugin1 - plugin0;
  return [
    difference - Math.hypot(plugin1 - low1, high0 - plugin0),
    difference + Math.hypot(high1 - plugin1, plugin0 - low0),
  ];
}
