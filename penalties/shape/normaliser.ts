/** `shape/tilted/normaliser`: what normalising a tilt discards. */
import type { Forecast } from '../../core/forecast/forecast.ts';
import type { World } from '../../core/world/world.ts';
import { comparison } from '../comparison.ts';
import { Z95 } from '../estimate/normal.ts';
import { nullOf, relabeller } from '../estimate/relabel.ts';
import { exactly, type Measurement, type Penalty } from '../penalty.ts';
import type { TiltMeasure } from './compression.ts';
import { type MeasuredAtoms, measuredAtoms, type Sample, sampleOf, tilt } from './measured-atoms.ts';
import { LEAST_EFFECTIVE, tiltedLaw } from './penalty.ts';
import { requireDraws, unfolded } from './resample.ts';

const RELABELLINGS = 200;

export interface NormaliserOptions {
  readonly id: string;
  readonly summary: string;
  readonly measure: TiltMeasure;
  /** τ, the factor in F = −τ log₂ Σ M p: it scales the parts. */
  readonly scale: number;
}

/**
 * What normalising discards: |log₂ Σ M p₁ − log₂ Σ M p₀|, in bits. M and c·M read the same, for the constant cancels.
 * It has no upper bound. The parts give F = −τ log₂ Σ M p of both branches, in bits of K. From draws log₂ Σ M p is
 * corrected for bias to second order, with a delta-method interval in log space; below 100 effective draws a branch
 * it throws `NoEstimate`. Known to fail on draws: where an outcome too rare to be drawn carries most of Σ M p.
 */
export function normaliserPenalty({ id, summary, measure, scale }: NormaliserOptions): Penalty {
  return comparison(
    { id, summary },
    <State>(p1: Forecast<State>, p0: Forecast<State>, world: World<State>, seed: number): Measurement => {
      const seen = measuredAtoms(p1, p0, world, 'none', 1, measure);
      const log2 = seen.log2!;
      const sample = sampleOf(seen, p1, p0);
      const one = tiltedLaw(seen.atoms.weights1, log2, 'Present', sample?.n1 ?? null);
      const zero = tiltedLaw(seen.atoms.weights0, log2, 'Absent', sample?.n0 ?? null);
      const effective = { ...one.parts, ...zero.parts };
      if (sample) {
        requireDraws(id, Math.min(one.effective, zero.effective), 1, LEAST_EFFECTIVE);
        return fromDraws(seen, sample, scale, seed, effective);
      }
      return exactly(Math.abs(apart(one.log2Sum, zero.log2Sum)), {
        normaliserPresent: -scale * one.log2Sum,
        normaliserAbsent: -scale * zero.log2Sum,
        ...effective,
      });
    },
  );
}

/** Differences of F/τ below this many bits are rounding: where M is 1 throughout, F is nothing else. */
const ROUNDING = 1e-12;

/** (F₁ − F₀) / τ, without what is rounding. */
function apart(energy1: number, energy0: number): number {
  const most = Math.max(Math.abs(energy1), Math.abs(energy0));
  const difference = energy1 - energy0;
  return Math.abs(difference) > ROUNDING * (1 + most) ? difference : 0;
}

/** −log₂ of a mean of M from draws, unbiased to second order, and its variance. */
function estimateBranch(
  counts: Float64Array,
  n: number,
  log2: Float64Array,
): { readonly energy: number; readonly variance: number } {
  const { share, log2Sum } = tilt(
    counts.map((count) => count / n),
    log2,
  );
  // Relative variance of the mean of M: E M² / (E M)² − 1, over n − 1.
  const relativeVariance = (1 / share - 1) / Math.max(1, n - 1);
  return { energy: -log2Sum - relativeVariance / (2 * Math.LN2), variance: relativeVariance / Math.LN2 ** 2 };
}

/** What two samples say of the normaliser: value and 95 % interval of |F₁ − F₀|/τ, and F/τ of both branches. */
export interface NormaliserEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly present: number;
  readonly absent: number;
}

/** The normaliser from draws by atom, by the delta method in log space; `log2` is log₂ M of each atom. */
export function estimateNormaliser(sample: Sample, log2: Float64Array): NormaliserEstimate {
  const one = estimateBranch(sample.counts1, sample.n1, log2);
  const zero = estimateBranch(sample.counts0, sample.n0, log2);
  const difference = apart(one.energy, zero.energy);
  const deviation = Math.sqrt(one.variance + zero.variance);
  const value = unfolded(difference, deviation);
  const [low, high] = [difference - Z95 * deviation, difference + Z95 * deviation];
  return {
    value,
    low: Math.min(value, Math.max(0, low, -high)),
    high: Math.max(value, -low, high),
    present: one.energy,
    absent: zero.energy,
  };
}

function fromDraws(
  { log2 }: MeasuredAtoms,
  sample: Sample,
  scale: number,
  seed: number,
  effective: Record<string, number>,
): Measurement {
  const { n1, n0 } = sample;
  const { value, low, high, present, absent } = estimateNormaliser(sample, log2!);
  const pooled = sample.counts1.map((count, i) => count + sample.counts0[i]);
  const relabelled = relabeller(pooled, n1, `${seed}/shape/normaliser`);
  const nulls = Float64Array.from({ length: RELABELLINGS }, () => {
    relabelled.next();
    const [counts1, counts0] = [Float64Array.from(relabelled.counts1), Float64Array.from(relabelled.counts0)];
    return estimateNormaliser({ counts1, counts0, n1, n0 }, log2!).value;
  });
  return {
    value,
    interval: [low, high],
    null: nullOf(nulls),
    parts: { normaliserPresent: scale * present, normaliserAbsent: scale * absent, ...effective },
  };
}
