/** Measures a user's own penalties once, before a run begins. */
import { type MeasureAllOptions, measureAll } from '../../agents/masters/penalty-table.ts';
import { NoEstimate, NoExactValue } from '../../core/base/errors.ts';
import { type Disciple, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/**
 * Measures each of a user's own penalties under the first evidence value, so that a penalty that breaks its contract is
 * refused before anything is written. A penalty that trains a network is measured for
 * the first two disciples only, any other for all of them.
 *
 * @throws InvalidPenalty where a penalty breaks its contract
 */
export async function precheckPenalties<State>(
  own: Iterable<Penalty>,
  target: World<State> | Compiled<State>,
  disciples: readonly Disciple<State>[],
  options: MeasureAllOptions,
): Promise<void> {
  const evidences = isCompiled(target) ? target.evidences : evidenceValues(worldOf(target));
  for (const penalty of own) {
    const some = penalty.trains ? disciples.slice(0, 2) : disciples;
    try {
      await measureAll(target, evidences.slice(0, 1), some, penalty, options);
    } catch (error) {
      // A penalty may have no value here: that does not break its contract.
      if (!(error instanceof NoExactValue || error instanceof NoEstimate)) throw error;
    }
  }
}
