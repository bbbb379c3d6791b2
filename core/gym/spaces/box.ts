/** Arrays of real numbers between bounds. */
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson } from './space.ts';

export interface BoxOptions {
  /** The lower bound: one number for all entries, or one number for each. −Infinity is allowed. */
  readonly low: number | readonly number[];
  /** The upper bound: one number for all entries, or one number for each. Infinity is allowed. */
  readonly high: number | readonly number[];
  /** The lengths of the dimensions, integers ≥ 0. */
  readonly shape: readonly number[];
}

/**
 * Arrays of real numbers between bounds. A value is one flat array in row-major order of `shape`. NaN is never inside.
 */
export class Box extends Space<readonly number[]> {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly shape: readonly number[];

  /**
   * @throws InvalidOption for a shape that holds anything but integers ≥ 0, for bounds that are NaN or too few or too
   *   many, and for a lower bound above its upper bound.
   */
  constructor({ low, high, shape }: BoxOptions) {
    super();
    if (!(Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0))) {
      throw new InvalidOption(expected('Box shape', 'an array of integers ≥ 0', shape));
    }
    const size = shape.reduce((product, n) => product * n, 1);
    this.shape = Object.freeze([...shape]);
    this.low = bounds('Box low', low, size);
    this.high = bounds('Box high', high, size);
    const crossed = this.low.findIndex((bound, i) => bound > this.high[i]);
    if (crossed >= 0) {
      throw new InvalidOption(expected(`Box entry ${crossed}`, `low ≤ ${this.high[crossed]}`, this.low[crossed]));
    }
  }

  /**
   * Each entry is uniform between two finite bounds, exponential with mean 1 from a single finite bound, and standard
   * normal where neither bound is finite.
   */
  override sampleFrom(uniform: Uniform): readonly number[] {
    return this.low.map((low, i) => sampleBetween(low, this.high[i], uniform));
  }

  override contains(value: unknown): value is readonly number[] {
    return (
      Array.isArray(value) &&
      value.length === this.low.length &&
      value.every((v, i) => typeof v === 'number' && v >= this.low[i] && v <= this.high[i])
    );
  }

  override toJSON(): SpaceJson {
    return { type: 'Box', low: this.low.map(finite), high: this.high.map(finite), shape: [...this.shape] };
  }
}

function bounds(subject: string, given: number | readonly number[], size: number): readonly number[] {
  const all = typeof given === 'number' ? new Array<number>(size).fill(given) : [...given];
  if (all.length !== size) throw new InvalidOption(expected(subject, `${size} bounds`, given));
  if (all.some((bound) => typeof bound !== 'number' || Number.isNaN(bound))) {
    throw new InvalidOption(expected(subject, 'numbers', given));
  }
  return Object.freeze(all);
}

function sampleBetween(low: number, high: number, uniform: Uniform): number {
  const exponential = () => -Math.log(1 - uniform());
  if (low === -Infinity && high === Infinity) {
    return Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
  }
  if (high === Infinity) return low + exponential();
  if (low === -Infinity) return high - exponential();
  return low + uniform() * (high - low);
}

/** An infinite bound becomes a string, because JSON has no infinities. */
function finite(bound: number): number | string {
  return Number.isFinite(bound) ? bound : String(bound);
}
