/** Embeds outcomes as vectors: the indicators of their cells, or their answers. */
import type { World } from '../../core/world/world.ts';
import { type Kernel, productKernel } from '../estimate/kernel.ts';
import type { EmbeddingSpec, LabelledForecast } from './context.ts';

/** Several forecasts on the atoms that any of them reaches. */
export interface Joined {
  readonly labels: readonly string[];
  /** The tuple of each atom. */
  readonly tuples: readonly (readonly number[])[];
  /** For each forecast, the probability of each atom. */
  readonly weights: readonly Float64Array[];
  /** How many draws each forecast holds; null where it is exact. */
  readonly draws: readonly (number | null)[];
}

/** Forecasts on their common atoms, in an order that depends on the labels alone. */
export function join(forecasts: readonly LabelledForecast[]): Joined {
  const tupleOf = new Map<string, readonly number[]>();
  for (const { tuples } of forecasts) for (const [label, tuple] of tuples) tupleOf.set(label, tuple);
  const labels = [...tupleOf.keys()].sort();
  const indexOf = new Map(labels.map((label, i) => [label, i]));
  return {
    labels,
    tuples: labels.map((label) => tupleOf.get(label)!),
    weights: forecasts.map(({ weights }) => {
      const dense = new Float64Array(labels.length);
      for (const [label, weight] of weights) dense[indexOf.get(label)!] = weight;
      return dense;
    }),
    draws: forecasts.map(({ draws }) => draws),
  };
}

/**
 * φ on a set of atoms, as a linear map of their weights. Answers are counted from `origin`, the least answer among the
 * atoms, so that no digits are lost to an answer that is large and hardly moves, such as a clock's.
 */
export interface Embedding {
  /** By coordinate; zeros for cells. */
  readonly origin: Float64Array;
  /** Σ w(a) φ(a): the embedded mean of a forecast. The result may be the argument itself: it must not be written to. */
  mean(weights: Float64Array): Float64Array;
  /** Σ w(a) φ(a)², coordinate by coordinate. */
  meanSquare(weights: Float64Array): Float64Array;
  /** g · φ(a) of each atom a, g the gradient. */
  along(gradient: Float64Array): Float64Array;
}

/**
 * The embedding of a spec on some atoms. Cells are blurred by the kernel of `coarse/similar`, Π exp(−|Δreading| /
 * (smoothing · grain)), each cell's mass shared out over the atoms in proportion to it: a stochastic matrix, so
 * blurring keeps totals and never adds to an L1 distance. It knows no cells but the atoms it is given.
 */
export function embeddingOf(spec: EmbeddingSpec, world: World, tuples: Joined['tuples']): Embedding {
  if (spec.embedding === 'answers') return answers(tuples, world.questions.length);
  const smoothing = spec.smoothing ?? 0;
  if (smoothing === 0) return plainCells(tuples.length);
  const finest = spec.coarseness === 0;
  const widths = world.questions.map(({ grain = 1 }) => (finest ? grain * smoothing : smoothing));
  return blurred(tuples, widths);
}

function plainCells(count: number): Embedding {
  return {
    origin: new Float64Array(count),
    mean: (weights) => weights,
    meanSquare: (weights) => weights,
    along: (gradient) => gradient,
  };
}

function answers(readings: Joined['tuples'], questions: number): Embedding {
  const origin = Float64Array.from({ length: questions }, (_, q) =>
    readings.reduce((least, tuple) => Math.min(least, tuple[q]), Number.POSITIVE_INFINITY),
  );
  const tuples = readings.map((tuple) => tuple.map((reading, q) => reading - origin[q]));
  const sum = (weights: Float64Array, of: (reading: number) => number) => {
    const mean = new Float64Array(questions);
    for (let a = 0; a < tuples.length; a++) {
      if (weights[a] === 0) continue;
      for (let q = 0; q < questions; q++) mean[q] += weights[a] * of(tuples[a][q]);
    }
    return mean;
  };
  return {
    origin,
    mean: (weights) => sum(weights, (reading) => reading),
    meanSquare: (weights) => sum(weights, (reading) => reading * reading),
    along: (gradient) =>
      Float64Array.from(tuples, (tuple) => tuple.reduce((total, reading, q) => total + reading * gradient[q], 0)),
  };
}

function blurred(tuples: Joined['tuples'], widths: readonly number[]): Embedding {
  const size = tuples.length;
  const rows = Float64Array.from(tuples.flat());
  const kernel = productKernel(rows, widths, size);
  let halved: Kernel | undefined;
  const shared = new Float64Array(size);
  kernel.multiply(new Float64Array(size).fill(1), shared);
  const apply = (v: Float64Array, by = kernel) => {
    const out = new Float64Array(size);
    by.multiply(v, out);
    return out;
  };
  return {
    origin: new Float64Array(size),
    mean: (weights) => apply(weights.map((weight, a) => weight / shared[a])),
    meanSquare(weights) {
      // The square of a product of exponentials is the kernel of half the widths.
      halved ??= productKernel(
        rows,
        widths.map((width) => width / 2),
        size,
      );
      return apply(
        weights.map((weight, a) => weight / shared[a] ** 2),
        halved,
      );
    },
    along: (gradient) => apply(gradient).map((value, a) => value / shared[a]),
  };
}
