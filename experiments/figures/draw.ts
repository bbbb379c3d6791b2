/** Draws every figure of a run, or of several runs that differ in their seed alone, that their tables allow. */
import type { Figure, FigureSpec } from './figure.ts';
import { figures } from './index.ts';
import type { Plotter } from './plot.ts';
import type { Table } from './rows.ts';

/** What figures are drawn from. */
export interface FigureSource {
  /** Null where it is not known. */
  readonly command: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The tables by the names of their files: of each run one. */
  tables(csv: string): readonly Table[];
}

/** Whether any figure can be drawn. */
export function hasFigures(source: FigureSource): boolean {
  return figures.some((spec) => tablesFor(source, spec).length > 0);
}

/** The tables that a figure can be drawn from: none of another command, or with other columns. */
function tablesFor({ command, tables }: FigureSource, spec: FigureSpec): readonly Table[] {
  if (command === null || !spec.commands.includes(command)) return [];
  const found = tables(spec.csv).filter(({ columns }) => spec.columns.every((column) => columns.includes(column)));
  return found.length > 1 && !spec.merges ? [] : found;
}

/**
 * A figure whose table is missing, or has other columns, is left out.
 * @param fault is told of one that fails.
 */
export function drawFigures(source: FigureSource, plotter: Plotter, fault: (line: string) => void): Figure[] {
  return figures.flatMap((spec) => {
    const { name, csv } = spec;
    const tables = tablesFor(source, spec);
    if (tables.length === 0) return [];
    try {
      const drawn = spec.draw({ rows: tables.flatMap(({ rows }) => rows), settings: source.settings, plotter });
      return drawn === null ? [] : [{ name, csv, ...drawn }];
    } catch (error) {
      fault(`the figure ${name} cannot be drawn from ${csv}: ${String(error).split('\n')[0]}`);
      return [];
    }
  });
}
