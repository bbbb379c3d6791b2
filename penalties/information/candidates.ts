/** The portraits that two exact forecasts may have, judging by draws. */
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { normalQuantile } from '../estimate/normal.ts';
import { indexSource } from '../estimate/relabel.ts';
import { drawPortrait, type Options, portraitOf, tileOptions } from './portrait.ts';
import { type Canvas, coarsen, type Marginals, marginals } from './tiles.ts';

/** The portraits of both branches. */
export interface Pair {
  readonly present: string;
  readonly absent: string;
}

/** Drawn texts of both branches on one canvas. */
export interface Drawn {
  readonly canvas: Canvas;
  /** Draws of each text of the canvas, summing to `n1` and to `n0`. */
  readonly counts1: ArrayLike<number>;
  readonly counts0: ArrayLike<number>;
  readonly n1: number;
  readonly n0: number;
}

interface Laws {
  readonly one: Marginals;
  readonly zero: Marginals;
  readonly pooled: Marginals;
}

function lawsOf({ canvas, counts1, counts0, n1, n0 }: Drawn, side: number): Laws {
  const finest1 = marginals(canvas, counts1);
  const finest0 = marginals(canvas, counts0);
  const both = finest1.probabilities.map((sum, i) => sum + finest0.probabilities[i]);
  const law = (sums: Float64Array, n: number): Marginals =>
    coarsen({ ...finest1, probabilities: sums.map((sum) => sum / n) }, side);
  return {
    one: law(finest1.probabilities, n1),
    zero: law(finest0.probabilities, n0),
    pooled: law(both, n1 + n0),
  };
}

/**
 * The portraits that are as alike as the draws allow. A tile differs between the branches only where no symbol may
 * stand there in both. Where several symbols may stand there in both, it shows the one to which ties go. (Plug-in
 * portraits would differ wherever a tie fell out differently, also where the branches are equal.)
 */
function alike(laws: Laws, { n1, n0 }: Drawn, deviations: number): Pair {
  const one = tileOptions(laws.one, n1, deviations);
  const zero = tileOptions(laws.zero, n0, deviations);
  const pooled = tileOptions(laws.pooled, n1 + n0, deviations);
  const tiles1: string[] = [];
  const tiles0: string[] = [];
  for (let tile = 0; tile < one.length; tile++) {
    const shared = one[tile].filter((option) => zero[tile].includes(option));
    const common = shared.find((option) => pooled[tile].includes(option)) ?? shared[0];
    tiles1.push(common ?? one[tile][0]);
    tiles0.push(common ?? zero[tile][0]);
  }
  return drawn(tiles1, tiles0, laws.one.columns);
}

function drawn(tiles1: readonly string[], tiles0: readonly string[], columns: number): Pair {
  return { present: drawPortrait(tiles1, columns), absent: drawPortrait(tiles0, columns) };
}

/** Standard errors within which the estimate itself takes branches to be alike. */
const DEVIATIONS = 2;

/** Pairs at each level of which every open tile is resolved at random. */
const RANDOM = 4;

/** The portraits that the estimate describes: as alike as the draws allow, up to two standard errors. */
export function estimatedPair(sample: Drawn, side: number): Pair {
  return alike(lawsOf(sample, side), sample, DEVIATIONS);
}

/** Every open tile resolved by one rule. */
function extremes(options: readonly Options[]): string[][] {
  return [
    options.map((all) => all[0]),
    options.map((all) => all[all.length - 1]),
    options.map((all) => all[Math.min(1, all.length - 1)]),
  ];
}

/** Standard errors within which the modes of all tiles that vary lie at once, in 95 % (Bonferroni). */
function simultaneous({ symbols, probabilities }: Marginals): number {
  let varying = 0;
  for (let start = 0; start < probabilities.length; start += symbols.length) {
    if (probabilities.subarray(start, start + symbols.length).every((p) => p < 1 - TIE_TOLERANCE)) varying++;
  }
  return Math.max(DEVIATIONS, normalQuantile(1 - 0.025 / Math.max(1, varying)));
}

export interface CandidateOptions {
  readonly seed: number | string;
  /** Joint resamples of the draws. */
  readonly resamples: number;
}

/**
 * Pairs of portraits that the exact ones may be. They are the plug-in; those of joint resamples of the draws, in which
 * whole scenes flip together; and, at three levels of doubt, portraits that are as alike and as unlike as the draws
 * allow. Every open tile of those is resolved by one rule (the lowest symbol, as exact ties are; the highest; the
 * second) or at random, because resamples alone never show what an exact tie looks like.
 */
export function candidatePairs(sample: Drawn, side: number, options: CandidateOptions): Pair[] {
  const { seed, resamples } = options;
  const { canvas, n1, n0 } = sample;
  const laws = lawsOf(sample, side);
  const { columns } = laws.one;
  const deviations = simultaneous(laws.pooled);
  const pairs: Pair[] = [{ present: portraitOf(laws.one), absent: portraitOf(laws.zero) }];
  const index = indexSource(seed, 'open tiles');
  const other = (all: Options, taken: string) => all.find((option) => option !== taken) ?? all[0];
  for (const level of [0.5 * DEVIATIONS, DEVIATIONS, deviations]) {
    const one = tileOptions(laws.one, n1, level);
    const zero = tileOptions(laws.zero, n0, level);
    pairs.push(alike(laws, sample, level));
    const extremes0 = extremes(zero);
    extremes(one).forEach((tiles1, i) => {
      pairs.push(drawn(tiles1, extremes0[i], columns));
    });
    pairs.push(
      drawn(
        one.map((all) => all[0]),
        zero.map((all, tile) => other(all, one[tile][0])),
        columns,
      ),
      drawn(
        one.map((all, tile) => other(all, zero[tile][0])),
        zero.map((all) => all[0]),
        columns,
      ),
    );
    for (let i = 0; i < RANDOM; i++) {
      const pick = (all: Options) => all[index(all.length)];
      pairs.push(drawn(one.map(pick), zero.map(pick), columns));
    }
  }
  const resample1 = resampler(sample.counts1, n1, `${seed}/present`);
  const resample0 = resampler(sample.counts0, n0, `${seed}/absent`);
  for (let i = 0; i < resamples; i++) {
    const law = (counts: Float64Array, n: number) => {
      const { probabilities, ...shape } = marginals(canvas, counts);
      return coarsen({ ...shape, probabilities: probabilities.map((sum) => sum / n) }, side);
    };
    pairs.push({ present: portraitOf(law(resample1(), n1)), absent: portraitOf(law(resample0(), n0)) });
  }
  return pairs;
}

/** Draws `n` of the counted draws with replacement; the array is reused. */
function resampler(counts: ArrayLike<number>, n: number, seed: string): () => Float64Array {
  const deck = new Int32Array(n);
  for (let i = 0, at = 0; i < counts.length; i++) {
    deck.fill(i, at, at + counts[i]);
    at += counts[i];
  }
  const resampled = new Float64Array(counts.length);
  const index = indexSource(seed, 'resample');
  return () => {
    resampled.fill(0);
    for (let i = 0; i < n; i++) resampled[deck[index(n)]]++;
    return resampled;
  };
}
