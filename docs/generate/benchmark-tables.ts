/** The tables of docs/benchmark.md, filled from the kept run in docs/answer/benchmark. */
import { isNumberIn, numberIn, type Row, shown, shownWeight, valuesOf } from '../../experiments/figures/rows.ts';
import { isOpen, rowsOf } from './answer-tables.ts';

const COLUMNS = ['world', 'penalty', 'values', 'low', 'high', 'decades', 'censored', 'auroc', 'utility', 'harm'];

/** What a row of the run shows in a cell of one table; null where it is not in that table. */
type Cell = (row: Row) => string | null;

/** The mark of what was estimated from draws. */
const mark = (row: Row) => (row.values === 'sampled' ? '~' : '');

function decades(row: Row): string {
  if (!isNumberIn(row, 'decades')) return '·';
  const end = row.censored.includes('high') ? '+' : '';
  return `${isOpen(row) ? shown(numberIn(row, 'decades')) : '**0**'}${end}${mark(row)}`;
}

function ends(row: Row): string {
  if (!isNumberIn(row, 'decades')) return '·';
  if (!isOpen(row)) return `—${mark(row)}`;
  const low = `${row.censored.includes('low') ? '≤ ' : ''}${shownWeight(numberIn(row, 'low'))}`;
  const high = `${shownWeight(numberIn(row, 'high'))}${row.censored.includes('high') ? '+' : ''}`;
  return `${low} … ${high}${mark(row)}`;
}

function auroc(row: Row): string {
  return isNumberIn(row, 'auroc') ? `${shown(numberIn(row, 'auroc'))}${mark(row)}` : '·';
}

function atCentre(row: Row): string {
  if (!isNumberIn(row, 'decades')) return '·';
  if (!isOpen(row)) return `—${mark(row)}`;
  return `${shown(numberIn(row, 'utility'))} / ${shown(numberIn(row, 'harm'))}${mark(row)}`;
}

function groupingErrors(row: Row): string | null {
  if (!row.penalty.endsWith('/tv') || !isNumberIn(row, 'harm_gap')) return null;
  return `${shown(numberIn(row, 'harm_gap'))} / ${shown(numberIn(row, 'needless_splits'))}`;
}

const TABLES: readonly (readonly [heading: string, cell: Cell])[] = [
  ['λ-window, decades', decades],
  ['λ-window, ends', ends],
  ['AUROC', auroc],
  ["Utility / harm at the window's centre", atCentre],
  ['The two grouping errors', groupingErrors],
];

/** The page with the tables of the kept run. @throws Error where the page lacks one of the headings */
export function withBenchmarkTables(page: string): string {
  const rows = rowsOf('benchmark', [...COLUMNS, 'harm_gap', 'needless_splits']);
  // Masters without a penalty have rows of their own, and a table of their own.
  const measured = rows.filter(({ note }) => !note?.startsWith('a master without a penalty'));
  return TABLES.reduce((text, [heading, cell]) => {
    const at = text.indexOf(`\n## ${heading}\n`);
    if (at < 0) throw new Error(`docs/benchmark.md: expected the heading '${heading}'`);
    const from = text.indexOf('\n|', at) + 1;
    const to = text.indexOf('\n\n', from);
    return text.slice(0, from) + tableFrom(measured, cell) + text.slice(to);
  }, page);
}

function tableFrom(rows: readonly Row[], cell: Cell): string {
  const worlds = valuesOf(rows, 'world');
  const lines = valuesOf(rows, 'penalty').flatMap((penalty) => {
    const own = rows.filter((row) => row.penalty === penalty);
    const cells = worlds.map((world) => {
      const row = own.find((one) => one.world === world);
      return row === undefined ? '·' : cell(row);
    });
    return cells.includes(null) ? [] : [`| \`${penalty}\` | ${cells.join(' | ')} |`];
  });
  const names = worlds.map((world) => world.replace(/-v\d+$/, ''));
  return [`| penalty | ${names.join(' | ')} |`, `|${'---|'.repeat(names.length + 1)}`, ...lines].join('\n');
}
