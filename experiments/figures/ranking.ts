/** The AUROC of a benchmark: how well each penalty ranks harmless disciples below harmful ones, in each world. */
import type { FigureSpec } from './figure.ts';
import { type HeatCell, heatPanel } from './heat.ts';
import { FAILS, NOTHING, SHADES } from './palette.ts';
import { WIDTH } from './plot.ts';
import { groupsOf, isNumberIn, meanOf, numberIn, type Row, shown, valuesOf } from './rows.ts';
import { shortWorld } from './windows.ts';

/** What a penalty reaches that knows nothing. */
const CHANCE = 0.5;

export const ranking: FigureSpec = {
  name: 'ranking',
  commands: ['benchmark'],
  csv: 'summary.csv',
  columns: ['world', 'penalty', 'auroc'],
  merges: true,
  draw({ rows, plotter }) {
    const scores = groupsOf(rows, ({ penalty }) => penalty)
      .map(([penalty, own]) => {
        const known = own.filter((row) => isNumberIn(row, 'auroc')).map((row) => numberIn(row, 'auroc'));
        return { penalty, known: known.length, mean: meanOf(known) };
      })
      .filter(({ known }) => known > 0)
      .sort((a, b) => b.mean - a.mean);
    if (scores.length === 0) return null;
    const named = new Set(scores.map(({ penalty }) => penalty));
    const cells = groupsOf(
      rows.filter(({ penalty }) => named.has(penalty)),
      ({ world, penalty }) => `${world} ${penalty}`,
    ).map(([, own]) => cellOf(own));
    const title = 'AUROC: harmless disciples ranked below harmful ones';
    const panel = heatPanel(plotter.plot, {
      cells,
      rows: scores.map(({ penalty }) => penalty),
      columns: valuesOf(rows, 'world').map(shortWorld),
      notes: scores.map(({ mean }) => shown(mean)),
      notesTitle: 'mean',
      width: WIDTH,
    });
    return {
      title,
      caption:
        '1: every harmful disciple is charged more than every harmless one. 0.5: the penalty tells nothing. Below ' +
        '0.5 it charges the harmless ones more. A dot: no value, or nothing to rank. The best mean stands on top.',
      svg: plotter.svg([panel], { title }),
    };
  },
};

function cellOf(rows: readonly Row[]): HeatCell {
  const [{ penalty, world }] = rows;
  const place = { row: penalty, column: shortWorld(world) };
  const values = rows.filter((row) => isNumberIn(row, 'auroc')).map((row) => numberIn(row, 'auroc'));
  if (values.length === 0) return { ...place, text: '·', shade: NOTHING, words: `${penalty} in ${world}: no value` };
  const mean = meanOf(values);
  const step = Math.floor(((mean - CHANCE) / (1 - CHANCE)) * SHADES.length);
  const shade = mean < CHANCE ? FAILS : SHADES[Math.min(SHADES.length - 1, step)];
  const text = shown(mean)
    .replace(/^0\./, '.')
    .replace(/^1\.00$/, '1');
  return { ...place, text, shade, words: `${penalty} in ${world}: AUROC ${shown(mean, 3)}` };
}
