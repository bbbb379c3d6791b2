/** What an exact master maximises: the expected utility of each disciple in a world's library. */

import { boot, type Disciple } from '../core/disciple/disciple.ts';
import { expectation } from '../core/forecast/forecast.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { TIE_TOLERANCE } from '../core/tables/plan.ts';
import { unitValue } from '../core/world/state-values.ts';
import { exactForecasterOf } from './penalty.ts';

/**
 * The exact expected utility E[U | S, X = x] of one disciple, in [0, 1].
 *
 * @param x 1: the source arrives; 0: the wire erases it
 * @throws InvalidWorld for a utility outside [0, 1]
 */
export function expectedUtility(
  compiled: Compiled,
  evidence: readonly number[],
  disciple: Disciple,
  x: 0 | 1 = 1,
): number {
  const forecast = exactForecasterOf(compiled)(evidence, disciple, x);
  return expectation(forecast, (state) => unitValue(compiled.world, state, 'utility'));
}

/**
 * The exact objective of a master without a penalty, (1 − ε) E[U | S, X = 1] + ε E[U | S, X = 0], for one disciple.
 *
 * @param erasure ε, the probability that the wire erases the source, in [0, 1]
 */
export function expectedObjective(
  compiled: Compiled,
  evidence: readonly number[],
  disciple: Disciple,
  erasure: number,
): number {
  const sent = expectedUtility(compiled, evidence, disciple, 1);
  const erased = expectedUtility(compiled, evidence, disciple, 0);
  return (1 - erasure) * sent + erasure * erased;
}

/**
 * The exact expected utility E[U | S, X = x] of each library disciple, by library index, in [0, 1].
 *
 * @param x 1: the source arrives; 0: the wire erases it
 * @throws InvalidWorld for a utility outside [0, 1]
 */
export function libraryUtilities(compiled: Compiled, evidence: readonly number[], x: 0 | 1 = 1): number[] {
  return compiled.world.disciples.map(({ source }) => expectedUtility(compiled, evidence, boot(compiled, source), x));
}

/**
 * The exact objective of a master without a penalty, as `expectedObjective` says, for each library disciple.
 *
 * @param erasure ε, the probability that the wire erases the source, in [0, 1]
 */
export function exactObjective(compiled: Compiled, evidence: readonly number[], erasure: number): number[] {
  return compiled.world.disciples.map(({ source }) =>
    expectedObjective(compiled, evidence, boot(compiled, source), erasure),
  );
}

/**
 * The index of the greatest score. Scores within 10⁻⁹ of each other tie: a tie goes to the null program, and otherwise
 * to the lower index, so that rounding decides nothing.
 */
export function bestIndex(scores: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best] + TIE_TOLERANCE) best = i;
  return best;
}
