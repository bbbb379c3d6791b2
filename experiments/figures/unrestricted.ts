/** The λ-windows of a benchmark against every program, beside those of the library. */
import type { FigureSpec } from './figure.ts';
import { PENALTY, REFERENCE } from './palette.ts';
import { groupsOf, isNumberIn, numberIn, type Row, shown, shownWeight } from './rows.ts';

const ROW = 20;

export const unrestricted: FigureSpec = {
  name: 'unrestricted',
  commands: ['benchmark'],
  csv: 'unrestricted.csv',
  columns: ['world', 'penalty', 'window_low', 'window_high', 'window_decades'],
  merges: false,
  draw({ rows, plotter }) {
    const { plot } = plotter;
    const windows = groupsOf(
      rows.filter((row) => isNumberIn(row, 'window_decades')),
      ({ world, penalty }) => `${penalty} in ${world}`,
    ).map(([name, [row]]) => ({ name, row, decades: numberIn(row, 'window_decades') }));
    if (windows.length === 0) return null;
    const open = windows.filter(({ decades }) => decades > 0);
    const labels = Math.min(340, Math.max(...windows.map(({ name }) => name.length)) * 6.6 + 14);
    const end = (column: string) => (one: { readonly row: Row }) => numberIn(one.row, column);
    const title = 'λ-windows against every program';
    const svg = plotter.svg(
      [
        {
          title: '',
          options: {
            height: ROW * windows.length + 60,
            marginLeft: labels,
            marginRight: 56,
            marginTop: 10,
            x: {
              type: 'log',
              domain: [0.001, 1000],
              label: 'λ',
              ticks: [0.001, 0.01, 0.1, 1, 10, 100, 1000],
              grid: true,
              tickFormat: shownWeight,
            },
            y: { domain: windows.map(({ name }) => name), label: null, padding: 0.35 },
            marks: [
              plot.link(open, {
                x1: end('window_low'),
                x2: end('window_high'),
                y: 'name',
                stroke: PENALTY,
                strokeWidth: 7,
              }),
              plot.text(windows, {
                y: 'name',
                frameAnchor: 'right',
                textAnchor: 'start',
                dx: 8,
                text: ({ decades }: (typeof windows)[number]) => (decades > 0 ? shown(decades, 1) : 'none'),
                fill: REFERENCE,
              }),
            ],
          },
        },
      ],
      { title },
    );
    return {
      title,
      caption:
        'Between its ends, no program that is best, or nearly best, is worse than acceptable, whatever is ' +
        'written. At the right: the width in decades. The windows of the library are in the figure above.',
      svg,
    };
  },
};
