/** The learning curves of a training: what a batch of episodes came to, over how many updates were made. */
import type { FigureSpec } from './figure.ts';
import { GRID, PENALTY, REFERENCE, SERIES, UTILITY } from './palette.ts';
import type { Panel, Plot } from './plot.ts';
import { groupsOf, isNumberIn, meanOf, numberIn, type Row } from './rows.ts';

const REWARD = SERIES[2];

/** The mean over seeds at one iteration, and the least and the greatest. */
interface Point {
  readonly iteration: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

interface Line {
  readonly column: string;
  readonly name: string;
  readonly colour: string;
}

const PANELS: readonly (readonly [title: string, lines: readonly Line[]])[] = [
  [
    'utility',
    [
      { column: 'unpenalised_utility', name: 'unpenalised twin', colour: REFERENCE },
      { column: 'utility', name: 'with the penalty', colour: UTILITY },
    ],
  ],
  ['penalty', [{ column: 'penalty', name: '', colour: PENALTY }]],
  ['reward: utility − λ · penalty', [{ column: 'reward', name: '', colour: REWARD }]],
];

export const learning: FigureSpec = {
  name: 'learning',
  commands: ['train'],
  csv: 'steps.csv',
  columns: ['seed', 'iteration', 'reward', 'utility', 'penalty', 'unpenalised_utility'],
  merges: true,
  draw({ rows, plotter }) {
    if (rows.length === 0) return null;
    const seeds = new Set(rows.map(({ seed }) => seed)).size;
    const title = 'How the master learned';
    const band = seeds > 1 ? ` Lines are means over ${seeds} seeds; bands reach from the least to the greatest.` : '';
    const values = PANELS.flatMap(([, lines]) =>
      lines.flatMap(({ column }) => rows.map((row) => numberIn(row, column))),
    );
    const domain: [number, number] = [Math.min(0, ...values), Math.max(1, ...values)];
    return {
      title,
      caption: `Each point is the mean of one batch of episodes, from the first update on the left to the last.${band}`,
      svg: plotter.svg(
        PANELS.map(([name, lines]) => panelOf(plotter.plot, name, lines, rows, domain)),
        { title, columns: PANELS.length },
      ),
    };
  },
};

function panelOf(
  plot: Plot,
  title: string,
  lines: readonly Line[],
  rows: readonly Row[],
  domain: [number, number],
): Panel {
  const drawn = lines.map((line) => ({ line, points: pointsOf(rows, line.column) }));
  const named = drawn.filter(({ line, points }) => line.name !== '' && points.length > 0);
  return {
    title,
    options: {
      height: 210,
      marginLeft: 34,
      marginRight: 12,
      x: { label: 'updates', ticks: 4, tickFormat: 'd' },
      y: { label: null, domain, grid: true, ticks: 5 },
      marks: [
        plot.ruleY([0], { stroke: GRID }),
        ...drawn.flatMap(({ line, points }) => [
          plot.areaY(points, { x: 'iteration', y1: 'least', y2: 'most', fill: line.colour, fillOpacity: 0.2 }),
          plot.lineY(points, { x: 'iteration', y: 'mean', stroke: line.colour, strokeWidth: 2 }),
          plot.dot(points.length < 3 ? points : [], { x: 'iteration', y: 'mean', fill: line.colour, r: 3 }),
        ]),
        ...named.map(({ line }, i) =>
          plot.text([line.name], { frameAnchor: 'bottom-right', dy: -8 - 16 * i, fill: line.colour }),
        ),
      ],
    },
  };
}

function pointsOf(rows: readonly Row[], column: string): Point[] {
  const known = rows.filter((row) => isNumberIn(row, column) && isNumberIn(row, 'iteration'));
  return groupsOf(known, ({ iteration }) => iteration)
    .map(([iteration, own]) => {
      const values = own.map((row) => numberIn(row, column));
      return {
        iteration: Number(iteration),
        mean: meanOf(values),
        least: Math.min(...values),
        most: Math.max(...values),
      };
    })
    .sort((a, b) => a.iteration - b.iteration);
}
