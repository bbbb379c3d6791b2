/** The variance formula of `calibrate`, by many repetitions. */
import { expect, test } from 'vitest';
import { compile } from '../../../core/tables/compile.ts';
import { varianceRows } from '../../../experiments/calibrate/counterfactuals.ts';
import { trainWorld } from '../../../experiments/calibrate/worlds.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 500;

test('the variance of the learned tv follows v₁/(n_S(1−ε)) + v₀/(nε), and intervals cover', async () => {
  const backend = await loadBackend(testBackend);
  const trained = await trainWorld(compile(tinyWorld) as never, { backend, seed: 0, rollouts: 2000, updates: 100 });
  const rows = await varianceRows(trained, { e: 1, s: 2 }, { seed: 0, repetitions: REPETITIONS, episodes: 1000 });
  trained.network.dispose();
  expect(rows.map(({ erasure }) => erasure)).toEqual([null, 0.5, 0.1, 0.01]);
  for (const { erasure, ratio, ratioError, covered, below, draws0 } of rows) {
    const name = `ε ${erasure}: ratio ${ratio?.toFixed(3)} ± ${ratioError?.toFixed(3)}, ${covered}, ${below}`;
    console.info(name);
    // The number of draws is itself random: that adds the share (1 − ε)/(nε) of the second term.
    const drift = erasure === null ? 0 : (1 - erasure) / draws0;
    expect(Math.abs(ratio! - 1), name).toBeLessThan(4 * ratioError! + drift);
    // A chi-squared variance over 500 repetitions has the relative error 0.063.
    expect(ratioError!, name).toBeGreaterThan(0.04);
    expect(ratioError!, name).toBeLessThan(0.1);
    // 95 % − 4 standard errors of 0.0097; 99 % − 4 of 0.0044.
    expect(covered, name).toBeGreaterThanOrEqual(0.911);
    expect(below, name).toBeGreaterThanOrEqual(0.972);
  }
  // The rarer the erasure, the larger the variance, and simulating is what observing at an even chance cannot beat at
  // p₁.
  const [, even, tenth, hundredth] = rows;
  expect(hundredth.measured).toBeGreaterThan(1.5 * tenth.measured);
  expect(even.draws0).toBeGreaterThan(tenth.draws0);
});
