/** What masters that write reach, beside other programs: one row each. */
import type { FigureSpec } from './figure.ts';
import { domainOf } from './lines.ts';
import { REFERENCE, UTILITY } from './palette.ts';
import type { Panel } from './plot.ts';
import { groupsOf, isNumberIn, numberIn, type Row } from './rows.ts';

/** What masters are compared with, the weakest first. */
const YARDSTICKS = [
  ['random', 'the best random program'],
  ['constant', 'one source for all evidence'],
  ['library', 'the library’s best'],
  ['enumerate', 'the best short program'],
  ['optimum_high', 'every program, at most'],
] as const;

export const writers: FigureSpec = {
  name: 'writers',
  commands: ['writers'],
  csv: 'summary.csv',
  columns: ['world', 'agent', 'seed', 'objective', 'library', 'constant', 'random', 'enumerate', 'optimum_high'],
  merges: true,
  draw({ rows, plotter }) {
    const { plot } = plotter;
    const title = 'What masters reach that write their programs';
    const panels = groupsOf(rows, ({ world }) => world).map(([world, own]): Panel => {
      const agents = groupsOf(own, ({ agent }) => agent).map(([agent]) => agent);
      const measured = [
        ...own.map((row) => ({ name: row.agent, value: numberIn(row, 'objective'), colour: UTILITY, seed: row.seed })),
        ...YARDSTICKS.flatMap(([column, name]) =>
          yardstick(own, column).map((value) => ({ name, value, seed: '' })),
        ).map((one) => ({ ...one, colour: REFERENCE })),
      ];
      const names = [...agents, ...YARDSTICKS.map(([, name]) => name)].filter((name) =>
        measured.some((one) => one.name === name),
      );
      return {
        title: world,
        options: {
          height: 22 * names.length + 52,
          marginLeft: 190,
          marginRight: 20,
          marginTop: 6,
          x: { label: 'objective: utility − λ · penalty', grid: true, domain: around(measured), ticks: 6 },
          y: { domain: names, label: null, padding: 0.4 },
          marks: [
            plot.ruleY(names, { y: (name: string) => name, stroke: REFERENCE, strokeOpacity: 0.15 }),
            plot.dot(measured, {
              x: 'value',
              y: 'name',
              fill: 'colour',
              r: 4,
              fillOpacity: 0.75,
              title: ({ seed, value }: (typeof measured)[number]) => `${seed === '' ? '' : `seed ${seed}: `}${value}`,
            }),
          ],
        },
      };
    });
    return panels.length === 0
      ? null
      : {
          title,
          caption:
            'A dot for each seed; means over the prior. Masters are blue, and what they are compared with is ' +
            'grey: the further to the right, the better. Nothing can lie to the right of “every program”.',
          svg: plotter.svg(panels, { title }),
        };
  },
};

/** The axis: at least so wide that the noise of rounding is not seen. */
function around(measured: readonly { readonly value: number }[]): [number, number] {
  const [least, most] = domainOf(measured.map(({ value }) => value));
  const margin = Math.max(0.02, (most - least) * 0.08);
  return [least - margin, most + margin];
}

/** The different values of a yardstick. */
function yardstick(rows: readonly Row[], column: string): number[] {
  return [...new Set(rows.filter((row) => isNumberIn(row, column)).map((row) => numberIn(row, column)))];
}
