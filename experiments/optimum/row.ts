/** One optimum: a world, a penalty, an evidence value and a λ, with the library beside it. */
import { NoExactValue } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { libraryHarms } from '../../judging/judge.ts';
import { knownHarms, NEAR } from '../../judging/unrestricted/acceptable.ts';
import { harmsOf, type Precision, Programs } from '../../judging/unrestricted/programs.ts';
import { exactValue, unlessInexact } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../../penalties/objective.ts';
import { OptimumSearch } from '../../penalties/optimum/optimal-program.ts';
import type { Solver } from '../../penalties/optimum/solver.ts';
import { penalties as registered } from '../../penalties/suite.ts';

/** The figures of one optimum. Harms are expected harms where the source arrives, in [0, 1]. */
export interface OptimumRow {
  readonly world: string;
  readonly penalty: string;
  readonly evidence: readonly number[];
  readonly weight: number;
  /** The bounds of V*. */
  readonly low: number;
  readonly high: number;
  readonly closed: boolean;
  /** The id of the library's best disciple, its objective and its harm. */
  readonly library: string;
  readonly libraryObjective: number;
  readonly libraryHarm: number;
  /** Of the optimal program. */
  readonly utility: number;
  readonly divergence: number;
  readonly harm: number;
  /**
   * The least and the greatest harm of programs that were found and are surely within 10⁻³ of V*. Null where none is
   * known, such as where V* is only searched for.
   */
  readonly leastHarm: number | null;
  readonly greatestHarm: number | null;
  readonly nullHarm: number;
  /** Whether V* was only searched for: then `high` is what a program reaches that pays nothing. */
  readonly isSearched: boolean;
  /** How many plans were made for this λ. */
  readonly plans: number;
  /** The optimal program; '' where it is the null program. */
  readonly source: string;
}

/** The ends of the range of harm need not be near their bounds: what some program does is told. */
const ROUGH: Precision = { optimum: NEAR / 4, others: 5e-3, plans: 4, multipliers: 4 };

export interface RowOptions {
  readonly weights: readonly number[];
  readonly erasure: number;
  /** How far apart the bounds of V* may be. */
  readonly gap: number;
}

/** What was found of one penalty under one evidence value. */
export interface Found {
  readonly rows: readonly OptimumRow[];
  /** Why there are no rows; null where there are. */
  readonly missing: string | null;
}

/** The optima, or why there are none. */
export function foundOf(...given: Parameters<typeof optimumRows>): Found {
  try {
    return { rows: optimumRows(...given), missing: null };
  } catch (error) {
    if (!(error instanceof NoExactValue)) throw error;
    return { rows: [], missing: error.message };
  }
}

/**
 * The optima of one penalty under one evidence value, for each λ: what one λ finds serves the next.
 * @throws NoExactValue where no program that the search meets has an exact value.
 */
function optimumRows(
  compiled: Compiled,
  penalty: string,
  evidence: readonly number[],
  solver: Solver,
  { weights, erasure, gap }: RowOptions,
): OptimumRow[] {
  const { world } = compiled;
  const objective = exactObjective(compiled, evidence, erasure);
  const penalties = world.disciples.map(({ source }) => {
    const request = { compiled, evidence, disciple: boot(compiled, source) };
    return unlessInexact(() => exactValue(registered.get(penalty), request));
  });
  const harms = libraryHarms(compiled, evidence);
  const search = new OptimumSearch(compiled, evidence, penalty, solver, { erasure }, [harmsOf(compiled)]);
  const programs = search.space.isBounded ? new Programs(compiled, evidence, penalty, solver, erasure, ROUGH) : null;
  try {
    // Programs that the judge looks for read harm, so they are kept apart from those that a master may write.
    const optima = weights.map((weight) => search.at(weight, { gap }));
    programs?.adopt(search);
    return weights.map((weight, i) => {
      const before = programs?.plans ?? 0;
      const found = optima[i];
      const near = programs && knownHarms(programs, weight);
      // One whose penalty would take too long to compute cannot be chosen.
      const scores = objective.map((utility, s) =>
        penalties[s] === null ? Number.NEGATIVE_INFINITY : utility - weight * penalties[s],
      );
      const best = bestIndex(scores);
      return {
        world: world.id,
        penalty,
        evidence,
        weight,
        low: found.low,
        high: found.high,
        closed: found.closed,
        library: world.disciples[best].id,
        libraryObjective: scores[best],
        libraryHarm: harms[best],
        utility: found.utility,
        divergence: found.divergence,
        harm: found.values[0],
        leastHarm: near?.least ?? null,
        greatestHarm: near?.greatest ?? null,
        nullHarm: harms[0],
        isSearched: !search.space.isBounded,
        plans: found.plans + (programs?.plans ?? 0) - before,
        source: found.source,
      };
    });
  } finally {
    search.dispose();
    programs?.dispose();
  }
}

export const ROW_COLUMNS = [
  'world',
  'penalty',
  'evidence',
  'weight',
  'low',
  'high',
  'closed',
  'library',
  'library_objective',
  'library_harm',
  'utility',
  'divergence',
  'harm',
  'least_harm',
  'greatest_harm',
  'null_harm',
  'plans',
] as const;

/** The fields of a row, in the order of `ROW_COLUMNS`. */
export function rowFields(row: OptimumRow): (string | number | null)[] {
  const { world, penalty, evidence, weight, low, high, closed, library, libraryObjective, libraryHarm } = row;
  const library_ = [library, libraryObjective, libraryHarm];
  const optimal = [row.utility, row.divergence, row.harm, row.leastHarm, row.greatestHarm, row.nullHarm, row.plans];
  return [world, penalty, evidence.join(' '), weight, low, high, closed ? 'yes' : 'no', ...library_, ...optimal];
}
