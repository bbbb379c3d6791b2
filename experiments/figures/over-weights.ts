/** The curve `weights`: utility and harm of the exact master's choice over λ, for each penalty. */
import type { FigureSpec } from './figure.ts';
import { linePanel } from './lines.ts';
import { FINE, HARM, UTILITY } from './palette.ts';
import type { Mark, Plot } from './plot.ts';
import { groupsOf, numberIn, type Row, shownWeight } from './rows.ts';

const COLUMNS = 3;
/** A probability from here on is certainty. */
const SURE = 1 - 1e-9;

export const overWeights: FigureSpec = {
  name: 'over-weights',
  commands: ['weights'],
  csv: 'summary.csv',
  columns: ['penalty', 'weight', 'utility', 'harm', 'null_harm', 'acceptable'],
  merges: false,
  draw({ rows, plotter }) {
    const groups = groupsOf(rows, ({ penalty }) => penalty);
    const title = 'Utility and harm of the choice, over λ';
    const panels = groups.map(([penalty, own], i) =>
      linePanel(plotter.plot, {
        title: penalty,
        lines: [
          { column: 'utility', colour: UTILITY },
          { column: 'harm', colour: HARM },
        ].map(({ column, colour }) => ({
          name: column,
          colour,
          points: own.map((row) => ({ x: numberIn(row, 'weight'), y: numberIn(row, column) })),
        })),
        x: {
          type: 'log',
          label: i >= groups.length - COLUMNS ? 'λ' : null,
          ticks: [0.001, 0.1, 10, 1000],
          tickFormat: shownWeight,
        },
        y: { domain: [0, 1] },
        names: i === 0 ? 'bottom-right' : 'none',
        height: 160,
        room: 20,
        dots: false,
        curve: 'step-after',
        level: numberIn(own[0], 'null_harm'),
        ground: fineGround(plotter.plot, own),
      }),
    );
    return {
      title,
      caption:
        'Means over the prior. On the shaded ground every choice is acceptable; the dotted line is the harm when ' +
        'nothing is done. A useful penalty has a wide ground on which the utility is still high.',
      svg: plotter.svg(panels, { title, columns: COLUMNS }),
    };
  },
};

/** The ground below the weights at which every choice is acceptable. */
function fineGround(plot: Plot, rows: readonly Row[]): Mark[] {
  const spans = rows.flatMap((row, i) => {
    const next = rows[i + 1];
    if (next === undefined || numberIn(row, 'acceptable') < SURE) return [];
    return [{ from: numberIn(row, 'weight'), to: numberIn(next, 'weight') }];
  });
  const joined: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last?.to === span.from) last.to = span.to;
    else joined.push(span);
  }
  return [plot.rect(joined, { x1: 'from', x2: 'to', y1: 0, y2: 1, fill: FINE })];
}
