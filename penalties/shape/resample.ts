/** Estimates a shape from draws: bootstrap, debiasing and null. */
import { NoEstimate } from '../../core/base/errors.ts';
import { multinomial, type Uniform01, uniformSource } from '../estimate/binomial.ts';
import { foldedExcess } from '../estimate/normal.ts';
import { type Null, nullOf, relabeller } from '../estimate/relabel.ts';
import type { Functional } from './functional.ts';
import type { Sample } from './measured-atoms.ts';

/** So many of a branch's bootstrap replicates correct its bias. The others make the interval's deviations steadier. */
const CORRECTING = 50;
/** How many draws a cell an estimate of shape needs. From fewer, a sorted spectrum shows the noise of its cells. */
const DRAWS_PER_CELL = 20;

export interface ResampleOptions {
  readonly seed: number | string;
  /** Bootstrap replicates a branch behind the interval, ≥ 50; default 200. */
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
 * there the correction of equal spectra is noise. The null is the same estimate of relabelled draws, bootstrap and all.
 */
export function resampled(
  functional: Functional,
  sample: Sample,
  lawOf: LawOf,
  effective: readonly [number, number],
  options: ResampleOptions,
): Resampled {
  const { seed, replicates = 200, relabellings = 200 } = options;
  const { counts1, counts0, n1, n0 } = sample;
  const estimator = new Estimator(functional, lawOf, effective);
  const uniform = uniformSource(seed, 'shape', 'bootstrap');
  const { present, absent, apart, value } = estimator.estimate(sample, uniform, Math.max(replicates, CORRECTING));

  const pooled = counts1.map((count, i) => count + counts0[i]);
  const relabelled = relabeller(pooled, n1, `${seed}/shape`);
  const again = uniformSource(seed, 'shape', 'null');
  const nulls = new Float64Array(relabellings);
  const signed: Float64Array[] = [];
  for (let r = 0; r < relabellings; r++) {
    relabelled.next();
    const { counts1: one, counts0: zero } = relabelled;
    const dealt = estimator.estimate({ counts1: one, counts0: zero, n1, n0 }, again, CORRECTING);
    nulls[r] = dealt.value;
    signed.push(dealt.present.plugin.map((own, i) => own - dealt.absent.plugin[i]));
  }
  return {
    value,
    null: nullOf(nulls),
    parts: functional.parts(apart, present.corrected, absent.corrected),
    present,
    absent,
    relabelledDeviations: moments(signed).deviations,
  };
}

/** Counts of both branches by atom. */
interface Counts {
  readonly counts1: ArrayLike<number>;
  readonly counts0: ArrayLike<number>;
  readonly n1: number;
  readonly n0: number;
}

/** One estimate, whole: what is done to the draws is done to relabelled ones too. */
export interface Estimated {
  readonly value: number;
  readonly apart: Float64Array;
  readonly present: Branch;
  readonly absent: Branch;
}

/** Estimates a shape from counts. */
export class Estimator {
  constructor(
    private readonly functional: Functional,
    private readonly lawOf: LawOf,
    private readonly effective: readonly [number, number],
  ) {}

  /** @param replicates of each branch, at least 50: the first 50 make the value, all of them the deviations. */
  estimate({ counts1, counts0, n1, n0 }: Counts, uniform: Uniform01, replicates = CORRECTING): Estimated {
    const { functional, effective } = this;
    const one = this.branch(counts1, n1, effective[0], uniform, replicates);
    const zero = this.branch(counts0, n0, effective[1], uniform, replicates);
    const [present, absent] = [one.branch, zero.branch];
    const apart = present.corrected.map((value, i) => {
      const deviation = Math.hypot(one.noise[i], zero.noise[i]);
      const corrected = value - absent.corrected[i];
      if (!functional.sorted) return unfolded(corrected, deviation);
      const raw = present.plugin[i] - absent.plugin[i];
      const clear = raw === 0 ? 0 : Math.max(0, 1 - (deviation / raw) ** 2);
      return unfolded(raw + clear * (corrected - raw), deviation);
    });
    return { value: functional.combine(apart, present.corrected, absent.corrected), apart, present, absent };
  }

  private branch(counts: ArrayLike<number>, n: number, draws: number, uniform: Uniform01, replicates: number) {
    const plugin = this.read(counts, n, draws);
    const again = new Float64Array(counts.length);
    const drawn = Array.from({ length: replicates }, () => {
      multinomial(counts, n, n, uniform, again);
      return this.read(again, n, draws);
    });
    const { means, deviations: noise } = moments(drawn.slice(0, CORRECTING));
    const { deviations } = drawn.length > CORRECTING ? moments(drawn) : { deviations: noise };
    const corrected = plugin.map((value, i) => 2 * value - means[i]);
    return { branch: { plugin, corrected, deviations, replicates: drawn }, noise };
  }

  private read(counts: ArrayLike<number>, n: number, draws: number): Float64Array {
    const frequencies = new Float64Array(counts.length);
    for (let i = 0; i < frequencies.length; i++) frequencies[i] = counts[i] / n;
    return this.functional.read(this.lawOf(frequencies), draws);
  }
}

/** |difference| less what noise of this deviation adds to a modulus; ≥ 0. */
export function unfolded(difference: number, deviation: number): number {
  const distance = Math.abs(difference);
  if (!(deviation > 0)) return distance;
  const hidden = Math.sqrt(Math.max(0, distance * distance - deviation * deviation));
  return Math.max(0, distance - 2 * deviation * foldedExcess(hidden / deviation));
}

function moments(readings: readonly Float64Array[]): { means: Float64Array; deviations: Float64Array } {
  const means = new Float64Array(readings[0].length);
  for (const reading of readings) for (let i = 0; i < means.length; i++) means[i] += reading[i] / readings.length;
  const squares = new Float64Array(means.length);
  for (const reading of readings) for (let i = 0; i < means.length; i++) squares[i] += (reading[i] - means[i]) ** 2;
  return { means, deviations: squares.map((sum) => Math.sqrt(sum / (readings.length - 1))) };
}
