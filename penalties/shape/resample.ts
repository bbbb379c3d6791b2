/** Estimates a shape from draws: bootstrap, debiasing and null. */
import { NoEstimate } from '../../core/base/errors.ts';
import { foldedExcess } from '../estimate/normal.ts';
import { indexSource, type Null, nullOf, relabeller } from '../estimate/relabel.ts';
import type { Functional } from './functional.ts';
import type { Sample } from './measured-atoms.ts';

/** How many draws a cell an estimate of shape needs. From fewer, a sorted spectrum shows the noise of its cells. */
const DRAWS_PER_CELL = 20;

export interface ResampleOptions {
  readonly seed: number | string;
  /** Bootstrap replicates a branch, ≥ 2; default 200. */
  readonly replicates?: number;
  /** Relabellings behind the null, ≥ 2; default 200. */
  readonly relabellings?: number;
}

/** A branch's components: as drawn, corrected for bias, and under the bootstrap. */
export interface Branch {
  readonly plugin: Float64Array;
  readonly corrected: Float64Array;
  /** Bootstrap deviation of each component. */
  readonly deviations: Float64Array;
  readonly replicates: readonly Float64Array[];
}

/** A shape estimated from draws. */
export interface Resampled {
  readonly value: number;
  readonly null: Null;
  readonly parts: Record<string, number>;
  readonly present: Branch;
  readonly absent: Branch;
  /** Deviation of each component's difference under relabelling. */
  readonly relabelledDeviations: Float64Array;
}

/** Makes a law over the atoms of their relative frequencies: as they are, or tilted. */
export type LawOf = (frequencies: Float64Array) => Float64Array;

/**
 * Refuses to estimate from too few draws.
 *
 * @throws NoEstimate unless a branch has `least` (effective) draws, and 20 for each of `cells` occupied cells
 */
export function requireDraws(id: string, draws: number, cells: number, least: number): void {
  const needed = Math.max(least, DRAWS_PER_CELL * cells);
  if (draws >= needed) return;
  const kind = least > 0 ? 'effective draws' : 'draws';
  throw new NoEstimate(
    `${id}: expected n ≥ ${needed} ${kind} a branch for k = ${cells} occupied cells ` +
      `but received n = ${Math.floor(draws)}`,
  );
}

/**
 * A shape from draws. Each component is corrected by its bootstrap bias, its absolute difference by the excess of |·|
 * over noise, as tv is cell by cell. Of a sorted spectrum a rank is corrected only in so far as it differs clearly:
 * there the correction of equal spectra is noise. The null is the same estimate under pooled relabelling, whose own
 * means and deviations stand for the bootstrap's.
 */
export function resampled(
  functional: Functional,
  sample: Sample,
  lawOf: LawOf,
  effective: readonly [number, number],
  options: ResampleOptions,
): Resampled {
  const { seed, replicates = 200, relabellings = 200 } = options;
  const { sorted } = functional;
  const { counts1, counts0, n1, n0 } = sample;
  const read = (counts: ArrayLike<number>, n: number, draws: number) => {
    const frequencies = new Float64Array(counts.length);
    for (let i = 0; i < frequencies.length; i++) frequencies[i] = counts[i] / n;
    return functional.read(lawOf(frequencies), draws);
  };
  const branch = (counts: Float64Array, n: number, draws: number, name: string): Branch => {
    const plugin = read(counts, n, draws);
    const drawn = bootstrap(counts, n, replicates, (again) => read(again, n, draws), seed, name);
    const { means, deviations } = moments(drawn);
    return { plugin, corrected: plugin.map((value, i) => 2 * value - means[i]), deviations, replicates: drawn };
  };
  const present = branch(counts1, n1, effective[0], 'present');
  const absent = branch(counts0, n0, effective[1], 'absent');
  const apart = present.corrected.map((value, i) => {
    const deviation = Math.hypot(present.deviations[i], absent.deviations[i]);
    const corrected = value - absent.corrected[i];
    if (!sorted) return unfolded(corrected, deviation);
    const raw = present.plugin[i] - absent.plugin[i];
    const clear = raw === 0 ? 0 : Math.max(0, 1 - (deviation / raw) ** 2);
    return unfolded(raw + clear * (corrected - raw), deviation);
  });

  const pooled = counts1.map((count, i) => count + counts0[i]);
  const relabelled = relabeller(pooled, n1, `${seed}/shape`);
  const dealt = Array.from({ length: relabellings }, () => {
    relabelled.next();
    const one = read(relabelled.counts1, n1, effective[0]);
    const zero = read(relabelled.counts0, n0, effective[1]);
    return { one, zero, signed: one.map((value, i) => value - zero[i]) };
  });
  const { means, deviations } = moments(dealt.map(({ signed }) => signed));
  const nulls = Float64Array.from(dealt, ({ one, zero, signed }) =>
    functional.combine(
      signed.map((value, i) => unfolded(value - means[i], deviations[i])),
      one,
      zero,
    ),
  );
  return {
    value: functional.combine(apart, present.corrected, absent.corrected),
    null: nullOf(nulls),
    parts: functional.parts(apart, present.corrected, absent.corrected),
    present,
    absent,
    relabelledDeviations: deviations,
  };
}

/** |difference| less what noise of this deviation adds to a modulus; ≥ 0. */
export function unfolded(difference: number, deviation: number): number {
  const distance = Math.abs(difference);
  if (!(deviation > 0)) return distance;
  const hidden = Math.sqrt(Math.max(0, distance * distance - deviation * deviation));
  return Math.max(0, distance - 2 * deviation * foldedExcess(hidden / deviation));
}

/** Readings of `count` resamples, with replacement, of a branch's draws. */
function bootstrap(
  counts: Float64Array,
  n: number,
  count: number,
  read: (counts: Float64Array) => Float64Array,
  seed: number | string,
  name: string,
): Float64Array[] {
  const index = indexSource(seed, 'shape', 'bootstrap', name);
  const deck = new Int32Array(n);
  for (let i = 0, at = 0; i < counts.length; i++) {
    deck.fill(i, at, at + counts[i]);
    at += counts[i];
  }
  const again = new Float64Array(counts.length);
  return Array.from({ length: count }, () => {
    again.fill(0);
    for (let draw = 0; draw < n; draw++) again[deck[index(n)]]++;
    return read(again);
  });
}

function moments(readings: readonly Float64Array[]): { means: Float64Array; deviations: Float64Array } {
  const means = new Float64Array(readings[0].length);
  for (const reading of readings) for (let i = 0; i < means.length; i++) means[i] += reading[i] / readings.length;
  const squares = new Float64Array(means.length);
  for (const reading of readings) for (let i = 0; i < means.length; i++) squares[i] += (reading[i] - means[i]) ** 2;
  return { means, deviations: squares.map((sum) => Math.sqrt(sum / (readings.length - 1))) };
}
