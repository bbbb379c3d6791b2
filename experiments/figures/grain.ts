/** The curve `grain`: how useful relative importance is, as the answers grow coarser. */
import type { FigureSpec } from './figure.ts';
import { domainOf, linePanel } from './lines.ts';
import { SERIES } from './palette.ts';
import { isNumberIn, numberIn, type Row, valuesOf } from './rows.ts';
import { shortWorld } from './windows.ts';

const PANELS = [
  ['gap', 'gap: least harmful − greatest acceptable'],
  ['auroc', 'AUROC'],
  ['decades', 'λ-window, decades'],
  ['ratio_l1', 'importance: the president’s by the plant’s'],
] as const;

export const grain: FigureSpec = {
  name: 'grain',
  commands: ['grain'],
  csv: 'summary.csv',
  columns: ['world', 'coarseness', ...PANELS.map(([column]) => column)],
  merges: false,
  draw({ rows, plotter }) {
    const points = rows.filter((row) => isNumberIn(row, 'coarseness'));
    if (points.length === 0) return null;
    const ladder = [...new Set(points.map((row) => numberIn(row, 'coarseness')))].sort((a, b) => a - b).map(fraction);
    const worlds = valuesOf(points, 'world');
    const title = 'What coarser answers change';
    const panels = PANELS.map(([column, name], i) =>
      linePanel(plotter.plot, {
        title: name,
        lines: worlds.map((world, w) => ({
          name: shortWorld(world),
          colour: SERIES[w % SERIES.length],
          points: points
            .filter((row) => row.world === world)
            .map((row) => ({ x: fraction(numberIn(row, 'coarseness')), y: numberIn(row, column) }))
            .sort((a, b) => ladder.indexOf(a.x) - ladder.indexOf(b.x)),
        })),
        x: { type: 'point', padding: 0.1, domain: ladder, ticks: ladder.filter(isLabelled), label: COARSENESS },
        y: {
          domain: domainOf(
            points.map((row: Row) => numberIn(row, column)),
            0,
            1,
          ),
        },
        names: i === 0 ? 'ends' : 'none',
        room: 100,
        height: 230,
      }),
    );
    return {
      title,
      caption:
        'To the left of 1 the view is finer than the world’s own grains, to the right coarser. A coarser view is ' +
        'more useful where lines rise, until no evidence shows any more.',
      svg: plotter.svg(panels, { title, columns: 2 }),
    };
  },
};

const COARSENESS = 'coarseness (1: the world’s own grains)';

/** Every second fraction has a label, for which there is room. */
function isLabelled(text: string): boolean {
  return !['1/256', '1/16', '1/2'].includes(text);
}

/** `1/4` of 0.25. */
function fraction(value: number): string {
  return value > 0 && value < 1 ? `1/${Math.round(1 / value)}` : String(value);
}
