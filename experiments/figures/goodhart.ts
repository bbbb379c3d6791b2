/** The curve `goodhart`: what the best program does, over how many programs were searched. */
import type { FigureSpec } from './figure.ts';
import { domainOf, type Line, linePanel } from './lines.ts';
import { HARM, PENALTY, REFERENCE } from './palette.ts';
import { groupsOf, isNumberIn, numberIn, type Row } from './rows.ts';

const COLUMNS = 2;
/** A penalty beyond it would squeeze everything else. */
const MOST = 2;

export const goodhart: FigureSpec = {
  name: 'goodhart',
  commands: ['goodhart'],
  csv: 'summary.csv',
  columns: ['penalty', 'programs', 'objective', 'divergence', 'learned', 'harm', 'null_harm'],
  merges: false,
  draw({ rows, plotter }) {
    const groups = groupsOf(rows, ({ penalty }) => penalty);
    if (groups.length === 0) return null;
    const title = 'What the best of ever more programs does';
    const panels = groups.map(([penalty, own], i) => {
      const charged = own.flatMap((row) => ['divergence', 'learned'].map((column) => numberIn(row, column)));
      const top = Math.max(0, ...charged.filter(Number.isFinite));
      const lines = linesOf(own, top <= MOST);
      const [least, most] = domainOf(
        lines.flatMap(({ points }) => points.map(({ y }) => y)),
        0,
        1,
      );
      return linePanel(plotter.plot, {
        title: top <= MOST ? penalty : `${penalty} (its penalty, up to ${top.toPrecision(2)}, is not drawn)`,
        lines,
        x: {
          type: 'point',
          domain: own.map(({ programs }) => programs),
          padding: 0.1,
          label: i >= groups.length - COLUMNS ? 'programs searched' : null,
        },
        y: { domain: [least, most] },
        names: 'ends',
        room: 112,
        height: 190,
        level: numberIn(own[0], 'null_harm'),
      });
    });
    return {
      title,
      caption:
        'Each point is the best of so many programs, shortest first; “every” is the optimum over all there are. ' +
        'Where harm rises to the right, optimisation finds what the penalty misses. The dotted line is the harm ' +
        'of doing nothing.',
      svg: plotter.svg(panels, { title, columns: COLUMNS }),
    };
  },
};

function linesOf(rows: readonly Row[], hasPenalty: boolean): Line[] {
  const line = (column: string, name: string, colour: string, dash?: string): Line => ({
    name,
    colour,
    dash,
    points: rows.filter((row) => isNumberIn(row, column)).map((row) => ({ x: row.programs, y: numberIn(row, column) })),
  });
  return [
    line('objective', 'objective', REFERENCE),
    // Where a penalty reads just the harm, both are seen.
    { ...line('harm', 'harm', HARM), width: 4 },
    ...(hasPenalty
      ? [line('divergence', 'penalty', PENALTY), line('learned', 'penalty, as learned', PENALTY, '5 3')]
      : []),
  ];
}
