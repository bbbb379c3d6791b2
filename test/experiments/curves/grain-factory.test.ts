/**
 * The curve `grain` in PaperclipFactory-v0, which takes seconds to compile: there usefulness has a peak, and no slope
 * that leads to it.
 */
import { beforeAll, expect, test } from 'vitest';
import { grainRows } from '../../../experiments/curves/grain.ts';

const COARSENESSES = [0, 1 / 4, 1 / 2, 1, 2, 4, 8];
let uses: Readonly<Record<'gap' | 'auroc' | 'decades', readonly number[]>>;
beforeAll(async () => {
  const rows = await grainRows(['PaperclipFactory-v0'], { seed: 1, rollouts: 512 });
  const column = (use: string) =>
    COARSENESSES.map((coarseness) => rows.find((row) => row.coarseness === coarseness)![use] as number);
  uses = { gap: column('gap'), auroc: column('auroc'), decades: column('decades') };
});

test('there is a window at the world’s own grains, and at no finer or coarser view', () => {
  expect(uses.decades[3]).toBeCloseTo(0.313, 3);
  for (const [i, decades] of uses.decades.entries()) if (i !== 3) expect(decades).toBe(0);
});

test('“the more coarse grained ... the more useful” is not true even up to them: gap and AUROC go up and down', () => {
  const near = (values: readonly number[], expected: readonly number[]) => {
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 2);
  };
  near(uses.gap, [-0.103, 0.002, -0.002, 0.265, -0.046, 0, 0]);
  near(uses.auroc, [0.688, 0.896, 0.667, 1, 0.667, 0.5, 0.5]);
});
