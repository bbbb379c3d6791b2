/** How far the learned divergence is from the exact one, for each evidence value and disciple of a calibration. */
import type { FigureSpec } from './figure.ts';
import { GRID, INK, PENALTY } from './palette.ts';
import type { Panel } from './plot.ts';
import { groupsOf, isNumberIn, numberIn, type Row } from './rows.ts';
import { shortWorld } from './windows.ts';

const COLUMNS = 3;

export const calibration: FigureSpec = {
  name: 'calibration',
  commands: ['calibrate'],
  csv: 'cases.csv',
  columns: ['world', 'learned_tv', 'tv_low', 'tv_high', 'exact_tv'],
  merges: true,
  draw({ rows, plotter }) {
    const known = rows.filter((row) => isNumberIn(row, 'learned_tv') && isNumberIn(row, 'exact_tv'));
    if (known.length === 0) return null;
    const { plot } = plotter;
    const error = (column: string) => (row: Row) => numberIn(row, column) - numberIn(row, 'exact_tv');
    const ends = known.flatMap((row) =>
      ['learned_tv', 'tv_low', 'tv_high'].map((column) => Math.abs(error(column)(row))),
    );
    const most = Math.max(1e-6, ...ends.filter(Number.isFinite));
    const groups = groupsOf(known, ({ world }) => world);
    const columns = Math.min(COLUMNS, groups.length);
    const title = 'Error of the learned total variation';
    const panels = groups.map(
      ([world, own]): Panel => ({
        title: shortWorld(world),
        options: {
          height: 210,
          marginTop: 10,
          marginLeft: 60,
          marginRight: 12,
          x: { domain: [0, 1], label: 'exact total variation', ticks: [0, 0.5, 1] },
          y: { domain: [-most, most], label: null, grid: true, ticks: 5, tickFormat: (value: number) => signed(value) },
          marks: [
            plot.ruleY([0], { stroke: INK, strokeWidth: 1 }),
            plot.ruleX([0], { stroke: GRID }),
            plot.link(own, {
              x: (row: Row) => numberIn(row, 'exact_tv'),
              y1: error('tv_low'),
              y2: error('tv_high'),
              stroke: PENALTY,
              strokeOpacity: 0.45,
              strokeWidth: 2.5,
            }),
            plot.dot(own, {
              x: (row: Row) => numberIn(row, 'exact_tv'),
              y: error('learned_tv'),
              fill: PENALTY,
              r: 2.8,
              title: (row: Row) => `${row.disciple}, evidence ${row.evidence}`,
            }),
          ],
        },
      }),
    );
    return {
      title,
      caption:
        'Each dot is one evidence value and disciple: the learned value less the exact one, with its 95 % ' +
        'interval. Bars that cross the line hold the truth.',
      svg: plotter.svg(panels, { title, columns }),
    };
  },
};

function signed(value: number): string {
  const text = String(Number(value.toPrecision(2)));
  return value > 0 ? `+${text}` : text.replace('-', '−');
}
