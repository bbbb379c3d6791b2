/** The descriptors of each question's readings: mean, variance, cumulants, maximum, and number and width of peaks. */
import type { Atoms } from '../graining.ts';
import { cellSums, type Functional } from './functional.ts';
import { cumulants } from './law.ts';

const NAMES = ['mean', 'variance', 'thirdCumulant', 'fourthCumulant', 'maximum', 'peaks', 'peakWidth'] as const;
const WIDTH = NAMES.length;
/** Probabilities nearer than this are level: rounding makes no peak. */
const LEVEL = 1e-9;
/** Deviations by which a peak of an empirical law must rise above the valleys beside it. */
const RISE = 2;

/** One question's distribution of readings, from the law over the atoms. */
interface Readings {
  readonly partition: Int32Array;
  /** The place of each cell on the axis, in grains. */
  readonly places: Float64Array;
  /** Cells from the lowest place up. */
  readonly order: readonly number[];
}

/**
 * The usual descriptors of each question's reading as a random variable: mean, variance, third and fourth cumulant (in
 * grains and their powers), the largest probability, the number of peaks, and their width: how many readings are at
 * least half as likely as the likeliest. Not blind to labels.
 *
 * The penalty is the mean over the questions, and over the seven, of differences brought into [0, 1]: |Δmean| / (1 +
 * |Δmean|), |Δκᵣ| / (1 + |κᵣ(1)| + |κᵣ(0)|), |Δmaximum|, and |Δ| / the larger for the number and the width of peaks.
 * The 1 in each is a grain:
 * changes well below the grain count little, in whatever unit the question reads.
 *
 * @param aligned whether the places are whole numbers of grains, so that a missing one is a valley; else neighbours are
 *   the readings that either branch takes
 */
export function descriptorsFunctional(atoms: Atoms, questions: number, aligned: boolean): Functional {
  const axes = Array.from({ length: questions }, (_, q) => readingsOf(atoms, q));
  return {
    sorted: false,
    read(law, draws) {
      const components = new Float64Array(questions * WIDTH);
      axes.forEach(({ partition, places, order }, q) => {
        const cells = cellSums(partition, law);
        components.set(cumulants(places, cells), q * WIDTH);
        components[q * WIDTH + 4] = cells.reduce((most, p) => Math.max(most, p), 0);
        components[q * WIDTH + 5] = peaks(profile(places, order, cells, aligned), draws);
        components[q * WIDTH + 6] = peakWidth(cells);
      });
      return components;
    },
    combine(apart, present, absent) {
      if (questions === 0) return 0;
      let sum = 0;
      for (let i = 0; i < apart.length; i++) sum += bounded(i, apart, present, absent);
      return sum / apart.length;
    },
    parts: (apart, present, absent) =>
      Object.fromEntries(
        NAMES.map((name, d) => {
          let sum = 0;
          for (let q = 0; q < questions; q++) sum += bounded(q * WIDTH + d, apart, present, absent);
          return [name, questions === 0 ? 0 : sum / questions];
        }),
      ),
  };
}

function readingsOf(atoms: Atoms, question: number): Readings {
  const partition = atoms.partitions[question];
  const places: number[] = [];
  partition.forEach((cell, atom) => {
    places[cell] = Number(atoms.cells[atom][question]);
  });
  const order = Array.from(places.keys()).sort((a, b) => places[a] - places[b]);
  return { partition, places: Float64Array.from(places), order };
}

/** A descriptor's difference in [0, 1]. */
function bounded(i: number, apart: Float64Array, present: Float64Array, absent: Float64Array): number {
  const difference = apart[i];
  const descriptor = i % WIDTH;
  if (!(difference > 0)) return 0;
  if (descriptor === 0) return difference / (1 + difference);
  if (descriptor < 4) return Math.min(1, difference / (1 + Math.abs(present[i]) + Math.abs(absent[i])));
  if (descriptor === 4) return Math.min(1, difference);
  return Math.min(1, difference / Math.max(1, present[i], absent[i]));
}

/** How many cells are at least half as likely as the likeliest: the full width at half the maximum. */
function peakWidth(cells: Float64Array): number {
  const half = cells.reduce((most, p) => Math.max(most, p), 0) / 2 - LEVEL;
  return cells.reduce((count, p) => count + (p > 0 && p >= half ? 1 : 0), 0);
}

/** Probabilities along the axis, with a zero wherever whole grains are skipped. */
function profile(places: Float64Array, order: readonly number[], cells: Float64Array, aligned: boolean): number[] {
  const heights: number[] = [];
  order.forEach((cell, at) => {
    if (aligned && at > 0 && places[cell] > places[order[at - 1]] + 1) heights.push(0);
    heights.push(cells[cell]);
  });
  return heights;
}

/**
 * The number of local maxima of a profile. A level stretch counts once. In an empirical profile a maximum counts only
 * where it rises above the noise.
 *
 * @param draws null for an exact profile
 */
export function peaks(heights: readonly number[], draws: number | null): number {
  let count = 0;
  let top = 0;
  let valley = 0;
  let rising = true;
  for (const height of [...heights, 0]) {
    if (rising) {
      if (height > top) top = height;
      else if (top - height > margin(top, height, draws)) {
        if (top - valley > margin(top, valley, draws)) count++;
        rising = false;
        valley = height;
      }
    } else if (height < valley) valley = height;
    else if (height - valley > margin(height, valley, draws)) {
      rising = true;
      top = height;
    }
  }
  return count;
}

function margin(high: number, low: number, draws: number | null): number {
  return draws === null ? LEVEL : LEVEL + RISE * Math.sqrt((high + low) / draws);
}
