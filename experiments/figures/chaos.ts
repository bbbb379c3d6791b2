/** The curve `chaos`: what each penalty charges, over how often an act disturbs the air. */
import type { FigureSpec } from './figure.ts';
import { linePanel } from './lines.ts';
import { HARM, REFERENCE, SERIES, UTILITY } from './palette.ts';
import { groupsOf, numberIn, type Row, valuesOf } from './rows.ts';

const KEYS = ['places', 'stretch', 'butterfly', 'disciple', 'role'];
/** Columns that are no penalty. */
const OTHERS = [...KEYS, 'utility', 'harm', 'run'];
const STEERING = [HARM, SERIES[4]];

export const chaos: FigureSpec = {
  name: 'chaos',
  commands: ['chaos'],
  csv: 'summary.csv',
  columns: KEYS,
  merges: false,
  draw({ rows, plotter }) {
    const [, climate] = groupsOf(rows, ({ places, stretch }) => `${places} ${stretch}`).reduce((most, one) =>
      one[1].length > most[1].length ? one : most,
    );
    const penalties = Object.keys(climate[0]).filter((column) => !OTHERS.includes(column));
    const disciples = coloured(climate);
    const title = 'What each penalty charges, as the weather grows more chaotic';
    const panels = penalties.map((penalty, i) =>
      linePanel(plotter.plot, {
        title: penalty,
        lines: disciples.map(({ id, name, colour }) => ({
          name,
          colour,
          points: climate
            .filter(({ disciple }) => disciple === id)
            .map((row) => ({ x: row.butterfly, y: numberIn(row, penalty) })),
        })),
        x: {
          type: 'point',
          padding: 0.1,
          domain: valuesOf(climate, 'butterfly'),
          label: i >= penalties.length - 2 ? SHARE : null,
        },
        y: { domain: [0, Math.max(1, ...climate.map((row) => numberIn(row, penalty)))] },
        names: 'ends',
        room: 92,
        height: 170,
      }),
    );
    return {
      title,
      caption:
        'A penalty that tells them apart charges those who steer the hurricane, and not the one who leaves it alone. ' +
        `These rows have ${climate[0].places} places and stretch ${climate[0].stretch}; the table has other weathers.`,
      svg: plotter.svg(panels, { title, columns: 2 }),
    };
  },
};

const SHARE = 'how often an act disturbs the air';

function coloured(rows: readonly Row[]): { readonly id: string; readonly name: string; readonly colour: string }[] {
  let steering = 0;
  return groupsOf(rows, ({ disciple }) => disciple).map(([id, [{ role }]]) => {
    if (role === 'steers') return { id, name: `${id}, steers`, colour: STEERING[steering++ % STEERING.length] };
    return role === 'waits' ? { id, name: role, colour: REFERENCE } : { id, name: id, colour: UTILITY };
  });
}
