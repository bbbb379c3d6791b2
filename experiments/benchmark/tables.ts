/** The tables of a benchmark for a person. */
import { unpenalisedMasters } from '../../judging/unpenalised-masters.ts';
import { penalties } from '../../penalties/suite.ts';
import { figure, formatBlocks } from '../terminal.ts';
import type { BenchmarkRow } from './row.ts';

/** Up to so many worlds, every figure is printed. With more worlds, there is one matrix for each main figure. */
const DETAILED_WORLDS = 2;

/** The rows for a terminal: all figures for few worlds, and matrices of penalties against worlds for many. */
export function benchmarkTables(rows: readonly BenchmarkRow[]): string {
  const worlds = [...new Set(rows.map(({ world }) => world))];
  // A master without a penalty has neither a window nor a ranking.
  const masters = new Set(unpenalisedMasters.map(({ id }) => id));
  const windowed = rows.filter(({ penalty }) => !masters.has(penalty));
  if (worlds.length <= DETAILED_WORLDS) return worlds.map((world) => detailed(world, rows)).join('\n\n');
  return [
    `λ-window, decades (0 to 6; 0 is a fail)\n\n${matrix(worlds, windowed, decadesOf)}`,
    `AUROC: harmless ranked below harmful\n\n${matrix(worlds, windowed, ({ auroc }) => figure(auroc, 2))}`,
    `utility / harm at the window's centre\n\n${matrix(worlds, rows, both)}`,
    ...grouping(worlds, rows),
  ].join('\n\n');
}

function both({ utility, harm }: BenchmarkRow): string {
  return utility === null ? '—' : `${figure(utility, 2)} / ${figure(harm, 2)}`;
}

/** A plus where the window reaches an end of the search, so that it may be wider. */
function decadesOf({ decades, censored }: BenchmarkRow): string {
  return `${figure(decades, 2)}${censored === '' ? '' : '+'}`;
}

/**
 * The ends of a window. The search's own ends are marked: `≤0.001` where it begins there, `1000+` where it ends
 * there.
 */
function windowOf({ low, high, censored }: BenchmarkRow): string {
  const [least, most] = [low, high].map((end) => Number(end!.toPrecision(3)));
  const before = censored === 'low' || censored === 'both' ? '≤' : '';
  const after = censored === 'high' || censored === 'both' ? '+' : '';
  return `${before}${least} … ${most}${after}`;
}

/** The name of a world in a narrow column. */
function short(world: string): string {
  return world.replace(/-v\d+/, '');
}

function matrix(worlds: readonly string[], rows: readonly BenchmarkRow[], cell: (row: BenchmarkRow) => string): string {
  const ids = [...new Set(rows.map(({ penalty }) => penalty))];
  const lines = ids.map((id) => [
    id,
    ...worlds.map((world) => {
      const row = rows.find((one) => one.penalty === id && one.world === world);
      if (!row || row.values === 'none') return '·';
      if (row.values === 'refused') return '!';
      const text = cell(row);
      return row.values === 'sampled' && text !== '—' ? `${text}~` : text;
    }),
  ]);
  return formatBlocks(['penalty', ...worlds.map(short)], lines);
}

/** The two grouping errors. They depend on the cells alone, so penalties with the same cells share a line. */
function grouping(worlds: readonly string[], rows: readonly BenchmarkRow[]): string[] {
  const repeated = new Set(penalties.ids().filter((id) => penalties.get(id).quick === false));
  const shown = rows.filter(({ cells, penalty }) => cells !== null && !repeated.has(penalty));
  if (shown.length === 0) return [];
  const cell = ({ harmGap, needlessSplits }: BenchmarkRow) =>
    harmGap === null ? '—' : `${figure(harmGap, 2)} / ${figure(needlessSplits, 2)}`;
  const table = matrix(
    worlds,
    shown.map((row) => ({ ...row, values: 'exact' as const })),
    cell,
  );
  return [`largest harm difference inside a cell / share of needless splits\n\n${table}`];
}

function detailed(world: string, rows: readonly BenchmarkRow[]): string {
  const columns = [
    'penalty',
    'λ-window',
    'decades',
    'AUROC',
    'utility',
    'harm',
    'null harm',
    'cells',
    'harm gap',
    'needless',
  ];
  const lines = rows
    .filter((row) => row.world === world)
    .map((row) => [
      `${row.penalty}${row.values === 'sampled' ? ' ~' : ''}`,
      row.decades === null || row.decades === 0 ? '—' : windowOf(row),
      row.values === 'none' ? '·' : row.values === 'refused' ? '!' : decadesOf(row),
      figure(row.auroc, 2),
      figure(row.utility),
      figure(row.harm),
      figure(row.nullHarm),
      row.cells === null ? '—' : String(row.cells),
      figure(row.harmGap, 2),
      figure(row.needlessSplits, 2),
    ]);
  return `${world}\n\n${formatBlocks(columns, lines)}`;
}
