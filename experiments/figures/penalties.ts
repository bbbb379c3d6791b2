/** The penalty of each disciple as a training learned or measured it, beside the exact one. */
import type { FigureSpec } from './figure.ts';
import { GRID, INK, PENALTY } from './palette.ts';
import { type Panel, type Plot, WIDTH } from './plot.ts';
import { groupsOf, isNumberIn, numberIn, type Row, valuesOf } from './rows.ts';

const COLUMNS = 3;
/** Evidence values that are shown at most. */
const MOST = 9;
const ROW = 19;
const LETTER = 6.8;
const GAP = 8;

export const penalties: FigureSpec = {
  name: 'penalties',
  commands: ['train'],
  csv: 'learned.csv',
  columns: ['seed', 'evidence', 'disciple', 'learned', 'low', 'high', 'exact'],
  merges: true,
  draw({ rows, plotter }) {
    const known = rows.filter((row) => isNumberIn(row, 'learned'));
    if (known.length === 0) return null;
    const groups = groupsOf(known, ({ evidence }) => evidence);
    const disciples = valuesOf(known, 'disciple');
    const most = Math.max(1, ...known.flatMap((row) => ['learned', 'high', 'exact'].map((c) => numberIn(row, c) || 0)));
    const labels = Math.ceil(Math.max(...disciples.map(({ length }) => length)) * LETTER) + 14;
    const columns = Math.min(COLUMNS, groups.length);
    const inner = Math.min(400, (WIDTH - labels - GAP * (columns - 1) - 30 * columns) / columns);
    const panels = groups.slice(0, MOST).map(([evidence, own], i): Panel => {
      const left = i % columns === 0 ? labels : 16;
      const isLast = i >= Math.min(MOST, groups.length) - columns;
      const title = evidence === '' ? 'without evidence' : `evidence ${evidence}`;
      return panelOf(plotter.plot, title, own, { disciples, most, left, width: left + inner + 14, isLast });
    });
    const title = 'The penalty of each disciple';
    const hasExact = known.some((row) => isNumberIn(row, 'exact'));
    const exact = hasExact ? ' An upright stroke is the exact value.' : '';
    const left = groups.length > MOST ? ` The first ${MOST} of ${groups.length} evidence values are shown.` : '';
    return {
      title,
      caption:
        'A dot is the penalty as it was learned or measured, and a bar its 95 % interval. Of a learned one only the ' +
        `lower end bounds the exact value, since a network finds at most what there is.${exact}${left}`,
      svg: plotter.svg(panels, { title, columns }),
    };
  },
};

interface Shape {
  readonly disciples: readonly string[];
  readonly most: number;
  readonly left: number;
  readonly width: number;
  /** Whether it stands in the last row, and so names the axis. */
  readonly isLast: boolean;
}

function panelOf(
  plot: Plot,
  title: string,
  rows: readonly Row[],
  { disciples, most, left, width, isLast }: Shape,
): Panel {
  const hasLabels = left > 16;
  const number = (column: string) => (row: Row) => numberIn(row, column);
  return {
    title,
    options: {
      width,
      height: ROW * disciples.length + (isLast ? 46 : 30),
      marginLeft: left,
      marginRight: 14,
      marginTop: 4,
      marginBottom: isLast ? 42 : 26,
      x: { domain: [0, most], label: isLast ? 'penalty' : null, ticks: 2, grid: true },
      y: { domain: [...disciples], label: null, axis: hasLabels ? 'left' : null, tickSize: 0, padding: 0.3 },
      marks: [
        plot.ruleX([0], { stroke: GRID }),
        plot.link(
          rows.filter((row) => isNumberIn(row, 'low')),
          {
            x1: number('low'),
            x2: number('high'),
            y: 'disciple',
            stroke: PENALTY,
            strokeWidth: 5,
            strokeOpacity: 0.35,
          },
        ),
        plot.tickX(
          rows.filter((row) => isNumberIn(row, 'exact')),
          { x: number('exact'), y: 'disciple', stroke: INK, strokeWidth: 1.5 },
        ),
        plot.dot(rows, { x: number('learned'), y: 'disciple', fill: PENALTY, r: 2.6 }),
      ],
    },
  };
}
