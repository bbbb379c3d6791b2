/** Checks what a caller gives to a training. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** @throws InvalidOption unless `value` is a finite number ≥ 0, and below `bound` where there is one. */
export function checkAmount(name: string, value: number, bound = Number.POSITIVE_INFINITY): void {
  if (typeof value === 'number' && value >= 0 && value < bound) return;
  throw new InvalidOption(expected(name, `a number ≥ 0${bound < Infinity ? ` and below ${bound}` : ''}`, value));
}

/** @throws InvalidOption unless `value` is a positive integer. */
export function checkCount(name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value > 0)) throw new InvalidOption(expected(name, 'a positive integer', value));
}

/** @throws InvalidOption unless `seed` is an integer ≥ 0. */
export function checkSeed(seed: number): void {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw new InvalidOption(expected('seed', 'an integer ≥ 0', seed));
}
