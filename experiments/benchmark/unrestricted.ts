/** The unrestricted windows of a benchmark: a convex penalty against every program instead of the library. */
import { InvalidPenalty, ReducedImpactError } from '../../core/base/errors.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { WindowSearch } from '../../judging/unrestricted/window.ts';
import { HIGHEST_WEIGHT, LOWEST_WEIGHT } from '../../judging/window.ts';
import { loadSolver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { figure, formatBlocks, shortFigure } from '../terminal.ts';

/** Against which penalties every program is searched. */
export const UNRESTRICTED = ['none', 'joint', 'tv', 'all'] as const;
export type Unrestricted = (typeof UNRESTRICTED)[number];

/** Whether every program is searched against a penalty, in a world. */
export function isUnrestricted(which: Unrestricted, penalty: Penalty, { world }: Compiled): boolean {
  if (penalty.convex === undefined || world.wire !== undefined) return false;
  if (which === 'joint') return penalty.id === 'coarse/joint/tv';
  return which === 'all' || (which === 'tv' && /\/tv(\?|$)/.test(penalty.id));
}

/** The unrestricted window of one penalty in one world, and what is known under each evidence value. */
export interface UnrestrictedRow {
  readonly world: string;
  readonly penalty: string;
  readonly low: number;
  readonly high: number;
  readonly decades: number;
  readonly plans: number;
  readonly cases: readonly {
    readonly evidence: readonly number[];
    readonly weight: number;
    readonly low: number;
    readonly high: number;
    readonly harmLow: number;
    readonly harmHigh: number;
    readonly mostHarm: number;
    readonly plans: number;
  }[];
}

/**
 * Searches for the unrestricted window.
 * @param within is called with how much is done.
 * @throws InvalidPenalty where the penalty's cells cannot be read.
 */
export async function unrestrictedRow(
  compiled: Compiled,
  penalty: Penalty,
  erasure: number,
  within: (done: number, total: number) => void,
): Promise<UnrestrictedRow> {
  const search = new WindowSearch(compiled, penalty, await loadSolver(), erasure);
  try {
    const { low, high, decades, plans, cases } = search.find((share) => within(Math.round(share * 100), 100));
    return {
      ...{ world: compiled.world.id, penalty: penalty.id, low, high, decades, plans },
      cases: cases.map(({ evidence, weight, optimum, greatestHarm, mostHarm, plans: own }) => ({
        ...{ evidence, weight, low: optimum.low, high: optimum.high },
        ...{ harmLow: greatestHarm.low, harmHigh: greatestHarm.high, mostHarm, plans: own },
      })),
    };
  } catch (error) {
    if (error instanceof ReducedImpactError) throw error;
    throw new InvalidPenalty(`penalty ${penalty.id} in ${compiled.world.id}: ${String(error).split('\n')[0]}`, {
      cause: error,
    });
  } finally {
    search.dispose();
  }
}

export const UNRESTRICTED_COLUMNS = [
  'world',
  'penalty',
  'window_low',
  'window_high',
  'window_decades',
  'evidence',
  'weight',
  'optimum_low',
  'optimum_high',
  'greatest_harm_low',
  'greatest_harm_high',
  'most_harm',
  'plans',
] as const;

/** The lines of a row, one for each evidence value, in the order of `UNRESTRICTED_COLUMNS`. */
export function unrestrictedFields({ world, penalty, low, high, decades, cases }: UnrestrictedRow) {
  return cases.map((one) => {
    const known = [one.weight, one.low, one.high, one.harmLow, one.harmHigh, one.mostHarm, one.plans];
    return [world, penalty, low, high, decades, one.evidence.join(' '), ...known];
  });
}

/** The ends of a window; the search's own ends are marked. */
function endsOf({ low, high, decades }: Pick<UnrestrictedRow, 'low' | 'high' | 'decades'>): string {
  if (decades === 0) return '—';
  const [least, most] = [shortFigure(Number(low.toPrecision(3))), shortFigure(Number(high.toPrecision(3)))];
  return `${low <= LOWEST_WEIGHT ? '≤' : ''}${least} … ${most}${high >= HIGHEST_WEIGHT ? '+' : ''}`;
}

/** Both windows side by side: the library's and every program's. */
export function windowsTable(
  rows: readonly UnrestrictedRow[],
  library: readonly {
    readonly world: string;
    readonly penalty: string;
    low: number | null;
    high: number | null;
    decades: number | null;
  }[],
): string {
  const lines = rows.map((row) => {
    const own = library.find(({ world, penalty }) => world === row.world && penalty === row.penalty);
    const known = own?.low != null && own.high != null && own.decades != null;
    const ends = known ? endsOf({ low: own.low!, high: own.high!, decades: own.decades! }) : '—';
    const decades = [figure(own?.decades ?? null, 2), figure(row.decades, 2)];
    return [row.world, row.penalty, ends, endsOf(row), ...decades, String(row.plans)];
  });
  const columns = ['world', 'penalty', 'of the library', 'of every program', 'decades', 'of every', 'plans'];
  return `λ-windows: of the library’s disciples, and of every program\n\n${formatBlocks(columns, lines, { keys: 2 })}`;
}
