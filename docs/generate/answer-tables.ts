/** The tables of the runs behind docs/answer.md. */
import { readFileSync } from 'node:fs';
import { numberIn, type Row, tableOf } from '../../experiments/figures/rows.ts';

/** The commands whose runs are kept, each in docs/answer/COMMAND. */
export const ANSWER_RUNS = ['benchmark', 'questions', 'chaos', 'million-runs', 'goodhart'] as const;

export type AnswerRun = (typeof ANSWER_RUNS)[number];

/** The rows of a table. @throws Error where it has none, or lacks a column */
export function rowsOf(run: AnswerRun, columns: readonly string[], name = 'summary.csv'): readonly Row[] {
  const { rows, columns: found } = tableOf(readFileSync(new URL(`../answer/${run}/${name}`, import.meta.url), 'utf8'));
  const missing = columns.find((column) => !found.includes(column));
  if (missing !== undefined) throw new Error(`docs/answer/${run}/${name}: expected the column ${missing}`);
  if (rows.length === 0) throw new Error(`docs/answer/${run}/${name}: expected rows but found none`);
  return rows;
}

/** The number in a cell. @throws Error where there is none */
export function figureIn(row: Row, column: string): number {
  const value = numberIn(row, column);
  if (!Number.isFinite(value)) throw new Error(`expected a number under ${column} but found '${row[column]}'`);
  return value;
}

/** The only row that fits. @throws Error where there are more or none */
export function onlyRow(rows: readonly Row[], fits: Readonly<Record<string, string>>): Row {
  const found = rows.filter((row) => Object.entries(fits).every(([column, value]) => row[column] === value));
  if (found.length !== 1) throw new Error(`expected one row with ${JSON.stringify(fits)} but found ${found.length}`);
  return found[0];
}

/** Whether a row of the benchmark has a λ-window of the library. */
export function isOpen(row: Row): boolean {
  return numberIn(row, 'decades') > 0;
}

/** In how many of the rows of a penalty there is a λ-window. */
export function windowsOf(rows: readonly Row[], penalty: string): number {
  return rows.filter((row) => row.penalty === penalty && isOpen(row)).length;
}
