/** The λ-windows of a benchmark: penalties against worlds, the best penalty on top. */
import type { FigureSpec } from './figure.ts';
import { type HeatCell, heatPanel } from './heat.ts';
import { FAILS, NOTHING, SHADES } from './palette.ts';
import { WIDTH } from './plot.ts';
import { groupsOf, isNumberIn, meanOf, numberIn, type Row, shown, shownWeight, valuesOf } from './rows.ts';

/** Decades of the widest window that is searched for. */
const MOST = 6;

const MIXED = ' An asterisk: some seeds have no window.';

/** One penalty in one world, over the seeds. */
interface Judged {
  readonly penalty: string;
  readonly world: string;
  readonly decades: readonly number[];
  readonly rows: readonly Row[];
}

export const windows: FigureSpec = {
  name: 'windows',
  commands: ['benchmark'],
  csv: 'summary.csv',
  columns: ['world', 'penalty', 'decades', 'low', 'high', 'censored', 'note'],
  merges: true,
  draw({ rows, plotter }) {
    const judged = groupsOf(rows, ({ world, penalty }) => `${world} ${penalty}`).map(
      ([, own]): Judged => ({
        penalty: own[0].penalty,
        world: own[0].world,
        decades: own.filter((row) => isNumberIn(row, 'decades')).map((row) => numberIn(row, 'decades')),
        rows: own,
      }),
    );
    const scores = groupsOf(judged, ({ penalty }) => penalty)
      .map(([penalty, own]) => {
        const known = own.filter(({ decades }) => decades.length > 0);
        const sum = known.reduce((total, { decades }) => total + meanOf(decades), 0);
        return { penalty, known: known.length, works: known.filter(works).length, sum };
      })
      .filter(({ known }) => known > 0)
      .sort((a, b) => b.works - a.works || b.sum - a.sum);
    if (scores.length === 0) return null;
    const worlds = valuesOf(rows, 'world');
    const named = new Set(scores.map(({ penalty }) => penalty));
    const title = 'λ-windows, in decades: how far λ may vary';
    const isMixed = judged.some((one) => !works(one) && one.decades.some((value) => value > 0));
    const panel = heatPanel(plotter.plot, {
      cells: judged.filter(({ penalty }) => named.has(penalty)).map(cellOf),
      rows: scores.map(({ penalty }) => penalty),
      columns: worlds.map(shortWorld),
      notes: scores.map(({ works: count, known }) => `${count} of ${known}`),
      notesTitle: 'works in',
      width: WIDTH,
    });
    return {
      title,
      caption:
        'Each figure is the width of the λ-window: over so many powers of ten of λ, every choice of the exact ' +
        'master is acceptable. 0 means that no λ works, + that the search ended before the window did, · that ' +
        `there is no value. Penalties that work in the most worlds stand on top.${isMixed ? MIXED : ''}`,
      svg: plotter.svg([panel], { title }),
    };
  },
};

function works({ decades }: Judged): boolean {
  return decades.length > 0 && decades.every((value) => value > 0);
}

function cellOf(judged: Judged): HeatCell {
  const { penalty, world, decades, rows } = judged;
  const place = { row: penalty, column: shortWorld(world) };
  const name = `${penalty} in ${world}`;
  if (decades.length === 0) {
    const why = rows[0].note || 'no value';
    return { ...place, text: rows[0].values === 'refused' ? '!' : '·', shade: NOTHING, words: `${name}: ${why}` };
  }
  const mean = meanOf(decades);
  if (mean === 0) return { ...place, text: '0', shade: FAILS, words: `${name}: no λ works` };
  const isOpen = rows.some(({ censored }) => censored === 'high' || censored === 'both');
  const width = mean < 0.05 ? '<.1' : shown(mean, 1);
  const text = `${width}${isOpen ? '+' : ''}${works(judged) ? '' : '*'}`;
  const [low, high] = ['low', 'high'].map((end) => shownWeight(numberIn(rows[0], end)));
  const over = decades.length > 1 ? ` (mean over ${decades.length} seeds; first seed: λ from` : ` (λ from`;
  const shade = SHADES[Math.min(SHADES.length - 1, Math.floor((mean / MOST) * SHADES.length))];
  return { ...place, text, shade, words: `${name}: ${shown(mean)} decades${over} ${low} to ${high})` };
}

/** The name of a world in a narrow column. */
export function shortWorld(world: string): string {
  return world.replace(/-v\d+/, '').replace(/^.*\//, '');
}
