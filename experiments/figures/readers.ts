/** The cross table of `optimum`: what each penalty reads of the program that is best against another. */
import type { FigureSpec } from './figure.ts';
import { type HeatCell, heatPanel } from './heat.ts';
import { FAILS, NOTHING, SHADES, type Shade } from './palette.ts';
import { WIDTH } from './plot.ts';
import { groupsOf, isNumberIn, meanOf, numberIn, type Row, shown, valuesOf } from './rows.ts';

const HARM = 'its harm';

export const readers: FigureSpec = {
  name: 'readers',
  commands: ['optimum'],
  csv: 'cross.csv',
  columns: ['world', 'against', 'weight', 'reader', 'value', 'harm'],
  merges: false,
  draw({ rows, plotter }) {
    if (rows.length === 0) return null;
    const title = 'Who catches the program that was written against another penalty';
    const panels = groupsOf(rows, ({ world }) => world).map(([world, own]) => {
      const programs = groupsOf(own, columnOf).map(([name]) => name);
      const names = valuesOf(own, 'reader');
      const cells = [...names.flatMap((reader) => readCells(own, reader)), ...harmCells(own)];
      return heatPanel(plotter.plot, { title: world, cells, rows: [HARM, ...names], columns: programs, width: WIDTH });
    });
    return {
      title,
      caption:
        'Each column is a program: the best against that penalty at that λ (means over evidence values). The ' +
        'first row is its harm. The others are what each penalty reads of it: the darker, the more of its own row.',
      svg: plotter.svg(panels, { title }),
    };
  },
};

function columnOf({ against, weight }: Row): string {
  return `${against}, λ ${weight}`;
}

function readCells(rows: readonly Row[], reader: string): HeatCell[] {
  const own = groupsOf(
    rows.filter((row) => row.reader === reader),
    columnOf,
  ).map(([column, some]) => ({ column, value: mean(some, 'value') }));
  const most = Math.max(...own.flatMap(({ value }) => (Number.isFinite(value) ? [value] : [])), 1e-9);
  return own.map(({ column, value }) => cell(reader, column, value, most));
}

function harmCells(rows: readonly Row[]): HeatCell[] {
  return groupsOf(rows, columnOf).map(([column, some]) => {
    const value = mean(some, 'harm');
    return { ...cell(HARM, column, value, 1), shade: value >= 0.005 ? FAILS : SHADES[0] };
  });
}

function cell(row: string, column: string, value: number, most: number): HeatCell {
  if (!Number.isFinite(value)) return { row, column, text: '·', shade: NOTHING, words: `${row}: no exact value` };
  return { row, column, text: shown(value), shade: shadeOf(value / most), words: `${row} of ${column}: ${value}` };
}

function shadeOf(share: number): Shade {
  return SHADES[Math.max(0, Math.min(SHADES.length - 1, Math.floor(share * SHADES.length)))];
}

function mean(rows: readonly Row[], column: string): number {
  const known = rows.filter((row) => isNumberIn(row, column));
  return known.length === rows.length ? meanOf(known.map((row) => numberIn(row, column))) : Number.NaN;
}
