/** For which penalties the best of all programs is computed, and how. */
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import type { ConvexForm } from '../convex.ts';
import type { Penalty } from '../penalty.ts';
import { penalties } from '../registry.ts';
import { cellsOf, massesOf } from './cells.ts';
import { chargesOn } from './charged-plan.ts';
import { ChargedSpace } from './charged-space.ts';
import { CurvedSpace } from './curved-space.ts';
import { Frontier } from './frontier.ts';
import { measureOf } from './measure.ts';
import { Slice } from './slice.ts';
import type { Solver } from './solver.ts';
import { priceLists, writeOptimum } from './source.ts';
import type { ProgramSpace } from './space.ts';

/** Which penalties these are, for messages. */
export const SOLVABLE =
  'one whose best program can be computed: coarse/{identity,joint,each,worst,random}/{tv,js,hellinger,kl}, ' +
  'coarse/similar, importance/absolute on cells in L1, or a comparator with a baseline';

export function isSolvable({ convex, charges, concave }: Penalty): boolean {
  return convex !== undefined || charges !== undefined || concave !== undefined;
}

/**
 * The programs that are present under one evidence value, against a penalty that is solvable.
 * @param values functions of the outcome by state index, the utility first.
 * @param erased the law of the outcome where the source was erased.
 * @throws NoExactValue where a run's charges would take too long.
 */
export function spaceOf(
  compiled: Compiled,
  index: number,
  penalty: Penalty,
  values: readonly Float64Array[],
  erased: SparseDistribution,
  solver: Solver,
): ProgramSpace {
  const world = compiled.world.id;
  const evidence = compiled.evidences[index].value;
  if (penalty.concave) {
    const form = penalty.concave(compiled, evidence);
    return new CurvedSpace(spaceOf(compiled, index, penalties.get(form.of), values, erased, solver), form);
  }
  if (!penalty.convex) {
    return new ChargedSpace(chargesOn(compiled, evidence, penalty), values, (coefficients, weight) =>
      writeOptimum({
        ...{ world, penalty: penalty.id },
        charged: { evidence, utility: utilityAlone(coefficients), weight },
      }),
    );
  }
  const form = penalty.convex(compiled.world) as ConvexForm;
  const cells = cellsOf(compiled, form);
  const measure = measureOf(compiled, form, cells, massesOf(cells, erased));
  return new Frontier(new Slice(compiled, index), measure, values, solver, (parts) => {
    const plans = parts.map(({ probability, law: { goal } }) => ({
      probability,
      utility: utilityAlone(goal.coefficients),
      prices: priceLists(cells, goal.prices),
    }));
    return writeOptimum({ world, penalty: penalty.id, plans });
  });
}

/** The coefficient of the utility. A source can maximise no other value. */
function utilityAlone([utility, ...others]: readonly number[]): number {
  if (others.some((coefficient) => coefficient !== 0))
    throw new Error('this search was also asked for other values, so its plans are no sources');
  return utility;
}
