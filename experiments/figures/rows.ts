/** Reads the tables of a run, and gathers their rows. */
import { csvParseRows } from 'd3-dsv';

/** A row of a table: the text of each column. */
export type Row = Readonly<Record<string, string>>;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The table of a CSV file. Cells beyond the columns are left out, and missing ones are empty. */
export function tableOf(csv: string): Table {
  return checkedTable(csv).table;
}

/** The table of a CSV file, and what shows that the file was cut; the fault reads on from the file's name. */
export function checkedTable(csv: string): { readonly table: Table; readonly fault: string | null } {
  const [columns = [], ...lines] = csvParseRows(csv);
  const rows = lines.map((line) => Object.fromEntries(columns.map((column, i) => [column, line[i] ?? ''])));
  return { table: { columns, rows }, fault: faultOf(csv, columns, lines) };
}

function faultOf(csv: string, columns: readonly string[], lines: readonly (readonly string[])[]): string | null {
  if (columns.length === 0) return ' is empty';
  const odd = lines.findIndex((line) => line.length !== columns.length);
  if (odd >= 0)
    return ` line ${odd + 2}: expected ${columns.length} cells but found ${lines[odd].length}: is the file cut?`;
  return csv.endsWith('\n') ? null : ': expected a line break at its end but found none: is the file cut?';
}

/** The number in a cell; NaN where there is none. */
export function numberIn(row: Row, column: string): number {
  const text = row[column] ?? '';
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Whether a cell holds a finite number. */
export function isNumberIn(row: Row, column: string): boolean {
  return Number.isFinite(numberIn(row, column));
}

/** The different texts of a column, in the order in which they first appear. */
export function valuesOf(rows: readonly Row[], column: string): string[] {
  return [...new Set(rows.map((row) => row[column]))];
}

/** Rows by the text that `key` gives each, in the order in which these first appear. */
export function groupsOf<Item>(items: readonly Item[], key: (item: Item) => string): [key: string, items: Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const own = groups.get(key(item));
    if (own) own.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups];
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A figure for a reader: few digits, and none of the noise of rounding. */
export function shown(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '—';
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** A weight for a reader: three significant digits, without an exponent. */
export function shownWeight(value: number): string {
  return String(Number(value.toPrecision(3)));
}
