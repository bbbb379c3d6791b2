/** Exact values of penalties, held to their contract: of one disciple, and of a world's whole library. */
import { NoExactValue } from '../core/base/errors.ts';
import { boot } from '../core/disciple/disciple.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { caseName, checked, type ExactRequest, type Penalty } from './penalty.ts';
import { penalties } from './suite.ts';

/** The penalty that this one estimates, or itself where it estimates none: the one with the exact value, if any. */
export function estimatedBy(penalty: Penalty): Penalty {
  return penalty.estimates === undefined ? penalty : penalties.get(penalty.estimates);
}

/** The result of a computation, null where it throws `NoExactValue`. Other errors are passed on. */
export function unlessInexact<Result>(compute: () => Result): Result | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoExactValue) return null;
    throw error;
  }
}

/** Whether a penalty may have an exact value of its own: one that trains a network, or estimates another, has none. */
export function mayBeExact({ trains, estimates }: Penalty): boolean {
  return trains !== true && estimates === undefined;
}

/**
 * The exact penalty of one disciple under one evidence value.
 *
 * @throws NoExactValue where the penalty cannot be computed from the tables
 * @throws InvalidPenalty where the value breaks the contract of a penalty
 */
export function exactValue<State>(penalty: Penalty, request: ExactRequest<State>): number {
  const { compiled, evidence, disciple } = request;
  const of = caseName(compiled.world, evidence, disciple.source);
  return checked(penalty, disciple.source, penalty.exact(request), of).value;
}

/**
 * The exact value of a penalty, or of the penalty that it estimates; null where there is neither.
 *
 * @throws InvalidPenalty where the value breaks the contract of a penalty
 */
export function exactOrNull<State>(penalty: Penalty, request: ExactRequest<State>): number | null {
  return unlessInexact(() => exactValue(estimatedBy(penalty), request));
}

/**
 * The exact penalty of each library disciple under one evidence value, by library index.
 *
 * @param penaltyId an id as `penalties.get` takes it
 * @throws UnknownId for an id that no penalty has
 * @throws NoExactValue where the penalty cannot be computed from the tables
 * @throws InvalidPenalty where a value breaks the contract of a penalty
 */
export function exactPenalties(compiled: Compiled, evidence: readonly number[], penaltyId: string): number[] {
  const penalty = penalties.get(penaltyId);
  return compiled.world.disciples.map(({ source }) =>
    exactValue(penalty, { compiled, evidence, disciple: boot(compiled, source) }),
  );
}
