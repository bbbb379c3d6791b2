/** For which penalties the best of all programs is computed, and how. */
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { propagate } from '../../core/tables/propagate.ts';
import type { ConvexForm } from '../convex.ts';
import { exactValue, unlessInexact } from '../exact-penalties.ts';
import type { Penalty } from '../penalty.ts';
import { penalties } from '../registry.ts';
import { cellsOf, massesOf } from './cells.ts';
import { chargesOn } from './charged-plan.ts';
import { ChargedSpace } from './charged-space.ts';
import { CurvedSpace } from './curved-space.ts';
import { Frontier } from './frontier.ts';
import { measureOf } from './measure.ts';
import { SearchedSpace } from './searched-space.ts';
import { expected, Slice } from './slice.ts';
import type { Solver } from './solver.ts';
import { bootOptimum, isOptimumSource, priceLists, writeOptimum } from './source.ts';
import type { ProgramSpace } from './space.ts';

/** Which penalties these are, for messages. */
export const SOLVABLE =
  'one whose best program can be computed: coarse/{identity,joint,each,worst,random}/{tv,js,hellinger,kl}, ' +
  'coarse/similar, importance/absolute on cells in L1, or a comparator with a baseline';

/** Good programs against other penalties are sought among the best against this one. */
const ANSWERS = 'coarse/joint/tv';

export function isSolvable({ convex, charges, concave }: Penalty): boolean {
  return convex !== undefined || charges !== undefined || concave !== undefined;
}

/** Which penalties have at least a lower bound, for messages. */
export const SEARCHABLE = 'one with an exact value';

/** Whether a good program can be searched for: some program of the library must have an exact value in this world. */
export function isSearchable(compiled: Compiled, penalty: Penalty): boolean {
  if (penalty.convex || penalty.concave) return true;
  const [{ value: evidence }] = compiled.evidences;
  const { disciples } = compiled.world;
  // The null program is often free where no other program can be measured.
  const sources = disciples.length > 1 ? disciples.slice(1).map(({ source }) => source) : [''];
  return sources.some((source) => priceOf(penalty, compiled, evidence, boot(compiled, source)) !== null);
}

/** The exact penalty of a program, null where it has none: a comparator's may take too long. */
function priceOf(penalty: Penalty, compiled: Compiled, evidence: readonly number[], disciple: Disciple): number | null {
  return unlessInexact(() => exactValue(penalty, { compiled, evidence, disciple }));
}

/**
 * The programs that are present under one evidence value, against a penalty that is searchable.
 * @param values functions of the outcome by state index, the utility first.
 * @param erased the law of the outcome where the source was erased.
 * @returns a space without bounds from above (`isBounded`) where the optimum can only be searched for. That is so of a
 *   comparator too, where the charges of all acts would take too long.
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
  const charges = penalty.charges ? unlessInexact(() => chargesOn(compiled, evidence, penalty)) : null;
  if (charges) {
    return new ChargedSpace(charges, values, (coefficients, weight) =>
      writeOptimum({
        ...{ world, penalty: penalty.id },
        charged: { evidence, utility: utilityAlone(coefficients), weight },
      }),
    );
  }
  if (!penalty.convex) {
    const inner = spaceOf(compiled, index, penalties.get(ANSWERS), values, erased, solver) as Frontier;
    const library = compiled.world.disciples.slice(1).map(({ source }) => {
      const law = propagate(compiled, compiled.beginnings[index][1], boot(compiled, source).table!);
      return { expectations: values.map((value) => expected(law, value)), source: () => source };
    });
    return new SearchedSpace(inner, library, (source) =>
      priceOf(penalty, compiled, evidence, planned(compiled, source)),
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

/** A program of a search, which need not be registered as a kind of source, or one of the library. */
function planned(compiled: Compiled, source: string): Disciple {
  return isOptimumSource(source) ? bootOptimum(compiled, source) : boot(compiled, source);
}

/** The coefficient of the utility. A source can maximise no other value. */
function utilityAlone([utility, ...others]: readonly number[]): number {
  if (others.some((coefficient) => coefficient !== 0))
    throw new Error('this search was also asked for other values, so its plans are no sources');
  return utility;
}
