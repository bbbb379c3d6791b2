/** Estimates ½ MMD² with the product kernel, for `coarse/similar`. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { checkCounts } from './counts.ts';
import { type Kernel, productKernel } from './kernel.ts';
import { quadraticInterval } from './noncentral.ts';
import { Z95 } from './normal.ts';
import { indexSource, type Null, nullOf, relabeller } from './relabel.ts';

/** `coarse/similar`, estimated. */
export interface SimilarEstimate {
  /** The unbiased estimate, clipped to [0, 1] for display. */
  readonly value: number;
  /** The unbiased estimate itself; it may be below 0. */
  readonly raw: number;
  /** 95 % interval, in [0, 1]. */
  readonly interval: [low: number, high: number];
  /** The clipped estimate under pooled relabelling of the draws. */
  readonly null: Null;
}

const DEFAULT_REPETITIONS = 200;
/** The null of more than this many pairs of atoms is taken from a subsample of the draws, and rescaled. */
const NULL_PAIRS = 5e6;
/** Total work of the null, in pairs of atoms: about a second. */
const NULL_WORK = 1e9;
/** Relabellings made however large the work is, unless fewer are asked for. */
const FEWEST_REPETITIONS = 60;

function checkReadings(readings: Float64Array, grains: readonly number[], atoms: number): void {
  if (readings.length !== atoms * grains.length) {
    throw new InvalidOption(expected('readings', `${atoms} × ${grains.length} numbers`, readings.length));
  }
  const bad = grains.find((grain) => !(grain > 0));
  if (bad !== undefined) throw new InvalidOption(expected('grain', 'a number above 0', bad));
  for (const reading of readings) {
    if (!Number.isFinite(reading)) throw new InvalidOption(expected('reading', 'a finite number', reading));
  }
}

/**
 * ½ MMD² of two laws over the same atoms with the product kernel Π_q exp(−|Δreading_q|/grain_q) (`coarse/similar`): ½
 * dᵀKd, d = p₁ − p₀.
 *
 * @param readings m × Q readings, an atom a row
 * @param grains Q grains > 0
 * @returns a number in [0, 1], exactly 0 for identical vectors
 * @throws InvalidOption if the sizes disagree, a grain is not positive or a reading is not finite
 */
export function similarExact(
  readings: Float64Array,
  grains: readonly number[],
  p1: ArrayLike<number>,
  p0: ArrayLike<number>,
): number {
  if (p1.length !== p0.length) throw new InvalidOption(expected('p0', `${p1.length} probabilities`, p0.length));
  checkReadings(readings, grains, p1.length);
  const kept: number[] = [];
  for (let i = 0; i < p1.length; i++) if (p1[i] !== p0[i]) kept.push(i);
  const difference = Float64Array.from(kept, (i) => p1[i] - p0[i]);
  const kernel = productKernel(rowsOf(readings, grains.length, kept), grains, kept.length);
  return Math.min(1, Math.max(0, 0.5 * kernel.quadratic(difference)));
}

function rowsOf(readings: Float64Array, width: number, rows: readonly number[]): Float64Array {
  const chosen = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    chosen.set(readings.subarray(row * width, (row + 1) * width), at * width);
  });
  return chosen;
}

/** Unbiased ½ MMD² from aᵀKa, aᵀKb, bᵀKb: a draw is not compared with itself, and K(x, x) = 1. */
function unbiased(aa: number, ab: number, bb: number, n1: number, n0: number): number {
  return 0.5 * ((aa - n1) / (n1 * (n1 - 1)) + (bb - n0) / (n0 * (n0 - 1)) - (2 * ab) / (n1 * n0));
}

function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
}

function varianceUnder(counts: Float64Array, n: number, f: Float64Array): number {
  const mean = dot(counts, f) / n;
  let sum = 0;
  for (let i = 0; i < f.length; i++) sum += counts[i] * (f[i] - mean) ** 2;
  return sum / n;
}

