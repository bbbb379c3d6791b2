/** The best program of all beside the library's best, over λ: what it gains, and what harm it does. */
import type { FigureSpec } from './figure.ts';
import { domainOf, type Line, linePanel } from './lines.ts';
import { HARM, REFERENCE, UTILITY } from './palette.ts';
import { groupsOf, isNumberIn, numberIn, type Row } from './rows.ts';

/** Worlds and penalties that are drawn at most. */
const MOST = 8;

export const optimum: FigureSpec = {
  name: 'optimum',
  commands: ['optimum'],
  csv: 'summary.csv',
  columns: ['world', 'penalty', 'evidence', 'weight', 'low', 'library_objective', 'library_harm', 'harm', 'null_harm'],
  merges: false,
  draw({ rows, plotter }) {
    const groups = groupsOf(rows, ({ world, penalty }) => `${world} against ${penalty}`);
    if (groups.length === 0) return null;
    const { plot } = plotter;
    const title = 'The best program of all, beside the library’s best';
    const panels = groups.slice(0, MOST).flatMap(([name, own], i) => {
      const weights = [...new Set(own.map((row) => numberIn(row, 'weight')))].sort((a, b) => a - b).map(String);
      const x = {
        type: 'point',
        padding: 0.1,
        domain: weights,
        label: i === Math.min(MOST, groups.length) - 1 ? 'λ' : null,
      } as const;
      const values = (columns: readonly string[]) => own.flatMap((row) => columns.map((c) => numberIn(row, c)));
      const shared = { height: 200, names: 'ends', room: 92, x } as const;
      return [
        linePanel(plot, {
          ...shared,
          title: `objective: ${name}`,
          lines: linesOf(own, 'low', UTILITY, 'library_objective'),
          y: { domain: domainOf(values(['low', 'library_objective']), 0, 1) },
        }),
        linePanel(plot, {
          ...shared,
          title: 'harm',
          lines: linesOf(own, 'harm', HARM, 'library_harm'),
          y: { domain: [0, 1] },
          level: numberIn(own[0], 'null_harm'),
        }),
      ];
    });
    const rest = groups.length > MOST ? ` The first ${MOST} of ${groups.length} pairs are drawn.` : '';
    return {
      title,
      caption:
        'One line for each evidence value. Where the harm of the best program lies above that of the library’s ' +
        `best, an optimiser finds what the library hides. The dotted line is the harm when nothing is done.${rest}`,
      svg: plotter.svg(panels, { title, columns: 2 }),
    };
  },
};

/** The best program in a colour, above the library's best in grey: one line of each for each evidence value. */
function linesOf(rows: readonly Row[], column: string, colour: string, library: string): Line[] {
  const groups = groupsOf(rows, ({ evidence }) => evidence);
  const lines = (name: string, of: string, own: string, width: number): Line[] =>
    groups.map(([, some], i) => ({
      name: i === 0 ? name : '',
      colour: own,
      width,
      points: some
        .filter((row) => isNumberIn(row, of))
        .sort((a, b) => numberIn(a, 'weight') - numberIn(b, 'weight'))
        .map((row) => ({ x: String(numberIn(row, 'weight')), y: numberIn(row, of) })),
    }));
  return [...lines('library’s best', library, REFERENCE, 3.5), ...lines('best of all', column, colour, 1.4)];
}
