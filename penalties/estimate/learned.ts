import { type LearnedDivergenceName, statistics } from '../../learning/statistic.ts';
import type { Measurement } from '../penalty.ts';
import { normalCumulative, normalDensity, Z95 } from './normal.ts';
import { newcombeReach } from './proportions.ts';

/** Logits of fresh draws of both branches of one (e, S). */
export interface FreshLogits {
  readonly present: Float32Array;
  readonly absent: Float32Array;
}

/** One-sided 95 % quantile of the normal law, of which the p95 of a null is made. */
const Z_ONE_SIDED = 1.6449;

/**
 * The learned divergence of one (e, S) from fresh logits (DESIGN §7). The network is frozen, so a mean of fresh terms
 * is unbiased for what this network sees; only the interval's lower end speaks about the true joint divergence.
 * tv: Newcombe's interval for a difference of proportions; js: ± 1.96 standard errors and Bernstein's term. The null is the same statistic under pooled
 * relabelling of the draws, in its normal approximation (exact mean and variance; thousands of draws).
 */
export function learnedMeasurement(divergence: LearnedDivergenceName, { present, absent }: FreshLogits): Measurement {
  const { term1, term0, value } = statistics[divergence];
  const n1 = present.length;
  const n0 = absent.length;
  const one = moments(present, term1);
  const zero = moments(absent, term0);
  const raw = value(one.mean, zero.mean);
  const estimate = Math.min(1, Math.max(0, raw));
  let interval: readonly [number, number];
  if (divergence === 'tv') {
    const reach = newcombeReach(one.mean, n1, zero.mean, n0, Z95);
    interval = [raw - reach.below, raw + reach.above];
  } else {
    const error = 0.5 * Math.sqrt(one.variance / n1 + zero.variance / n0);
    // The second term is Bernstein's: it keeps the interval open where every drawn term is alike.
    const reach = Z95 * error + 1.5 * (one.largest / n1 + zero.largest / n0);
    interval = [estimate - reach, estimate + reach];
  }
  // Relabelled, the statistic is a constant plus a sum over n₁ of all N draws, taken without replacement.
  const scale = divergence === 'tv' ? 1 : 0.5;
  const sign = divergence === 'tv' ? 1 : -1;
  const pooled = new Float64Array(n1 + n0);
  let all1 = 0;
  let all0 = 0;
  for (let i = 0; i < pooled.length; i++) {
    const logit = i < n1 ? present[i] : absent[i - n1];
    const a = term1(logit);
    const b = term0(logit);
    all1 += a;
    all0 += b;
    pooled[i] = scale * (a / n1 + (sign * b) / n0);
  }
  const total = pooled.length;
  const centre = value(all1 / total, all0 / total);
  const spread = moments(pooled, (x) => x).variance;
  const deviation = Math.sqrt(((n1 * n0) / total) * spread);
  return {
    value: estimate,
    interval: [Math.min(1, Math.max(0, interval[0])), Math.max(0, Math.min(1, interval[1]))],
    null: {
      mean: positivePart(centre, deviation),
      p95: Math.min(1, Math.max(0, centre + Z_ONE_SIDED * deviation)),
    },
    parts: { raw, draws: n1 },
  };
}

function moments(
  values: ArrayLike<number>,
  term: (value: number) => number,
): { mean: number; variance: number; largest: number } {
  let largest = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const x = term(values[i]);
    sum += x;
    squares += x * x;
    largest = Math.max(largest, Math.abs(x));
  }
  const mean = sum / values.length;
  return { mean, variance: Math.max(0, squares / values.length - mean * mean), largest };
}

/** E max(0, Z) of a normal Z. */
function positivePart(mean: number, deviation: number): number {
  if (deviation === 0) return Math.max(0, mean);
  const t = mean / deviation;
  return mean * normalCumulative(t) + deviation * normalDensity(t);
}
