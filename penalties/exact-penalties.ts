/** The exact penalties of a world's whole library, for an exact master and for the judge. */
import { boot } from '../core/disciple/disciple.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { caseName, checked } from './penalty.ts';
import { penalties } from './suite.ts';

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
  return compiled.world.disciples.map(({ source }) => {
    const measured = penalty.exact({ compiled, evidence, disciple: boot(compiled, source) });
    return checked(penalty, source, measured, caseName(compiled.world, evidence, source)).value;
  });
}