/**
 * `coarse/similar` from draws: the unbiased U-statistic of ½ MMD². σ² is its first-order variance plus its
 * second-order variance when both branches are alike, from the pooled centred kernel; the interval is ±1.96σ, widened
 * to hold the interval of the noncentral χ² that ½ MMD² follows near equality (few different readings skew it), and
 * clipped to [0, 1].
 *
 * The null relabels the pooled draws. Where the kernel has more than 5 million pairs and no grid shortens it, the null
 * is taken from a random subsample of at most 2,236 draws in the same proportion, and scaled by the ratio of the
 * deviations (a degenerate U-statistic's is √(1/n₁(n₁−1) + 1/n₀(n₀−1) + 2/n₁n₀) times a constant of the law); and
 * fewer repetitions are made, at least 60, where 200 would take more than about a second.
 *
 * @param readings m × Q readings, an atom a row
 * @param grains Q grains > 0
 * @param counts1 draws of branch 1 by atom, summing to `n1` ≥ 2
 * @param counts0 draws of branch 0 by atom, summing to `n0` ≥ 2
 * @throws InvalidOption if sizes, counts, grains or readings are malformed
 */
export function similarEstimate(
  readings: Float64Array,
  grains: readonly number[],
  counts1: ArrayLike<number>,
  counts0: ArrayLike<number>,
  n1: number,
  n0: number,
  options: { readonly seed: number | string; readonly repetitions?: number },
): SimilarEstimate {
  checkCounts(counts1, counts0, n1, n0);
  checkReadings(readings, grains, counts1.length);
  if (n1 < 2 || n0 < 2) throw new InvalidOption(expected('draws', 'at least 2 a branch', Math.min(n1, n0)));
  const repetitions = options.repetitions ?? DEFAULT_REPETITIONS;
  if (!(Number.isInteger(repetitions) && repetitions >= 1)) {
    throw new InvalidOption(expected('repetitions', 'an integer of at least 1', repetitions));
  }
  const drawn: number[] = [];
  for (let i = 0; i < counts1.length; i++) if (counts1[i] + counts0[i] > 0) drawn.push(i);
  const rows = rowsOf(readings, grains.length, drawn);
  const a = Float64Array.from(drawn, (i) => counts1[i]);
  const b = Float64Array.from(drawn, (i) => counts0[i]);
  const kernel = productKernel(rows, grains, drawn.length);

  const ka = new Float64Array(drawn.length);
  const kb = new Float64Array(drawn.length);
  kernel.multiply(a, ka);
  kernel.multiply(b, kb);
  const aa = dot(a, ka);
  const ab = dot(a, kb);
  const bb = dot(b, kb);
  const raw = unbiased(aa, ab, bb, n1, n0);

  const witness = ka.map((value, i) => value / n1 - kb[i] / n0);
  const first = varianceUnder(a, n1, witness) / n1 + varianceUnder(b, n0, witness) / n0;
  const pooled = pooledMoments(rows, grains, a, b, ka, kb);
  const second = pooled.square * degeneracy(n1, n0);
  const reach = Z95 * Math.sqrt(first + second);
  const nullMean = 0.5 * (1 / n1 + 1 / n0) * pooled.spread;
  const plugin = Math.max(0, 0.5 * (aa / (n1 * n1) + bb / (n0 * n0) - (2 * ab) / (n1 * n0)));
  const near = quadraticInterval({ plugin, nullMean, nullVariance: second, deltaVariance: first }, Z95);
  const value = Math.min(1, Math.max(0, raw));
  return {
    value,
    raw,
    interval: [
      Math.min(value, Math.max(0, Math.min(raw - reach, near[0]))),
      Math.max(value, Math.min(1, Math.max(raw + reach, near[1]))),
    ],
    null: similarNull(kernel, a, b, n1, n0, options.seed, repetitions, rows, grains),
  };
}

/** The sum that the variance of a degenerate two-sample U-statistic ½ MMD² is proportional to, by E k̃². */
function degeneracy(n1: number, n0: number): number {
  return 0.5 / (n1 * (n1 - 1)) + 0.5 / (n0 * (n0 - 1)) + 1 / (n1 * n0);
}

