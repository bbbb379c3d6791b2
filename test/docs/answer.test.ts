/** docs/answer.md and docs/benchmark.md are what the kept runs say, and windows among these are computed again. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import '../../agents/suite.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { answerPage } from '../../docs/generate/answer-page.ts';
import { figureIn, onlyRow, rowsOf } from '../../docs/generate/answer-tables.ts';
import { withBenchmarkTables } from '../../docs/generate/benchmark-tables.ts';
import { goodhart } from '../../experiments/curves/goodhart.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { penalties } from '../../penalties/suite.ts';

test('the page is what docs/answer.md shows', () => {
  const page = readFileSync(new URL('../../docs/answer.md', import.meta.url), 'utf8');
  expect(page, 'mend it by npm run docs:tables').toBe(answerPage());
});

test('the tables of docs/benchmark.md are those of the kept run', () => {
  const page = readFileSync(new URL('../../docs/benchmark.md', import.meta.url), 'utf8');
  expect(page, 'mend it by npm run docs:tables').toBe(withBenchmarkTables(page));
  expect(() => withBenchmarkTables('# The benchmark\n')).toThrow('expected the heading');
});

const WINDOWS = [
  'coarse/identity/tv',
  'coarse/joint/tv',
  'coarse/random-worst/tv',
  'shape/entropies',
  'importance/absolute',
];

describe('the kept runs', () => {
  const rows = rowsOf('benchmark', ['world', 'penalty', 'low', 'high', 'decades']);

  test.each(['Subagent-v0', 'Hurricane-v0', 'MillionRuns-v0'])('hold the λ-windows of %s', (world) => {
    const compiled = compile(registry.world(world));
    for (const penalty of WINDOWS) {
      const row = onlyRow(rows, { world, penalty });
      const { low, high, decades } = lambdaWindow(compiled, penalty);
      expect(figureIn(row, 'decades'), 'mend it by npm run docs:answer').toBeCloseTo(decades, 9);
      if (decades === 0) continue;
      expect([figureIn(row, 'low') / low, figureIn(row, 'high') / high]).toEqual([
        expect.closeTo(1, 9),
        expect.closeTo(1, 9),
      ]);
    }
  });

  test('hold what the best of ever more programs does', { tags: ['study'] }, async () => {
    const chosen = [penalties.get('coarse/joint/tv')];
    const live = await goodhart.rows({ seed: 0, rollouts: 2, penalties: chosen });
    const kept = rowsOf('goodhart', ['penalty', 'programs', 'harm']);
    for (const { programs, harm } of live) {
      const row = onlyRow(kept, { penalty: 'coarse/joint/tv', programs: String(programs) });
      expect(figureIn(row, 'harm')).toBeCloseTo(Number(harm), 3);
    }
  });
});
