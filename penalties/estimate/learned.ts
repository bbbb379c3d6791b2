/** Measures a learned divergence from the logits of fresh draws. */
import { type LearnedDivergenceName, statistics } from '../../learning/divergence/statistic.ts';
import type { Measurement } from '../penalty.ts';
import { normalCumulative, normalDensity, Z95 } from './normal.ts';
import { newcombeLower, newcombeReach } from './proportions.ts';

/** Logits of fresh draws of both branches of one (e, S). */
export interface FreshLogits {
  readonly present: Float32Array;
  readonly absent: Float32Array;
}

/** Fresh logits, with equal ones counted: `counts1[i]` draws of the branch with the disciple read `logits[i]`. */
export interface CountedLogits {
  readonly logits: ArrayLike<number>;
  readonly counts1: ArrayLike<number>;
  readonly counts0: ArrayLike<number>;
}

/** One-sided 95 % quantile of the normal law, of which the p95 of a null is made. */
const Z_ONE_SIDED = 1.6449;

/**
 * The learned divergence of one (e, S) from fresh logits. The network is frozen, so a mean of fresh terms is unbiased
 * for what this network sees; only the interval's lower end speaks about the true joint divergence. `tv` has Newcombe's
 * interval for a difference of proportions, and a part `lower99`, the lower end of the one-sided 99 % interval, which
 * is not clipped. `js` has ± 1.96 standard errors and, in quadrature, what rare draws may add. The null is the same
 * statistic under pooled relabelling of the draws, in its normal approximation (exact mean and variance; thousands of
 * draws).
 */
export function learnedMeasurement(divergence: LearnedDivergenceName, { present, absent }: FreshLogits): Measurement {
  const n1 = present.length;
  const n0 = absent.length;
  const logits = new Float32Array(n1 + n0);
  logits.set(present);
  logits.set(absent, n1);
  return countedMeasurement(divergence, {
    logits,
    counts1: new Float64Array(n1 + n0).fill(1, 0, n1),
    counts0: new Float64Array(n1 + n0).fill(1, n1),
  });
}

/** `learnedMeasurement` of counted draws. The branches may hold different numbers of them. */
export function countedMeasurement(
  divergence: LearnedDivergenceName,
  { logits, counts1, counts0 }: CountedLogits,
): Measurement {
  const { term1, term0, value } = statistics[divergence];
  const terms1 = new Float64Array(logits.length);
  const terms0 = new Float64Array(logits.length);
  for (let i = 0; i < logits.length; i++) {
    terms1[i] = term1(logits[i]);
    terms0[i] = term0(logits[i]);
  }
  const one = moments(terms1, counts1);
  const zero = moments(terms0, counts0);
  const n1 = one.count;
  const n0 = zero.count;
  const raw = value(one.mean, zero.mean);
  const estimate = Math.min(1, Math.max(0, raw));
  const parts: Record<string, number> = { raw, draws: n1 };
  let interval: readonly [number, number];
  if (divergence === 'tv') {
    const reach = newcombeReach(one.mean, n1, zero.mean, n0, Z95);
    interval = [raw - reach.below, raw + reach.above];
    parts.lower99 = newcombeLower(one.mean, n1, zero.mean, n0);
  } else {
    const error = 0.5 * Math.sqrt(one.variance / n1 + zero.variance / n0);
    // The variance says nothing about rare draws that the sample missed. Draws of probability u₁ and u₀ all stay away
    // with probability exp(−n₁u₁ − n₀u₀). So at 95 % n₁u₁ + n₀u₀ ≤ 3, and they would move the value by half their
    // terms. Such a term is at most the largest at any logit that either branch showed: where both branches are nearly
    // sure, the rare draws of one have the logits of the other.
    const unseen = 0.5 * 3 * Math.max(largest(terms1) / n1, largest(terms0) / n0);
    // In quadrature covers at least 94 % of samples with rare draws; a straight sum covers 98 and is a third wider.
    const reach = Math.hypot(Z95 * error, unseen);
    interval = [estimate - reach, estimate + reach];
  }
  // Relabelled, the statistic is a constant plus a sum over n₁ of all N draws, taken without replacement.
  const scale = divergence === 'tv' ? 1 : 0.5;
  const sign = divergence === 'tv' ? 1 : -1;
  const total = n1 + n0;
  const pooled = new Float64Array(logits.length);
  const counts = new Float64Array(logits.length);
  for (let i = 0; i < logits.length; i++) {
    pooled[i] = scale * (terms1[i] / n1 + (sign * terms0[i]) / n0);
    counts[i] = counts1[i] + counts0[i];
  }
  const centre = value(moments(terms1, counts).mean, moments(terms0, counts).mean);
  const spread = moments(pooled, counts).variance;
  const deviation = Math.sqrt(((n1 * n0) / total) * spread);
  return {
    value: estimate,
    interval: [Math.min(1, Math.max(0, interval[0])), Math.max(0, Math.min(1, interval[1]))],
    null: {
      mean: positivePart(centre, deviation),
      p95: Math.min(1, Math.max(0, centre + Z_ONE_SIDED * deviation)),
    },
    parts,
  };
}

/** The moments of values that occur `counts` times each. */
function moments(
  values: Float64Array,
  counts: ArrayLike<number>,
): { readonly count: number; readonly mean: number; readonly variance: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = counts[i];
    if (weight === 0) continue;
    const x = values[i];
    count += weight;
    sum += weight * x;
    squares += weight * x * x;
  }
  const mean = sum / count;
  return { count, mean, variance: Math.max(0, squares / count - mean * mean) };
}

function largest(values: Float64Array): number {
  return values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
}

/** E max(0, Z) of a normal Z. */
function positivePart(mean: number, deviation: number): number {
  if (deviation === 0) return Math.max(0, mean);
  const t = mean / deviation;
  return mean * normalCumulative(t) + deviation * normalDensity(t);
}
