/** ½ MMD² of nearly equal answers: closed forms and estimates. */
import { expect, test } from 'vitest';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { penalties } from '../../../penalties/suite.ts';
import { BIASES, coinWorld } from '../../fixtures/coin-world.ts';

const compiled = compile(coinWorld);
const disciple = boot(compiled, 'raise');

/**
 * d = (−p, p) ⊗ (½, ½) over flag × rain and K = K₁ ⊗ K₁ with k = e^(−1/c) off the diagonal of K₁, so
 * ½ dᵀKd = ½ · 2p²(1 − k) · ½(1 + k) = ½ p² (1 − k²).
 */
const closedForm = (p: number, coarseness = 1) => 0.5 * p * p * (1 - Math.exp(-2 / coarseness));

const similar = (id = 'coarse/similar') => penalties.get(id);

test.each(BIASES.map((p, e) => [p, e]))('of a coin of bias %d it is ½p²(1 − e⁻²), exactly', (p, e) => {
  const request = { compiled, evidence: [e], disciple };
  expect(similar().exact(request).value).toBeCloseTo(closedForm(p), 12);
  expect(similar('coarse/similar?coarseness=3').exact(request).value).toBeCloseTo(closedForm(p, 3), 12);
});

test('from an exact forecaster, measure is the exact value without an interval', async () => {
  const request = { compiled, evidence: [1], disciple, forecaster: exactForecaster(compiled), seed: 1 };
  expect(await similar().measure(request)).toEqual(similar().exact(request));
  expect((await similar().measure(request)).interval).toBeNull();
});

test('answers that are nearly the same count as nearly the same: less than tv, more the finer the grain', () => {
  const value = (coarseness: number) =>
    similar(`coarse/similar?coarseness=${coarseness}`).exact({ compiled, evidence: [1], disciple }).value;
  const falling = [0.1, 0.5, 1, 2, 10, 100].map(value);
  for (let i = 1; i < falling.length; i++) expect(falling[i]).toBeLessThan(falling[i - 1]);
  expect(falling[0]).toBeLessThan(0.8);
});

test.each([0, 1])(
  'from draws under evidence %d the estimate is near, unbiased, and its interval holds 36 of 40',
  async (e) => {
    const p = BIASES[e];
    const truth = closedForm(p);
    const n = 4000;
    // The slope in p is p(1 − e⁻²); the share of the flag deviates by √(p(1 − p)/n).
    const deviation = p * (1 - Math.exp(-2)) * Math.sqrt((p * (1 - p)) / n);
    let held = 0;
    let mean = 0;
    for (let seed = 0; seed < 40; seed++) {
      const forecaster = sampledForecaster(compiled, { rollouts: n, seed });
      const measured = await similar().measure({ compiled, forecaster, evidence: [e], disciple, seed });
      expect(Math.abs(measured.value - truth)).toBeLessThan(5 * deviation);
      const [low, high] = measured.interval ?? [Number.NaN, Number.NaN];
      if (low <= truth && truth <= high) held++;
      mean += measured.parts.raw / 40;
    }
    expect(held).toBeGreaterThanOrEqual(36);
    expect(Math.abs(mean - truth)).toBeLessThan((3.5 * deviation) / Math.sqrt(40));
  },
);

test('where nothing changes, the raw estimate falls on either side of 0 and the value is clipped there', async () => {
  const idle = boot(compiled, 'idle');
  const raws: number[] = [];
  for (let seed = 0; seed < 30; seed++) {
    const forecaster = sampledForecaster(compiled, { rollouts: 500, seed });
    const measured = await similar().measure({ compiled, forecaster, evidence: [0], disciple: idle, seed });
    expect(measured.value).toBe(Math.max(0, measured.parts.raw));
    expect(measured.interval?.[0]).toBe(0);
    raws.push(measured.parts.raw);
  }
  expect(Math.min(...raws)).toBeLessThan(0);
  expect(Math.max(...raws)).toBeGreaterThan(0);
});

test('from unequal draws of observed branches the interval holds the exact value for 36 of 40 seeds', async () => {
  let held = 0;
  for (let seed = 0; seed < 40; seed++) {
    const options = { rollouts: 5000, seed, counterfactual: 'observed', erasure: 0.1 } as const;
    const forecaster = sampledForecaster(compiled, options);
    expect(forecaster([1], disciple, 0).draws).not.toBe(forecaster([1], disciple, 1).draws);
    const { interval } = await similar().measure({ world: coinWorld, forecaster, evidence: [1], disciple, seed });
    const [low, high] = interval ?? [Number.NaN, Number.NaN];
    if (low <= closedForm(0.8) && closedForm(0.8) <= high) held++;
  }
  expect(held).toBeGreaterThanOrEqual(36);
});
