/** The 95 % interval of `shape/spectrum`. */
import { Z95 } from '../estimate/normal.ts';
import { relabeller } from '../estimate/relabel.ts';
import { estimateTv } from '../estimate/tv.ts';
import type { Sample } from './measured-atoms.ts';
import { type Branch, unfolded } from './resample.ts';

/** The lower of two upper ends counts, so each is taken at half the risk: Φ⁻¹(1 − 0.0125). */
const Z_OF_TWO = 2.2414;

/**
 * 95 % interval of the sorted spectrum distance.
 *
 * Below: noise blurs both spectra alike, and blurring brings them nearer (binomials of n draws are stochastically
 * ordered in p, so the Wasserstein distance of the blurred spectra is at most the distance itself). So the plug-in,
 * less what the modulus adds and 1.96 deviations, stays below the truth.
 *
 * Above: any matching of the cells of one branch with those of the other has a total variation of at least the sorted
 * distance. Two are tried: the cells by their labels, and the cells in the order of size that one half of the draws
 * shows, judged by the other half. The lower upper end of the two tv intervals counts.
 */
export function spectrumInterval(
  sample: Sample,
  present: Branch,
  absent: Branch,
  seed: number | string,
): readonly [low: number, high: number] {
  return [lowerEnd(present, absent), Math.min(1, labelled(sample), bySize(sample, seed))];
}

function lowerEnd(present: Branch, absent: Branch): number {
  const plugin = present.plugin.map((value, i) => value - absent.plugin[i]);
  const deviations = plugin.map((_, i) => Math.hypot(present.deviations[i], absent.deviations[i]));
  const occupied = Math.max(
    2,
    plugin.reduce((count, _, i) => count + (present.plugin[i] + absent.plugin[i] > 0 ? 1 : 0), 0),
  );
  const clear = Math.max(2, Math.sqrt(2 * Math.log(occupied)));
  let least = 0;
  for (let i = 0; i < plugin.length; i++) {
    const distance = Math.abs(plugin[i]);
    // What the modulus adds most where the difference may as well be smaller by `clear` deviations.
    const hidden = Math.max(0, distance - clear * deviations[i]);
    least += 0.5 * (distance - excess(hidden, deviations[i]));
  }
  return Math.max(0, least - Z95 * spread(plugin, deviations, present, absent));
}

function excess(hidden: number, deviation: number): number {
  // |·| adds what unfolding at this height takes away.
  const height = Math.hypot(hidden, deviation);
  return height - unfolded(height, deviation);
}

/** Bootstrap deviation of the distance, linearised: ranks that differ clearly count with their sign, others in part. */
function spread(plugin: Float64Array, deviations: Float64Array, present: Branch, absent: Branch): number {
  const sums = present.replicates.map((one, b) => {
    const zero = absent.replicates[b];
    let sum = 0;
    for (let i = 0; i < plugin.length; i++) {
      if (!(deviations[i] > 0)) continue;
      sum += 0.5 * Math.max(-1, Math.min(1, plugin[i] / deviations[i])) * (one[i] - zero[i]);
    }
    return sum;
  });
  const mean = sums.reduce((a, b) => a + b, 0) / sums.length;
  return Math.sqrt(sums.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sums.length - 1));
}

export function labelled({ counts1, counts0, n1, n0 }: Sample): number {
  return estimateTv(counts1, counts0, n1, n0, { z: Z_OF_TWO }).high;
}

export function bySize({ counts1, counts0, n1, n0 }: Sample, seed: number | string): number {
  if (n1 < 4 || n0 < 4) return 1;
  const halves1 = halve(counts1, n1, `${seed}/present`);
  const halves0 = halve(counts0, n0, `${seed}/absent`);
  let centre = 0;
  let reach = 0;
  // Of the plug-in, whose bias is upward: the debiased tv of few draws a cell can read low.
  for (const [guide, judge] of [
    [0, 1],
    [1, 0],
  ]) {
    const one = ordered(halves1[judge], halves1[guide]);
    const zero = ordered(halves0[judge], halves0[guide]);
    const [m1, m0] = [total(one), total(zero)];
    const plugin = 0.5 * one.reduce((sum, count, i) => sum + Math.abs(count / m1 - zero[i] / m0), 0);
    const { high } = estimateTv(one, zero, m1, m0, { z: Z_OF_TWO });
    centre += 0.5 * plugin;
    reach += 0.5 * (high - plugin);
  }
  // Each half judges once, so the mean of the two has 1/√2 of the deviation of either.
  return centre + reach * Math.SQRT1_2;
}

export function halve(counts: Float64Array, n: number, seed: string): readonly [Float64Array, Float64Array] {
  const dealt = relabeller(counts, n >> 1, seed);
  dealt.next();
  return [Float64Array.from(dealt.counts1), Float64Array.from(dealt.counts0)];
}

/** Counts in the order of size of others over the same cells. */
export function ordered(counts: Float64Array, guide: Float64Array): Float64Array {
  const order = Array.from(guide.keys()).sort((a, b) => guide[b] - guide[a] || a - b);
  return Float64Array.from(order, (i) => counts[i]);
}

export function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
