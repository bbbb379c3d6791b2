/** Estimates `importance/absolute` from draws. */
import { counts } from '../comparison.ts';
import { Z95 } from '../estimate/normal.ts';
import { nullOf, relabeller } from '../estimate/relabel.ts';
import { debiasedTv, estimateTv } from '../estimate/tv.ts';
import type { Measurement } from '../penalty.ts';
import type { Embedding } from './embedding.ts';
import { alongVariance, type InnovationNoise, meanVariance } from './innovations.ts';
import { addGradient, type NormName, noisyNorm } from './norms.ts';

/** Two samples of the same atoms, and what the innovations of the evidence came out as. */
export interface AbsoluteRequest {
  readonly p1: Float64Array;
  readonly p0: Float64Array;
  readonly n1: number;
  readonly n0: number;
  readonly embedding: Embedding;
  readonly name: NormName;
  /** Whether the embedding is that of cells, not blurred: L1 is then twice total variation. */
  readonly plainCells: boolean;
  readonly typical: InnovationNoise & {
    /** The debiased sum of the innovations. */
    readonly value: number;
    /** What is typical, from a sum of innovations; it does not fall. */
    readonly of: (sum: number) => number;
    /** The standard deviation that P(e, S, 0) at hand has in what is typical. */
    readonly here: number;
  };
  readonly penalised: (importance: number, typical: number) => number;
  readonly seed: number;
}

interface Ranged {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RELABELLINGS = 100;

/**
 * `absolute` from draws. importance(X) and the sum of the innovations are each debiased, with a 95 % interval of their
 * own. The interval of their ratio comes from both (MOVER on the logarithm, Zou and Donner 2008) and is never wider
 * than the ratio of their ends. P(e, S, 0) is in both, so its two effects are taken to be as far opposed as they can
 * be. The null relabels X and keeps what is typical.
 */
export function estimateAbsolute(
  request: AbsoluteRequest,
): Omit<Measurement, 'parts'> & { readonly importance: number } {
  const { p1, p0, n1, n0, typical, penalised, seed } = request;
  const [counts1, counts0] = [counts(p1, n1), counts(p0, n0)];
  const importance = importanceOf(request);
  const reach = Z95 * typical.deviation;
  const common: Ranged = {
    value: typical.of(typical.value),
    low: typical.of(Math.min(typical.value, typical.least - reach)),
    high: typical.of(Math.max(typical.value, typical.plugin + reach)),
  };
  const value = penalised(importance.value, common.value);
  const shared = (2 * Z95 ** 2 * importance.absent * typical.here) / (importance.value * common.value);
  const [low, high] = ratioEnds(importance, common, shared);
  const relabelled = relabeller(
    counts1.map((count, i) => count + counts0[i]),
    n1,
    seed,
  );
  const nulls = Float64Array.from({ length: RELABELLINGS }, () => {
    relabelled.next();
    const q1 = Float64Array.from(relabelled.counts1, (count) => count / n1);
    const q0 = Float64Array.from(relabelled.counts0, (count) => count / n0);
    return penalised(importanceValue({ ...request, p1: q1, p0: q0 }), common.value);
  });
  return {
    value,
    interval: [Math.min(value, Math.log2(1 + low)), Math.max(value, Math.log2(1 + high))],
    null: nullOf(nulls),
    importance: importance.value,
  };
}

/** The ends of the ratio of two estimates; `shared` is twice their covariance on the logarithm, at most, times z². */
function ratioEnds(above: Ranged, below: Ranged, shared: number): readonly [low: number, high: number] {
  const ratio = above.value / below.value;
  const widestLow = above.low / below.high;
  const widestHigh = above.high / below.low;
  if (ratio === 0) return [0, widestHigh];
  const down = Math.hypot(Math.log(above.value / above.low), Math.log(below.high / below.value), Math.sqrt(shared));
  const up = Math.hypot(Math.log(above.high / above.value), Math.log(below.value / below.low), Math.sqrt(shared));
  return [Math.max(widestLow, ratio * Math.exp(-down)), Math.min(widestHigh, ratio * Math.exp(up))];
}

function importanceValue(request: AbsoluteRequest): number {
  const { p1, p0, n1, n0, plainCells, name } = request;
  if (plainCells && name === 'l1') return 2 * debiasedTv(counts(p1, n1), counts(p0, n0), n1, n0);
  const { difference, variance } = differenceOf(request);
  return noisyNorm(name, difference, variance, Z95).value;
}

/** Importance(X) with its interval, and the standard deviation that P(e, S, 0) has in it. */
function importanceOf(request: AbsoluteRequest): Ranged & { readonly absent: number } {
  const { p1, p0, n1, n0, embedding, name, plainCells } = request;
  const { difference, variance } = differenceOf(request);
  const gradient = new Float64Array(difference.length);
  addGradient(name, difference, 1, gradient);
  const variance0 = alongVariance(embedding, p0, gradient, n0);
  const absent = Math.sqrt(variance0);
  if (plainCells && name === 'l1') {
    const { value, low, high } = estimateTv(counts(p1, n1), counts(p0, n0), n1, n0);
    return { value: 2 * value, low: 2 * low, high: 2 * high, absent };
  }
  const { plugin, value, least } = noisyNorm(name, difference, variance, Z95);
  const reach = Z95 * Math.sqrt(alongVariance(embedding, p1, gradient, n1) + variance0);
  return { value, low: Math.min(value, Math.max(0, least - reach)), high: Math.max(value, plugin + reach), absent };
}

function differenceOf({ p1, p0, n1, n0, embedding }: AbsoluteRequest): {
  readonly difference: Float64Array;
  readonly variance: Float64Array;
} {
  const [mean1, mean0] = [embedding.mean(p1), embedding.mean(p0)];
  const variance1 = meanVariance(embedding, p1, mean1, n1);
  const variance0 = meanVariance(embedding, p0, mean0, n0);
  return {
    difference: mean1.map((value, i) => value - mean0[i]),
    variance: variance1.map((value, i) => value + variance0[i]),
  };
}
