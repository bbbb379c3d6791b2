import { measureAll } from '../../agents/masters/penalty-table.ts';
import { NoEstimate, NoExactValue } from '../../core/base/errors.ts';
import { type Disciple, isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import type { MeasureOptions } from '../benchmark/row.ts';

/**
 * Measures penalties of a user's own once, of every disciple under the first evidence value (of one that trains a network: of the first two
 * disciples), so that one that breaks its contract is refused before anything is written. Throws `InvalidPenalty`.
 */
export async function tryOut<State>(
  own: Iterable<Penalty>,
  target: World<State> | Compiled<State>,
  disciples: readonly Disciple<State>[],
  options: MeasureOptions,
): Promise<void> {
  const evidences = isCompiled(target) ? target.evidences : evidenceValues(worldOf(target));
  for (const penalty of own) {
    const some = penalty.trains ? disciples.slice(0, 2) : disciples;
    try {
      await measureAll(target, evidences.slice(0, 1), some, penalty, options);
    } catch (error) {
      // That it has no value here is no breach.
      if (!(error instanceof NoExactValue || error instanceof NoEstimate)) throw error;
    }
  }
}
