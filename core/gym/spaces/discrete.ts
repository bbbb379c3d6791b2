/** Consecutive integers. */
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson } from './space.ts';

/** The n integers start, …, start + n − 1. */
export class Discrete extends Space<number> {
  readonly n: number;
  readonly start: number;

  /**
   * @param n how many integers, at least 1
   * @throws InvalidOption unless n is a positive integer and `start` (default 0) is an integer.
   */
  constructor(n: number, { start = 0 }: { start?: number } = {}) {
    super();
    if (!(Number.isSafeInteger(n) && n > 0)) throw new InvalidOption(expected('Discrete', 'a positive integer', n));
    if (!Number.isSafeInteger(start)) throw new InvalidOption(expected('Discrete start', 'an integer', start));
    this.n = n;
    this.start = start;
  }

  override sampleFrom(uniform: Uniform): number {
    return this.start + Math.floor(uniform() * this.n);
  }

  override contains(value: unknown): value is number {
    return Number.isInteger(value) && (value as number) >= this.start && (value as number) < this.start + this.n;
  }

  override toJSON(): SpaceJson {
    return { type: 'Discrete', n: this.n, start: this.start };
  }
}
