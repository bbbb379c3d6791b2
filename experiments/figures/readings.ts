/** What each penalty reads of one source, exactly and from draws: the figure of `try`. */
import type { FigureSpec } from './figure.ts';
import { GRID, INK, PENALTY, REFERENCE } from './palette.ts';
import type { Panel, Plot } from './plot.ts';
import { isNumberIn, numberIn, type Row } from './rows.ts';

/** Penalties of at most so much are drawn on one scale; others, whose unit is another, on a second. */
const UNIT = 1.05;
const ROW = 17;

export const readings: FigureSpec = {
  name: 'readings',
  commands: ['try'],
  csv: 'summary.csv',
  columns: ['penalty', 'exact', 'estimate', 'low', 'high', 'null_p95'],
  merges: false,
  draw({ rows, plotter }) {
    const known = rows.filter((row) => isNumberIn(row, 'exact') || isNumberIn(row, 'estimate'));
    const most = (row: Row) => Math.max(...['exact', 'estimate', 'high'].map((column) => numberIn(row, column) || 0));
    const small = known.filter((row) => most(row) <= UNIT);
    const large = known.filter((row) => most(row) > UNIT);
    const panels = [
      ...(small.length > 0 ? [panelOf(plotter.plot, 'from 0 to 1', small, 1)] : []),
      ...(large.length > 0 ? [panelOf(plotter.plot, 'in other units', large, Math.max(...large.map(most)))] : []),
    ];
    if (panels.length === 0) return null;
    const title = 'What each penalty reads of the source';
    return {
      title,
      caption:
        'An upright stroke is the exact value, a dot the estimate from draws, and a bar its 95 % interval. A ' +
        'hollow mark is the most that draws alone show, in 19 cases of 20, where the source changes nothing.',
      svg: plotter.svg(panels, { title }),
    };
  },
};

function panelOf(plot: Plot, title: string, rows: readonly Row[], most: number): Panel {
  const number = (column: string) => (row: Row) => numberIn(row, column);
  const having = (column: string) => rows.filter((row) => isNumberIn(row, column));
  return {
    title,
    options: {
      height: ROW * rows.length + 56,
      marginLeft: 200,
      marginRight: 20,
      marginTop: 6,
      x: { domain: [0, most], label: 'penalty', grid: true, ticks: 6 },
      y: { domain: rows.map(({ penalty }) => penalty), label: null, padding: 0.3 },
      marks: [
        plot.ruleX([0], { stroke: GRID }),
        plot.link(having('low'), {
          x1: number('low'),
          x2: number('high'),
          y: 'penalty',
          stroke: PENALTY,
          strokeWidth: 5,
          strokeOpacity: 0.35,
        }),
        plot.tickX(having('exact'), { x: number('exact'), y: 'penalty', stroke: INK, strokeWidth: 1.5 }),
        plot.dot(having('null_p95'), { x: number('null_p95'), y: 'penalty', stroke: REFERENCE, r: 2.6 }),
        plot.dot(having('estimate'), { x: number('estimate'), y: 'penalty', fill: PENALTY, r: 3 }),
      ],
    },
  };
}
