/** Makes a penalty of each shape, exact or from draws. */
import type { Forecast } from '../../core/forecast/forecast.ts';
import type { World } from '../../core/world/world.ts';
import { comparison } from '../comparison.ts';
import { exactly, type Measurement, NO_INTERVAL, type Penalty } from '../penalty.ts';
import type { TiltMeasure } from './compression.ts';
import { descriptorsFunctional } from './descriptors.ts';
import { differences, type Functional } from './functional.ts';
import { entropiesFunctional, spectrumFunctional, surprisalFunctional } from './functionals.ts';
import { type IntervalOf, ofDescriptors, ofEntropies, ofSpectrum, ofSurprisal } from './intervals.ts';
import {
  type CellKind,
  type MeasuredAtoms,
  measuredAtoms,
  type Sample,
  sampleOf,
  thinned,
  tilt,
} from './measured-atoms.ts';
import { Estimator, requireDraws, resampled } from './resample.ts';
import { equalShapeNull } from './shape-null.ts';

/** What a shape is read as. */
export type ShapeName = 'spectrum' | 'entropies' | 'surprisal' | 'descriptors';

const functionals = { spectrum: spectrumFunctional, entropies: entropiesFunctional, surprisal: surprisalFunctional };

const intervals: Readonly<Record<ShapeName, IntervalOf>> = {
  spectrum: ofSpectrum,
  entropies: ofEntropies,
  surprisal: ofSurprisal,
  descriptors: ofDescriptors,
};

/** Fewest effective draws a branch from which anything tilted is estimated. */
export const LEAST_EFFECTIVE = 100;

export interface ShapeOptions {
  readonly id: string;
  readonly summary: string;
  readonly shape: ShapeName;
  /** Factor on every grain; 0 for the finest cells. */
  readonly coarseness: number;
  /** Whole outcomes rather than joint cells; descriptors read the questions in any case. */
  readonly outcomes: boolean;
  /** Twists both forecasts, if given. */
  readonly measure?: TiltMeasure;
}

/** A shape of P(e,S,1) against that of P(e,S,0), tilted or not: exact, or debiased from draws. */
export function shapePenalty({ id, summary, shape, coarseness, outcomes, measure }: ShapeOptions): Penalty {
  const kind: CellKind = shape === 'descriptors' ? 'questions' : outcomes ? 'outcomes' : 'joint';
  const functionalOf = <State>({ atoms }: MeasuredAtoms, world: World<State>): Functional =>
    shape === 'descriptors'
      ? descriptorsFunctional(atoms, world.questions.length, coarseness > 0)
      : functionals[shape](atoms);
  return comparison(
    { id, summary },
    <State>(p1: Forecast<State>, p0: Forecast<State>, world: World<State>, seed: number): Measurement => {
      const seen = measuredAtoms(p1, p0, world, kind, coarseness, measure ?? null);
      const functional = functionalOf(seen, world);
      const sample = sampleOf(seen, p1, p0);
      return sample
        ? fromDraws(id, shape, functional, seen, sample, kind === 'questions' ? world.questions.length : 1, seed)
        : fromExact(functional, seen);
    },
  );
}

function fromExact(functional: Functional, { atoms, log2 }: MeasuredAtoms): Measurement {
  const { law: law1, parts: parts1 } = tiltedLaw(atoms.weights1, log2, 'Present', null);
  const { law: law0, parts: parts0 } = tiltedLaw(atoms.weights0, log2, 'Absent', null);
  const present = functional.read(law1, null);
  const absent = functional.read(law0, null);
  const apart = differences(present, absent);
  const parts = { ...functional.parts(apart, present, absent), ...parts1, ...parts0 };
  return exactly(functional.combine(apart, present, absent), parts);
}

function fromDraws(
  id: string,
  shape: ShapeName,
  functional: Functional,
  { atoms, log2 }: MeasuredAtoms,
  sample: Sample,
  partitions: number,
  seed: number,
): Measurement {
  const { n1, n0 } = sample;
  const one = tiltedLaw(atoms.weights1, log2, 'Present', n1);
  const zero = tiltedLaw(atoms.weights0, log2, 'Absent', n0);
  const cells = atoms.partitions.slice(0, partitions).reduce((most, own) => Math.max(most, occupied(own)), 1);
  const effective = Math.min(one.effective, zero.effective);
  requireDraws(id, effective, cells, log2 ? LEAST_EFFECTIVE : 0);
  const lawOf = log2 ? (frequencies: Float64Array) => tilt(frequencies, log2).law : (same: Float64Array) => same;
  const effectives: [number, number] = [one.effective, zero.effective];
  const equal = functional.sorted ? thinned(sample, seed) : sample;
  const estimate = resampled(functional, equal, lawOf, effectives, { seed });
  const interval = log2 ? null : intervals[shape](functional, sample, estimate, seed);
  const ofEqualShape: Record<string, number> = {};
  if (!log2 && shape !== 'descriptors') {
    const estimator = new Estimator(functional, lawOf, effectives);
    const { mean, p95 } = equalShapeNull(estimator, atoms.partitions[0], equal, seed);
    ofEqualShape.equalShapeMean = mean;
    ofEqualShape.equalShapeP95 = p95;
  }
  return {
    value: estimate.value,
    interval: interval && [Math.min(interval[0], estimate.value), Math.max(interval[1], estimate.value)],
    null: estimate.null,
    parts: { ...estimate.parts, ...ofEqualShape, ...one.parts, ...zero.parts, ...(interval ? {} : NO_INTERVAL) },
  };
}

/** One branch's law, tilted where there is a measure; its effective draws, and the parts that say so. */
export function tiltedLaw(
  weights: Float64Array,
  log2: Float64Array | null,
  branch: 'Present' | 'Absent',
  draws: number | null,
): {
  readonly law: Float64Array;
  readonly effective: number;
  readonly log2Sum: number;
  readonly parts: Record<string, number>;
} {
  if (!log2) return { law: weights, effective: draws ?? Number.POSITIVE_INFINITY, log2Sum: 0, parts: {} };
  const { law, share, log2Sum } = tilt(weights, log2);
  const effective = share * (draws ?? Number.POSITIVE_INFINITY);
  const parts: Record<string, number> = { [`effectiveShare${branch}`]: share };
  if (draws !== null) parts[`effectiveDraws${branch}`] = effective;
  return { law, effective, log2Sum, parts };
}

function occupied(partition: Int32Array): number {
  return new Set(partition).size;
}
