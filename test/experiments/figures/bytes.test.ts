/** Figures have the same bytes wherever they are drawn. Where they shall look otherwise, `vitest -u` writes hashes. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawFigures } from '../../../experiments/figures/draw.ts';
import { loadPlotter } from '../../../experiments/figures/plot.ts';
import { tableOf } from '../../../experiments/figures/rows.ts';
import { benchmarkCsv } from '../report/made-up-run.ts';

const IMPACTS = Array.from({ length: 30 }, (_, i) => `learning,0.1,${i + 1},${0.3 / (i + 1) ** 1.7}`);

test('figures are the same bytes on every Node', async () => {
  const plotter = await loadPlotter();
  const hashes = (command: string, csv: string) =>
    drawFigures({ command, settings: {}, tables: () => [tableOf(csv)] }, plotter, () => {}).map(({ svg }) =>
      createHash('sha256').update(svg).digest('hex').slice(0, 16),
    );
  expect(hashes('million-runs', `public,accident,run,impact\n${IMPACTS.join('\n')}\n`)).toMatchInlineSnapshot(`
    [
      "3dde4480525be960",
    ]
  `);
  expect(hashes('benchmark', benchmarkCsv(4, 6))).toMatchInlineSnapshot(`
    [
      "5fdd74bbf158fd7b",
      "ce07a280ff4b8412",
    ]
  `);
});
