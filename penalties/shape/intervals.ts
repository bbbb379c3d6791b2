/** The 95 % interval of each shape, where one is known that holds. */
import { drawnOnce, largestBox, normalBox, overBox, simultaneous, withUnseen } from './box-interval.ts';
import type { Functional } from './functional.ts';
import { entropies, surprisalCumulants } from './law.ts';
import type { Sample } from './measured-atoms.ts';
import type { Resampled } from './resample.ts';
import { spectrumInterval } from './spectrum-interval.ts';

export type Interval = readonly [low: number, high: number];

/** A 95 % interval of an untilted shape, null where none is honest. */
export type IntervalOf = (
  functional: Functional,
  sample: Sample,
  estimate: Resampled,
  seed: number | string,
) => Interval | null;

const THREE = simultaneous(3);
/** Fourth cumulants of few draws are skewed: 2.5 deviations cover them in 94 %, four of them in less. */
const OF_CUMULANTS = 3;

/** The interval of the sorted spectrum distance: see `spectrumInterval`. */
export const ofSpectrum: IntervalOf = (_, sample, { present, absent }, seed) =>
  spectrumInterval(sample, present, absent, seed);

/**
 * The differences in the mean are bounded together, and widened by what cells that were not drawn may add; none where
 * some cell was drawn once.
 */
export const ofEntropies: IntervalOf = (functional, sample, estimate) => {
  if (drawnOnce(sample) > 0) return null;
  const box = normalBox(estimate, THREE);
  [box.low[3], box.high[3]] = largestBox(sample, THREE);
  return overBox(functional, withUnseen(box, entropies, sample), estimate);
};

/** As for entropies. */
export const ofSurprisal: IntervalOf = (functional, sample, estimate) => {
  if (drawnOnce(sample) > 0) return null;
  const box = withUnseen(normalBox(estimate, OF_CUMULANTS), surprisalCumulants, sample);
  return overBox(functional, box, estimate);
};

/** The descriptors have none: for the number of peaks and for ratios no interval is known that holds. */
export const ofDescriptors: IntervalOf = () => null;
