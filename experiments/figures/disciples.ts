/** What learned disciples do: utility, harm and divergence, for each seed and evidence value. */
import type { FigureSpec } from './figure.ts';
import { GRID, HARM, INK, PENALTY, REFERENCE, UTILITY } from './palette.ts';
import { type Panel, WIDTH } from './plot.ts';
import { groupsOf, isNumberIn, meanOf, numberIn, type Row, valuesOf } from './rows.ts';

/** A panel's table column: of exact figures, or of sampled ones. */
const PANELS = [
  { columns: ['utility'], name: 'utility', colour: UTILITY },
  { columns: ['harm'], name: 'harm', colour: HARM },
  { columns: ['coarse/joint/tv', 'joint'], name: 'joint divergence', colour: PENALTY },
] as const;

const LETTER = 6.8;
const GAP = 8;

export const disciples: FigureSpec = {
  name: 'disciples',
  commands: ['disciple'],
  csv: 'summary.csv',
  columns: ['seed', 'disciple', 'evidence', 'utility', 'harm', 'null_harm'],
  merges: true,
  draw({ rows, plotter }) {
    if (rows.length === 0) return null;
    const { plot } = plotter;
    const roles = valuesOf(rows, 'disciple');
    const labels = Math.ceil(Math.max(...roles.map(({ length }) => length)) * LETTER) + 14;
    const inner = (WIDTH - labels - GAP * 2 - 32 * PANELS.length) / PANELS.length;
    const title = 'What the learned disciples do';
    const nullHarm = meanOf(rows.map((row) => numberIn(row, 'null_harm')));
    const panels = PANELS.flatMap(({ columns, name, colour }): Panel[] => {
      const column = columns.find((one) => rows.some((row) => isNumberIn(row, one)));
      if (column === undefined) return [];
      const isFirst = column === 'utility';
      const means = groupsOf(rows, ({ disciple }) => disciple).map(([role, own]) => ({
        role,
        mean: meanOf(own.filter((row) => isNumberIn(row, column)).map((row) => numberIn(row, column))),
      }));
      return [
        {
          title: name,
          options: {
            width: (isFirst ? labels : 16) + inner + 14,
            height: 30 * roles.length + 56,
            marginLeft: isFirst ? labels : 16,
            marginRight: 14,
            marginTop: 4,
            x: { domain: [0, 1], label: null, ticks: [0, 0.5, 1], grid: true },
            y: { domain: roles, label: null, axis: isFirst ? 'left' : null, padding: 0.2 },
            marks: [
              plot.ruleX([0], { stroke: GRID }),
              ...(column === 'harm' && Number.isFinite(nullHarm)
                ? [plot.ruleX([nullHarm], { stroke: REFERENCE, strokeDasharray: '2 3' })]
                : []),
              plot.dot(rows, {
                x: (row: Row) => numberIn(row, column),
                y: 'disciple',
                fill: colour,
                fillOpacity: 0.35,
                r: 4,
                title: (row: Row) => `seed ${row.seed}, evidence ${row.evidence}`,
              }),
              plot.tickX(means, { x: 'mean', y: 'role', stroke: INK, strokeWidth: 2 }),
            ],
          },
        },
      ];
    });
    return {
      title,
      caption:
        'A dot is one seed and evidence value, and the upright stroke their mean. The dotted line is the harm when ' +
        'nothing is done.',
      svg: plotter.svg(panels, { title, columns: panels.length }),
    };
  },
};
