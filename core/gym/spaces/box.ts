import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson } from './space.ts';

export interface BoxOptions {
  /** Lower bound, of every entry or one an entry; may be −Infinity. */
  readonly low: number | readonly number[];
  /** Upper bound, of every entry or one an entry; may be Infinity. */
  readonly high: number | readonly number[];
  readonly shape: readonly number[];
}

/** Arrays of real numbers between bounds: flat, in row-major order of `shape`, with NaN never inside. */
export class Box extends Space<readonly number[]> {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly shape: readonly number[];

  /** Throws `InvalidOption` for a shape that is not of integers ≥ 0, or bounds that are NaN, miscounted or crossed. */
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

  /** Uniform between finite bounds, exponential (mean 1) from a single one, standard normal where there is none. */
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

/** JSON has no infinities. */
function finite(bound: number): number | string {
  return Number.isFinite(bound) ? bound : String(bound);
}
