/** Tuples of small integers. */
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson } from './space.ts';

/** Tuples of integers. Entry i is one of 0, …, nvec[i] − 1. An empty `nvec` has the one value `[]`. */
export class MultiDiscrete extends Space<readonly number[]> {
  readonly nvec: readonly number[];

  /** @throws InvalidOption unless every entry of `nvec` is a positive integer. */
  constructor(nvec: readonly number[]) {
    super();
    if (!(Array.isArray(nvec) && nvec.every((n) => Number.isSafeInteger(n) && n > 0))) {
      throw new InvalidOption(expected('MultiDiscrete', 'an array of positive integers', nvec));
    }
    this.nvec = Object.freeze([...nvec]);
  }

  override sampleFrom(uniform: Uniform): readonly number[] {
    return this.nvec.map((n) => Math.floor(uniform() * n));
  }

  override contains(value: unknown): value is readonly number[] {
    return (
      Array.isArray(value) &&
      value.length === this.nvec.length &&
      value.every((v, i) => Number.isInteger(v) && v >= 0 && v < this.nvec[i])
    );
  }

  override toJSON(): SpaceJson {
    return { type: 'MultiDiscrete', nvec: [...this.nvec] };
  }
}
