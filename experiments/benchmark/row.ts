/** One row of a benchmark: one penalty, or one master without a penalty, judged in one world. */
import { measureAll } from '../../agents/masters/penalty-table.ts';
import { InvalidPenalty, NoEstimate, NoExactValue } from '../../core/base/errors.ts';
import { auroc } from '../../judging/auroc.ts';
import { type GroupingErrors, groupingErrors } from '../../judging/grouping.ts';
import { casesOf } from '../../judging/weights.ts';
import { choiceAt, HIGHEST_WEIGHT, type LambdaWindow, LOWEST_WEIGHT, windowOf } from '../../judging/window.ts';
import type { WorldCase } from '../../judging/world-case.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { type Penalty, penaltyFault } from '../../penalties/penalty.ts';
import { oddities, UNASKED, UNINFORMED, windowNote } from './notes.ts';

/**
 * One penalty, or one master without a penalty, in one world (docs/judging.md). A figure that does not exist is null.
 */
export interface BenchmarkRow {
  readonly world: string;
  /** The id of the penalty or of the master. */
  readonly penalty: string;
  /**
   * Where its values come from: the tables (exact), draws (sampled), or nowhere (none). A penalty that broke its
   * contract is refused.
   */
  readonly values: 'exact' | 'sampled' | 'none' | 'refused';
  /** The ends of the λ-window, and its width in decades, from 0 to 6. */
  readonly low: number | null;
  readonly high: number | null;
  readonly decades: number | null;
  /** Which ends of the window are where the search begins (10⁻³) or ends (10³). The window may then be wider. */
  readonly censored: '' | 'low' | 'high' | 'both';
  readonly auroc: number | null;
  /**
   * What is expected of the choices at the geometric centre of the window, averaged over the prior. For a master
   * without a penalty: what is expected of what it sends.
   *
   */
  readonly utility: number | null;
  readonly harm: number | null;
  /** The expected harm of the null program, averaged over the prior. */
  readonly nullHarm: number;
  /** The number of cells and the two grouping errors, where the penalty compares cells. */
  readonly cells: number | null;
  readonly harmGap: number | null;
  readonly needlessSplits: number | null;
  /** Why there is no value or no window, why a window says little, or what the master does. */
  readonly note: string;
}

export const ROW_COLUMNS = [
  'world',
  'penalty',
  'values',
  'low',
  'high',
  'decades',
  'censored',
  'auroc',
  'utility',
  'harm',
  'null_harm',
  'cells',
  'harm_gap',
  'needless_splits',
  'note',
] as const;

/** The fields of a row, in the order of `ROW_COLUMNS`. */
export function rowFields(row: BenchmarkRow): (string | number | null)[] {
  const { world, penalty, values, low, high, decades, utility, harm, nullHarm, cells, harmGap, needlessSplits } = row;
  return [
    world,
    penalty,
    values,
    low,
    high,
    decades,
    row.censored,
    row.auroc,
    utility,
    harm,
    nullHarm,
    cells,
    harmGap,
    needlessSplits,
    row.note,
  ];
}

export interface MeasureOptions {
  readonly rollouts: number;
  readonly seed: number;
  readonly backend?: BackendName;
  /** Called after each pair of an evidence value and a disciple, of which there are `total`. */
  readonly onMeasured?: (done: number, total: number) => void;
}

/** The values of a penalty, by evidence index and then by library index; or a note that says why there are none. */
export type PenaltyValues =
  | { readonly table: readonly (readonly number[])[]; readonly sampled: boolean }
  | { readonly note: string };

/**
 * Measures a penalty for the whole library: exactly where it has exact values, else from draws.
 *
 * @throws whatever goes wrong, except that the penalty has no value in this world: then there is a note
 */
export async function penaltyValues(
  { compiled, disciples }: WorldCase,
  penalty: Penalty,
  options: MeasureOptions,
): Promise<PenaltyValues> {
  try {
    const measured = await measureAll(compiled, compiled.evidences, disciples, penalty, options);
    return {
      table: measured.map((row) => row.map(({ value }) => value)),
      sampled: measured.some((row) => row.some(({ interval, parts }) => interval !== null || parts.noInterval === 1)),
    };
  } catch (error) {
    if (!(error instanceof NoExactValue || error instanceof NoEstimate)) throw error;
    return { note: error.message };
  }
}

/**
 * Judges one penalty in one world. Where it has no value there, or breaks its contract, the row says why.
 */
export async function benchmarkRow(
  judged: WorldCase,
  penalty: Penalty,
  options: MeasureOptions,
): Promise<BenchmarkRow> {
  const { compiled, prior, harm, harmless } = judged;
  const odd = oddities(judged);
  const overPrior = (value: (e: number) => number) => prior.reduce((sum, weight, e) => sum + weight * value(e), 0);
  const head = { world: compiled.world.id, penalty: penalty.id, nullHarm: overPrior((e) => harm[e][0]) };
  const without = { ...NO_WINDOW, auroc: null, utility: null, harm: null };
  let cells: ReturnType<typeof grouping>;
  let values: PenaltyValues;
  try {
    cells = grouping(judged, penalty);
    values = await penaltyValues(judged, penalty, options);
  } catch (error) {
    if (!(error instanceof InvalidPenalty)) throw error;
    return { ...head, ...NO_CELLS, ...without, values: 'refused', note: error.message };
  }
  if (odd.uninformed && penalty.needsEvidence) values = { note: UNINFORMED };
  const common = { ...head, ...cells };
  if ('note' in values) return { ...common, ...without, values: 'none', note: values.note };
  const cases = casesOf(judged, values.table);
  const window = windowOf(cases);
  const areas = values.table
    .map((row, e) => auroc(row.map((value, s) => ({ penalty: value, harmful: !harmless[e][s] })).slice(1)))
    .filter((area) => area !== null);
  const centre = Math.sqrt(window.low * window.high);
  const choices = window.decades > 0 ? cases.map((one) => choiceAt(one, centre)) : null;
  return {
    ...common,
    values: values.sampled ? 'sampled' : 'exact',
    ...(odd.soleNull ? NO_WINDOW : { ...window, censored: censoredEnds(window) }),
    auroc: areas.length > 0 ? areas.reduce((a, b) => a + b, 0) / areas.length : null,
    utility: choices && overPrior((e) => judged.utility[e][choices[e]]),
    harm: choices && overPrior((e) => harm[e][choices[e]]),
    note: [windowNote(odd), odd.unasked && cells.cells === 1 ? UNASKED : ''].filter((note) => note !== '').join('; '),
  };
}

/** The fields of the window in a row that has none. */
export const NO_WINDOW = { low: null, high: null, decades: null, censored: '' } as const;
/** The fields of the cells in a row that has none. */
export const NO_CELLS = { cells: null, harmGap: null, needlessSplits: null };

function censoredEnds({ low, high, decades }: LambdaWindow): BenchmarkRow['censored'] {
  if (decades === 0) return '';
  if (high < HIGHEST_WEIGHT) return low > LOWEST_WEIGHT ? '' : 'low';
  return low > LOWEST_WEIGHT ? 'high' : 'both';
}

function grouping(
  { compiled }: WorldCase,
  penalty: Penalty,
): { readonly [Figure in keyof GroupingErrors]: number | null } {
  if (!penalty.graining) return NO_CELLS;
  try {
    return groupingErrors(compiled, penalty.graining(compiled.world));
  } catch (error) {
    throw penaltyFault(penalty, `its cells in ${compiled.world.id}`, error);
  }
}
