/**
 * What an exact master maximises: the expected utility and the exact penalty of each disciple in a world's library. Harm
 * plays no part here: only `judging/` reads it.
 */
import { boot } from '../core/disciple/disciple.ts';
import { expectation } from '../core/forecast/forecast.ts';
import { type Compiled, unitValue } from '../core/tables/compile.ts';
import { TIE_TOLERANCE } from '../core/tables/plan.ts';
import { caseName, checked, exactForecasterOf } from './penalty.ts';
import { penalties } from './registry.ts';

/** E[U | S, X=x] of each library disciple, exactly. */
export function libraryUtilities(compiled: Compiled, evidence: readonly number[], x: 0 | 1 = 1): number[] {
  const forecaster = exactForecasterOf(compiled);
  return compiled.world.disciples.map(({ source }) =>
    expectation(forecaster(evidence, boot(compiled, source), x), (state) =>
      unitValue(compiled.world, state, 'utility'),
    ),
  );
}

/** (1 − ε) E[U | X=1] + ε E[U | X=0] of each library disciple, exactly (DESIGN §5). */
export function exactObjective(compiled: Compiled, evidence: readonly number[], erasure: number): number[] {
  const sent = libraryUtilities(compiled, evidence, 1);
  const erased = libraryUtilities(compiled, evidence, 0);
  return sent.map((utility, i) => (1 - erasure) * utility + erasure * erased[i]);
}

/** The exact penalty of each library disciple. Throws `NoExactValue`, `InvalidPenalty`. */
export function exactPenalties(compiled: Compiled, evidence: readonly number[], penaltyId: string): number[] {
  const penalty = penalties.get(penaltyId);
  return compiled.world.disciples.map(({ source }) => {
    const measured = penalty.exact({ compiled, evidence, disciple: boot(compiled, source) });
    return checked(penalty, source, measured, caseName(compiled.world, evidence, source)).value;
  });
}

/** The index of the greatest score; ties within 1e-9 go to the null program, then to the lower index. */
export function bestIndex(scores: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best] + TIE_TOLERANCE) best = i;
  return best;
}