/**
 * Of the pooled law, with k̃ the doubly centred kernel: `spread` E k̃(x, x) and `square` E k̃(x, y)². The square of a
 * product of exponentials is the kernel of half the grains.
 */
function pooledMoments(
  rows: Float64Array,
  grains: readonly number[],
  a: Float64Array,
  b: Float64Array,
  ka: Float64Array,
  kb: Float64Array,
): { spread: number; square: number } {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] + b[i];
  const law = a.map((count, i) => (count + b[i]) / total);
  let mean = 0;
  let meanSquare = 0;
  for (let i = 0; i < law.length; i++) {
    const row = (ka[i] + kb[i]) / total;
    mean += law[i] * row;
    meanSquare += law[i] * row * row;
  }
  const halved = productKernel(
    rows,
    grains.map((grain) => grain / 2),
    law.length,
  );
  const square = halved.quadratic(law) - 2 * meanSquare + mean * mean;
  return { spread: Math.max(0, 1 - mean), square: Math.max(0, square) };
}

function similarNull(
  kernel: Kernel,
  a: Float64Array,
  b: Float64Array,
  n1: number,
  n0: number,
  seed: number | string,
  repetitions: number,
  rows: Float64Array,
  grains: readonly number[],
): Null {
  if (kernel.work > NULL_PAIRS) {
    const share = Math.sqrt(NULL_PAIRS) / (n1 + n0);
    const less1 = Math.min(n1, Math.max(2, Math.round(share * n1)));
    const less0 = Math.min(n0, Math.max(2, Math.round(share * n0)));
    if (less1 + less0 < n1 + n0) {
      const drawn = subsample(a, b, less1 + less0, seed);
      const kept = Array.from(drawn.keys()).filter((i) => drawn[i] > 0);
      const counts = Float64Array.from(kept, (i) => drawn[i]);
      const smaller = productKernel(rowsOf(rows, grains.length, kept), grains, kept.length);
      const values = relabelledValues(smaller, counts, less1, less0, seed, repetitions);
      const scale = Math.sqrt(degeneracy(n1, n0) / degeneracy(less1, less0));
      return nullOf(values.map((value) => scale * value));
    }
  }
  const pooled = a.map((count, i) => count + b[i]);
  return nullOf(relabelledValues(kernel, pooled, n1, n0, seed, repetitions));
}

/** Counts of `size` of the pooled draws, chosen without replacement. */
function subsample(a: Float64Array, b: Float64Array, size: number, seed: number | string): Float64Array {
  const deck: number[] = [];
  for (let i = 0; i < a.length; i++) for (let draw = a[i] + b[i]; draw > 0; draw--) deck.push(i);
  const index = indexSource(seed, 'subsample');
  const counts = new Float64Array(a.length);
  for (let i = 0; i < size; i++) {
    const j = i + index(deck.length - i);
    counts[deck[j]]++;
    deck[j] = deck[i];
  }
  return counts;
}

/** Clipped estimates under relabelling. One quadratic form gives all three, as b = pooled − a. */
function relabelledValues(
  kernel: Kernel,
  pooled: Float64Array,
  n1: number,
  n0: number,
  seed: number | string,
  repetitions: number,
): Float64Array {
  const whole = new Float64Array(pooled.length);
  kernel.multiply(pooled, whole);
  const all = dot(pooled, whole);
  const relabelled = relabeller(pooled, n1, seed);
  const most = Math.max(FEWEST_REPETITIONS, Math.floor(NULL_WORK / kernel.work));
  const values = new Float64Array(Math.min(repetitions, most));
  const counts = new Float64Array(pooled.length);
  for (let repetition = 0; repetition < values.length; repetition++) {
    relabelled.next();
    counts.set(relabelled.counts1);
    const aa = kernel.quadratic(counts);
    const across = dot(counts, whole);
    values[repetition] = Math.max(0, unbiased(aa, across - aa, all - 2 * across + aa, n1, n0));
  }
  return values;
}
