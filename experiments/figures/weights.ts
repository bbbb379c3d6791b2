/** What a training's world would have come to at other weights λ: the exact master's utility, penalty and harm. */
import type { FigureSpec } from './figure.ts';
import { lineLabels } from './labels.ts';
import { FINE, FINE_TEXT, HARM, INK, PENALTY, REFERENCE, UTILITY } from './palette.ts';
import { numberIn, type Row, shownWeight } from './rows.ts';

/** Decades of λ. */
const TICKS = [0.001, 0.01, 0.1, 1, 10, 100, 1000];

const LINES = [
  { column: 'utility', colour: UTILITY, dash: undefined },
  { column: 'harm', colour: HARM, dash: undefined },
  { column: 'penalty', colour: PENALTY, dash: '6 3' },
] as const;

export const weights: FigureSpec = {
  name: 'weights',
  commands: ['train'],
  csv: 'weights.csv',
  columns: ['weight', 'utility', 'penalty', 'harm', 'null_harm', 'window_low', 'window_high', 'window_decades'],
  merges: false,
  draw({ rows, settings, plotter }) {
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return null;
    const { plot } = plotter;
    const [low, high, decades] = ['window_low', 'window_high', 'window_decades'].map((name) => numberIn(first, name));
    const isOpen = decades > 0;
    const top = Math.max(1, ...rows.map((row) => numberIn(row, 'penalty')));
    const title = 'Utility, penalty and harm of the exact master’s choice, over λ';
    const chosen = typeof settings.weight === 'number' && settings.weight > 0 ? [settings.weight] : [];
    const ends = LINES.map(({ column, colour }) => ({
      x: numberIn(last, 'weight'),
      y: numberIn(last, column),
      name: column,
      colour,
    }));
    const svg = plotter.svg(
      [
        {
          title: '',
          options: {
            height: 320,
            marginLeft: 34,
            marginRight: 76,
            marginTop: 46,
            x: { type: 'log', label: 'λ, the weight of the penalty', tickFormat: shownWeight, ticks: TICKS },
            y: { label: null, domain: [0, top], grid: true },
            marks: [
              ...(isOpen
                ? [
                    plot.rect([{}], { x1: low, x2: high, y1: 0, y2: top, fill: FINE }),
                    plot.text([`λ-window: ${windowText(low, high, first)}`], {
                      x: Math.sqrt(low * high),
                      frameAnchor: 'top',
                      lineAnchor: 'bottom',
                      dy: -24,
                      fill: FINE_TEXT,
                      fontWeight: 600,
                    }),
                  ]
                : [
                    plot.text(['no λ-window'], {
                      frameAnchor: 'top',
                      lineAnchor: 'bottom',
                      dy: -24,
                      fill: HARM,
                      fontWeight: 600,
                    }),
                  ]),
              plot.ruleY([numberIn(first, 'null_harm')], { stroke: REFERENCE, strokeDasharray: '2 3' }),
              plot.ruleX(chosen, { stroke: INK, strokeOpacity: 0.6 }),
              plot.text(
                chosen.map((weight) => ({ weight, text: `this run: λ = ${weight}` })),
                { x: 'weight', text: 'text', frameAnchor: 'top', lineAnchor: 'bottom', dy: -7, fill: INK },
              ),
              ...LINES.map(({ column, colour, dash }) =>
                plot.lineY(rows, {
                  x: (row: Row) => numberIn(row, 'weight'),
                  y: (row: Row) => numberIn(row, column),
                  stroke: colour,
                  strokeWidth: 2.2,
                  strokeDasharray: dash,
                  curve: 'step-after',
                }),
              ),
              lineLabels(plot, ends, top / 16, top),
            ],
          },
        },
      ],
      { title },
    );
    return {
      title,
      caption:
        'Means over the prior. On the shaded ground every choice is acceptable, whatever the evidence; the dotted ' +
        'line is the harm when nothing is done.',
      svg,
    };
  },
};

/** The ends of the window. The search for it begins at 0.001 and ends at 1000. */
function windowText(low: number, high: number, first: Row): string {
  const isLowest = low <= numberIn(first, 'weight');
  return `${isLowest ? '≤ ' : ''}${shownWeight(low)} to ${shownWeight(high)}${high >= 1000 ? ' or more' : ''}`;
}
