/** The λ-windows of a benchmark against every program: one panel for each world. */
import type { FigureSpec } from './figure.ts';
import { PENALTY, REFERENCE } from './palette.ts';
import { type Panel, type Plot, WIDTH } from './plot.ts';
import { groupsOf, isNumberIn, numberIn, type Row, shown, shownWeight, valuesOf } from './rows.ts';
import { shortWorld } from './windows.ts';

const COLUMNS = 2;
const ROW = 20;
const LETTER = 6.6;
/** Pixels to the right of the bars, for their widths, and to their left where no names stand. */
const RIGHT = 50;
const LEFT = 16;
const GAP = 8;

/** The window of one penalty in one world. */
interface Window {
  readonly penalty: string;
  readonly low: number;
  readonly high: number;
  readonly decades: number;
}

export const unrestricted: FigureSpec = {
  name: 'unrestricted',
  commands: ['benchmark'],
  csv: 'unrestricted.csv',
  columns: ['world', 'penalty', 'window_low', 'window_high', 'window_decades'],
  merges: false,
  draw({ rows, plotter }) {
    const known = rows.filter((row) => isNumberIn(row, 'window_decades'));
    if (known.length === 0) return null;
    const penalties = valuesOf(known, 'penalty');
    const labels = Math.max(...penalties.map(({ length }) => length)) * LETTER + 14;
    const groups = groupsOf(known, ({ world }) => world);
    const columns = Math.min(COLUMNS, groups.length);
    const inner = Math.min(400, (WIDTH - labels - LEFT - COLUMNS * RIGHT - GAP) / columns);
    const title = 'λ-windows against every program';
    const panels = groups.map(([world, own], i) => {
      const left = i % columns === 0 ? labels : LEFT;
      const isLast = i >= groups.length - columns;
      return panelOf(plotter.plot, world, groupsOf(own, ({ penalty }) => penalty).map(windowOf), {
        penalties,
        left,
        width: left + inner + RIGHT,
        isLast,
      });
    });
    return {
      title,
      caption:
        'Within a bar, every program that is best at that λ, or next to best, is acceptable, whoever writes it. The ' +
        'figure beside it is its width in decades. The windows of the library are in another figure.',
      svg: plotter.svg(panels, { title, columns }),
    };
  },
};

/** Each row of a penalty repeats its window. */
function windowOf([penalty, [row]]: [string, Row[]]): Window {
  const [low, high, decades] = ['window_low', 'window_high', 'window_decades'].map((name) => numberIn(row, name));
  return { penalty, low, high, decades };
}

interface Shape {
  readonly penalties: readonly string[];
  readonly left: number;
  readonly width: number;
  /** Whether it stands in the last row, and so names the axis. */
  readonly isLast: boolean;
}

function panelOf(plot: Plot, world: string, windows: readonly Window[], shape: Shape): Panel {
  const { penalties, left, width, isLast } = shape;
  return {
    title: shortWorld(world),
    options: {
      width,
      height: ROW * penalties.length + (isLast ? 50 : 34),
      marginLeft: left,
      marginRight: RIGHT,
      marginTop: 6,
      marginBottom: isLast ? 42 : 26,
      x: {
        type: 'log',
        domain: [0.001, 1000],
        label: isLast ? 'λ' : null,
        ticks: [0.001, 0.1, 10, 1000],
        grid: true,
        tickFormat: shownWeight,
      },
      y: { domain: [...penalties], label: null, axis: left > LEFT ? 'left' : null, padding: 0.35 },
      marks: [
        plot.link(
          windows.filter(({ decades }) => decades > 0),
          { x1: 'low', x2: 'high', y: 'penalty', stroke: PENALTY, strokeWidth: 7 },
        ),
        plot.text(windows, {
          y: 'penalty',
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
          text: ({ decades }: Window) => (decades > 0 ? shown(decades, 1) : 'none'),
          fill: REFERENCE,
        }),
      ],
    },
  };
}
