/** The norms L1 and L2, exact and debiased. */
import { foldedExcess } from '../estimate/normal.ts';
import { dot } from './linear.ts';

/** L1, Σ|d|, or L2, √Σd². They can disagree, so each importance says which it uses. */
export type NormName = 'l1' | 'l2';

export function norm(name: NormName, d: ArrayLike<number>): number {
  if (name === 'l2') return Math.sqrt(dot(d, d));
  let sum = 0;
  for (let i = 0; i < d.length; i++) sum += Math.abs(d[i]);
  return sum;
}

/** Adds `factor` times the gradient of the norm at `d` to `out`. */
export function addGradient(name: NormName, d: Float64Array, factor: number, out: Float64Array): void {
  const scale = name === 'l2' ? norm('l2', d) : 1;
  if (scale === 0) return;
  for (let i = 0; i < d.length; i++) out[i] += factor * (name === 'l2' ? d[i] / scale : Math.sign(d[i]));
}

/** The norm of a difference that was estimated. */
export interface NoisyNorm {
  /** That of the estimate itself: too large on average. */
  readonly plugin: number;
  /** Debiased. */
  readonly value: number;
  /** Less than the noise can have added. */
  readonly least: number;
}

/**
 * The norm of a difference d known up to independent noise of variance `variance` in each coordinate. L1 is debiased
 * coordinate by coordinate as total variation is, |d| − 2β(√max(0, d² − s²), s); L2² is less Σs². `least`
 * takes away what noise can add: all of E|noise| ≤ s from every coordinate within z of 0, and for L2² the noise of the
 * noise too, √2·z·Σs² (its variance is at most 2(Σs²)²).
 */
export function noisyNorm(name: NormName, d: Float64Array, variance: Float64Array, z: number): NoisyNorm {
  const plugin = norm(name, d);
  if (name === 'l2') {
    let noise = 0;
    for (let i = 0; i < d.length; i++) noise += variance[i];
    const square = plugin * plugin;
    const least = Math.sqrt(Math.max(0, square - (1 + Math.SQRT2 * z) * noise));
    return { plugin, value: Math.sqrt(Math.max(0, square - noise)), least };
  }
  let noisy = 0;
  for (let i = 0; i < d.length; i++) if (variance[i] > 0) noisy++;
  const clear = Math.max(2, z, Math.sqrt(2 * Math.log(Math.max(1, noisy))));
  let bias = 0;
  let mostBias = 0;
  for (let i = 0; i < d.length; i++) {
    if (variance[i] <= 0) continue;
    const s = Math.sqrt(variance[i]);
    const size = Math.abs(d[i]);
    bias += 2 * s * foldedExcess(Math.sqrt(Math.max(0, size * size - variance[i])) / s);
    mostBias += size <= clear * s ? Math.min(size, s) : 2 * s * foldedExcess(size / s - clear);
  }
  return { plugin, value: Math.max(0, plugin - bias), least: Math.max(0, plugin - mostBias) };
}
