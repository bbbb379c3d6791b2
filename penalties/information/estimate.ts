/** Estimates description lengths from draws: the interval and the null. */
import { NoEstimate } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { nullOf, relabeller } from '../estimate/relabel.ts';
import type { Measurement } from '../penalty.ts';
import { candidatePairs, type Drawn, estimatedPair, type Pair } from './candidates.ts';
import { type PairLengths, pairLengths } from './compare.ts';
import type { Lengths } from './compress.ts';
import { layOutTexts, type TextWeights } from './tiles.ts';

/** Fewest draws a branch: with fewer, a symbol that was never drawn could well be the mode of its tile. */
const FEWEST_DRAWS = 32;
const RESAMPLES = 40;
const RELABELLINGS = 100;
/** A range is widened by what one tile costs that no candidate shows, in bits. */
const SLACK_BITS = 8;

/** What one penalty reads off the lengths of two portraits. */
export interface PairReading {
  /** In [0, 1]. */
  value(lengths: PairLengths): number;
  /** The least and the greatest value that the exact portraits may have, where these candidates may. */
  range(candidates: readonly PairLengths[]): readonly [low: number, high: number];
}

/**
 * The texts drawn in both branches, counted.
 *
 * @throws NoEstimate for fewer than 32 draws of either branch
 */
export function drawnTexts(one: TextWeights, zero: TextWeights, n1: number, n0: number): Drawn {
  const fewest = Math.min(n1, n0);
  if (fewest < FEWEST_DRAWS) throw new NoEstimate(expected('draws', `at least ${FEWEST_DRAWS} a branch`, fewest));
  // Sorted, so that swapping the branches, or drawing in another order, changes nothing.
  const texts = [...new Set([...one.keys(), ...zero.keys()])].sort();
  return {
    canvas: layOutTexts(texts),
    counts1: texts.map((text) => Math.round((one.get(text) ?? 0) * n1)),
    counts0: texts.map((text) => Math.round((zero.get(text) ?? 0) * n0)),
    n1,
    n0,
  };
}

/**
 * The lengths of the pair of portraits that a sample suggests.
 *
 * @throws BeyondWindow
 */
export function estimatedLengths(sample: Drawn, side: number, lengths: Lengths): PairLengths {
  return pairLengths(estimatedPair(sample, side), lengths);
}

/** What a sample says of both portraits' lengths. */
export interface Spread {
  readonly estimated: PairLengths;
  /** The lengths of every pair that the exact pair may be. */
  readonly candidates: readonly PairLengths[];
}

/**
 * The lengths that a sample suggests, and all lengths that the exact portraits may have.
 *
 * @throws BeyondWindow
 */
export function spreadOf(sample: Drawn, side: number, seed: number | string, lengths: Lengths): Spread {
  const pairs = distinct(candidatePairs(sample, side, { seed, resamples: RESAMPLES }));
  return {
    estimated: estimatedLengths(sample, side, lengths),
    candidates: pairs.map((pair) => pairLengths(pair, lengths)),
  };
}

/** The estimate, and the range of values that the exact one may have: conservative, at least a 95 % interval. */
export function intervalOf(
  reading: PairReading,
  { estimated, candidates }: Spread,
): Pick<Measurement, 'value'> & {
  readonly interval: readonly [low: number, high: number];
} {
  const value = reading.value(estimated);
  const [low, high] = reading.range(candidates);
  const longest = Math.max(...candidates.map(({ present, absent }) => Math.max(present, absent)));
  // A single candidate is as good as certain; with several, there may be one more.
  const slack = candidates.length > 1 ? SLACK_BITS / longest : 0;
  return {
    value,
    interval: [Math.max(0, Math.min(value, low - slack)), Math.min(1, Math.max(value, high + slack))],
  };
}

function distinct(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [`${pair.present}\u0000${pair.absent}`, pair])).values()];
}

/** The same estimate under pooled relabelling of the draws, at the same description size. */
export function relabelledValues(
  sample: Drawn,
  side: number,
  reading: PairReading,
  seed: number | string,
  lengths: Lengths,
): Measurement['null'] {
  const { counts1, counts0, n1 } = sample;
  const pooled = Array.from(counts1, (count, i) => count + counts0[i]);
  const relabelled = relabeller(pooled, n1, seed);
  const values = Float64Array.from({ length: RELABELLINGS }, () => {
    relabelled.next();
    const dealt: Drawn = { ...sample, counts1: relabelled.counts1, counts0: relabelled.counts0 };
    return reading.value(estimatedLengths(dealt, side, lengths));
  });
  return nullOf(values);
}
