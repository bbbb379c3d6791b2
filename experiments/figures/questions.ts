/** The curve `questions`: what more questions do to the master's choice, and to a disciple that games them. */
import type { FigureSpec } from './figure.ts';
import { domainOf, type Line, linePanel } from './lines.ts';
import { REFERENCE, SERIES } from './palette.ts';
import { groupsOf, numberIn, type Row } from './rows.ts';

const COLOURS: Readonly<Record<string, string>> = { similar: SERIES[1], spread: SERIES[0] };

const PANELS = [
  ['choice_harm', 'harm of what the master sends'],
  ['choice_utility', 'utility of what it sends'],
  ['hacker_harm', 'harm of the disciple that games them'],
  ['window_decades', 'λ-window, decades'],
] as const;

export const questions: FigureSpec = {
  name: 'questions',
  commands: ['questions'],
  csv: 'summary.csv',
  columns: ['variety', 'questions', ...PANELS.map(([column]) => column)],
  merges: false,
  draw({ rows, plotter }) {
    const most = Math.max(...rows.map((row) => numberIn(row, 'questions')));
    const title = 'What more questions change';
    const panels = PANELS.map(([column, name], i) =>
      linePanel(plotter.plot, {
        title: name,
        lines: linesOf(rows, column),
        x: { label: 'questions asked', domain: [1, most], ticks: most - 1, tickFormat: 'd' },
        y: {
          domain: domainOf(
            rows.map((row) => numberIn(row, column)),
            0,
            1,
          ),
        },
        names: i === 0 ? 'top-right' : 'none',
      }),
    );
    return {
      title,
      caption:
        'Similar questions ask of one line first, spread ones of as many lines as there are; random orders are ' +
        'grey. Where a line falls sooner, fewer questions are enough before gaming them no longer pays.',
      svg: plotter.svg(panels, { title, columns: 2 }),
    };
  },
};

/** Random orders lie below the others, and share one name. */
function linesOf(rows: readonly Row[], column: string): Line[] {
  const lines = groupsOf(rows, ({ variety }) => variety).map(([variety, own]): Line => {
    const colour = COLOURS[variety];
    return {
      name: colour ? variety : variety.replace(/ \d+$/, ''),
      colour: colour ?? REFERENCE,
      width: colour ? 2.4 : 1,
      points: own.map((row) => ({ x: numberIn(row, 'questions'), y: numberIn(row, column) })),
    };
  });
  const known = new Set<string>();
  return lines
    .sort((a, b) => (a.width ?? 0) - (b.width ?? 0))
    .map((line) => {
      const isFirst = !known.has(line.name);
      known.add(line.name);
      return isFirst ? line : { ...line, name: '' };
    });
}
