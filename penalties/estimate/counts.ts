/** Checks the counts from which an estimate is made. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/**
 * Checks two count vectors over the same cells; the number of occupied cells.
 *
 * @throws InvalidOption unless both hold integers ≥ 0 that sum to `n1` ≥ 1 and `n0` ≥ 1
 */
export function checkCounts(a: ArrayLike<number>, b: ArrayLike<number>, n1: number, n0: number): number {
  if (a.length !== b.length) throw new InvalidOption(expected('counts', `${a.length} cells in each branch`, b.length));
  let sum1 = 0;
  let sum0 = 0;
  let occupied = 0;
  for (let i = 0; i < a.length; i++) {
    if (!(a[i] >= 0 && b[i] >= 0 && Number.isInteger(a[i]) && Number.isInteger(b[i]))) {
      throw new InvalidOption(expected('counts', 'integers of at least 0', [a[i], b[i]]));
    }
    sum1 += a[i];
    sum0 += b[i];
    if (a[i] + b[i] > 0) occupied++;
  }
  if (!(n1 >= 1 && sum1 === n1)) throw new InvalidOption(expected('counts of branch 1', `a sum of ${n1}, ≥ 1`, sum1));
  if (!(n0 >= 1 && sum0 === n0)) throw new InvalidOption(expected('counts of branch 0', `a sum of ${n0}, ≥ 1`, sum0));
  return occupied;
}
