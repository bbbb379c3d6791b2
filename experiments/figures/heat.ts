/** Heat maps: a colour and a figure for each pair of a row and a column. */
import { INK, REFERENCE, type Shade } from './palette.ts';
import type { Panel, Plot } from './plot.ts';

export interface HeatCell {
  readonly row: string;
  readonly column: string;
  /** What stands in the cell; short. */
  readonly text: string;
  readonly shade: Shade;
  /** What a mouse that rests on it shows. */
  readonly words: string;
}

export interface HeatMap {
  readonly cells: readonly HeatCell[];
  /** From the top, and from the left. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** What stands to the right of each row; none by default. */
  readonly notes?: readonly string[];
  /** What the notes say, above them. */
  readonly notesTitle?: string;
  readonly width: number;
  readonly title?: string;
}

const ROW = 18;
/** Pixels of a letter of the labels. */
const LETTER = 6.6;
const LONGEST = 34;

/** A panel with a heat map. */
export function heatPanel(plot: Plot, { cells, rows, columns, notes, notesTitle, width, title = '' }: HeatMap): Panel {
  const widest = (names: readonly string[]) => Math.max(...names.map(({ length }) => Math.min(length, LONGEST)));
  const left = Math.ceil(widest(rows) * LETTER) + 12;
  const right = notes ? Math.ceil(Math.max(widest(notes), notesTitle?.length ?? 0) * LETTER) + 24 : 8;
  const step = (width - left - right) / columns.length;
  const isTurned = columns.some(({ length }) => length * LETTER > step);
  const head = isTurned ? Math.ceil(widest(columns) * LETTER * 0.62) + 22 : 28;
  return {
    title,
    options: {
      width,
      height: head + ROW * rows.length + 6,
      marginTop: head,
      marginLeft: left,
      marginRight: right,
      marginBottom: 6,
      x: {
        domain: columns,
        axis: null,
      },
      y: { domain: rows, axis: null },
      color: { type: 'identity' },
      marks: [
        plot.cell(cells, {
          x: 'column',
          y: 'row',
          fill: (cell: HeatCell) => cell.shade.fill,
          inset: 0.5,
          title: 'words',
        }),
        plot.text(cells, {
          x: 'column',
          y: 'row',
          text: 'text',
          fill: (cell: HeatCell) => cell.shade.text,
          fontSize: step < 30 ? 9 : 10.5,
          pointerEvents: 'none',
        }),
        plot.text(rows, {
          x: () => columns[0],
          y: (row: string) => row,
          text: (row: string) => shortened(row),
          textAnchor: 'end',
          dx: -step / 2 - 6,
          fill: INK,
        }),
        plot.text(columns, {
          x: (column: string) => column,
          text: (column: string) => shortened(column),
          frameAnchor: 'top',
          dy: -13,
          dx: isTurned ? -4 : 0,
          rotate: isTurned ? -38 : 0,
          textAnchor: isTurned ? 'start' : 'middle',
          fill: INK,
        }),
        ...(notes
          ? [
              plot.text(rows, {
                x: () => columns[columns.length - 1],
                y: (row: string) => row,
                text: (_: string, i: number) => notes[i],
                textAnchor: 'start',
                dx: step / 2 + 8,
                fill: REFERENCE,
              }),
              plot.text([notesTitle ?? ''], {
                frameAnchor: 'top-right',
                textAnchor: 'start',
                dx: 8,
                dy: -13,
                fill: REFERENCE,
              }),
            ]
          : []),
      ],
    },
  };
}

function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
