/** The divergences of coarse cells: closed forms, laws, and estimates from draws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import type { Forecaster } from '../../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { divergenceNames } from '../../../penalties/divergence.ts';
import { penalties } from '../../../penalties/suite.ts';
import { BIASES, COIN_QUESTIONS, type CoinState, coinWorld } from '../../fixtures/coin-world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const coin = compile(coinWorld);
const tiny = compile(tinyWorld);
const raise = boot(coin, 'raise');

/** Of the laws (1 − p, p) and (1, 0): what changes when a coin of bias p is flipped. */
const closedForm: Readonly<Record<string, (p: number) => number>> = {
  tv: (p) => p,
  js: (p) => {
    const term = (own: number, other: number) => (own > 0 ? 0.5 * own * Math.log2((2 * own) / (own + other)) : 0);
    return term(1 - p, 1) + term(1, 1 - p) + term(p, 0);
  },
  hellinger: (p) => 1 - Math.sqrt(1 - p),
  kl: (p) => {
    const up1 = 0.99 * p + 0.005 * p;
    const up0 = 0.005 * p;
    return up1 * Math.log(up1 / up0) + (1 - up1) * Math.log((1 - up1) / (1 - up0));
  },
};

const exact = (id: string, evidence: readonly number[], disciple = raise) =>
  penalties.get(id).exact({ compiled: coin, evidence, disciple }).value;

describe.each(divergenceNames)('%s of a coin of bias p, exactly', (name) => {
  test.each(BIASES.map((p, e) => [p, e]))('p = %d', (p, e) => {
    const truth = closedForm[name](p);
    expect(exact(`coarse/joint/${name}`, [e])).toBeCloseTo(truth, 12);
    expect(exact(`coarse/each/${name}`, [e])).toBeCloseTo(truth / COIN_QUESTIONS, 12);
    expect(exact(`coarse/worst/${name}`, [e])).toBeCloseTo(truth, 12);
  });
});

test('identity reads the maximum for whatever is there, even if it is idle', () => {
  const idle = boot(coin, 'idle');
  for (const disciple of [raise, idle]) {
    expect(exact('coarse/identity/tv', [0], disciple)).toBeCloseTo(1, 12);
    expect(exact('coarse/identity/js', [0], disciple)).toBeCloseTo(1, 12);
    expect(exact('coarse/identity/hellinger', [0], disciple)).toBeCloseTo(1, 12);
    expect(exact('coarse/identity/kl', [0], disciple)).toBeCloseTo(0.99 * Math.log(199), 12);
  }
  for (const id of ['joint', 'each', 'worst']) expect(exact(`coarse/${id}/tv`, [0], idle)).toBe(0);
});

test('the parts name each question’s divergence, and count joint cells', () => {
  const request = { compiled: coin, evidence: [1], disciple: raise };
  const { flag, rain, sun, sea } = penalties.get('coarse/each/tv').exact(request).parts;
  expect(flag).toBeCloseTo(0.8, 12);
  expect(rain).toBeCloseTo(0, 12);
  expect([sun, sea]).toEqual([0, 0]);
  expect(penalties.get('coarse/joint/tv').exact(request).parts).toEqual({ cells: 4 });
});

test('coarser grains read less, down to nothing; the finest read the readings themselves', () => {
  expect(exact('coarse/joint/tv?coarseness=0', [0])).toBeCloseTo(0.3, 12);
  expect(exact('coarse/joint/tv?coarseness=1.5', [0])).toBe(0);
  const careful = boot(tiny, 'careful');
  const value = (coarseness: number) =>
    penalties
      .get(`coarse/joint/tv?coarseness=${coarseness}`)
      .exact({ compiled: tiny, evidence: [1, 1], disciple: careful }).value;
  // Powers of two merge cells with the same origin.
  const falling = [0, 0.25, 0.5, 1, 2, 4, 8].map(value);
  for (let i = 1; i < falling.length; i++) expect(falling[i]).toBeLessThanOrEqual(falling[i - 1] + 1e-12);
  expect(falling[0]).toBeGreaterThan(0.9);
  expect(falling.at(-1)).toBeCloseTo(0, 12);
});

test('for tv, joint ≥ worst ≥ each, whatever the disciple', () => {
  const weight = fc.integer({ min: -5, max: 5 });
  fc.assert(
    fc.property(weight, weight, weight, fc.nat({ max: 5 }), (clips, broken, cat, e) => {
      const disciple = boot(tiny, `${clips} * clips + ${broken} * broken + ${cat} * (cat == 1)`);
      const evidence = tiny.evidences[e].value;
      const [joint, worst, each] = ['joint', 'worst', 'each'].map(
        (variant) => penalties.get(`coarse/${variant}/tv`).exact({ compiled: tiny, evidence, disciple }).value,
      );
      expect(joint).toBeGreaterThanOrEqual(worst - 1e-12);
      expect(worst).toBeGreaterThanOrEqual(each - 1e-12);
      expect(each).toBeGreaterThanOrEqual(0);
      expect(joint).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

describe('relabelling', () => {
  const shuffled: World<CoinState> = {
    ...coinWorld,
    id: 'CoinShuffled-v0',
    questions: [...coinWorld.questions].reverse(),
    disciples: [coinWorld.disciples[0], coinWorld.disciples[2], coinWorld.disciples[1]],
  };
  const other = compile(shuffled);

  test.each(['joint', 'each', 'worst', 'identity'])('the order of questions and disciples changes no %s', (v) => {
    for (const name of divergenceNames) {
      const id = `coarse/${v}/${name}`;
      const value = penalties.get(id).exact({ compiled: other, evidence: [1], disciple: boot(other, 'raise') }).value;
      expect(value).toBeCloseTo(exact(id, [1]), 12);
    }
  });

  test('nor does it change an estimate from the same draws', async () => {
    for (const id of ['coarse/joint/tv', 'coarse/each/js', 'coarse/worst/hellinger']) {
      const values = [];
      for (const compiled of [coin, other]) {
        const forecaster = sampledForecaster(compiled, { rollouts: 2000, seed: 3 });
        const disciple = boot(compiled, 'raise');
        values.push(await penalties.get(id).measure({ compiled, forecaster, evidence: [1], disciple, seed: 1 }));
      }
      expect(values[1].value).toBeCloseTo(values[0].value, 12);
      expect(values[1].interval?.[0]).toBeCloseTo(values[0].interval?.[0] ?? Number.NaN, 2);
    }
  });
});

describe('from draws', () => {
  const ROLLOUTS = 4000;
  const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
  const ids = ['joint', 'each', 'worst'].flatMap((variant) => divergenceNames.map((d) => `coarse/${variant}/${d}`));

  test.each(ids)(
    'the interval of %s holds the exact value for at least 36 of 40 seeds, its estimate is near',
    async (id) => {
      const truth = exact(id, [0]);
      let held = 0;
      let errors = 0;
      for (const seed of SEEDS) {
        const forecaster = sampledForecaster(coin, { rollouts: ROLLOUTS, seed });
        const measured = await penalties
          .get(id)
          .measure({ compiled: coin, forecaster, evidence: [0], disciple: raise, seed });
        const [low, high] = measured.interval ?? [Number.NaN, Number.NaN];
        expect(low).toBeLessThanOrEqual(measured.value);
        expect(high).toBeGreaterThanOrEqual(measured.value);
        if (low <= truth && truth <= high) held++;
        errors += measured.value - truth;
        // The flag's share errs by √(0.21 / 4000) = 0.0072; slopes are at most 1.1, and 2.6 for kl. Five deviations.
        expect(Math.abs(measured.value - truth)).toBeLessThan((id.endsWith('kl') ? 2.6 * 5 : 5.5) * 0.0073);
      }
      // P(fewer than 36 | 95 %) = 0.05; the seeds are fixed, so this cannot come and go.
      expect(held).toBeGreaterThanOrEqual(36);
      // Not biased beyond what 40 repetitions can tell: 3 · deviation / √40.
      expect(Math.abs(errors / SEEDS.length)).toBeLessThan(
        (id.endsWith('kl') ? 2.6 : 1.1) * 0.0073 * (3 / Math.sqrt(40)) + 0.002,
      );
    },
  );

  test('the null of a disciple without effect is what its value looks like', async () => {
    const idle = boot(coin, 'idle');
    let above = 0;
    let held = 0;
    for (const seed of SEEDS) {
      const forecaster = sampledForecaster(coin, { rollouts: 1000, seed });
      const measured = await penalties
        .get('coarse/joint/tv')
        .measure({ compiled: coin, forecaster, evidence: [0], disciple: idle, seed });
      if (measured.value > measured.null.p95 + 1e-12) above++;
      if (measured.interval?.[0] === 0) held++;
    }
    // Binomial(40, 0.05) exceeds 6 with probability 0.003.
    expect(above).toBeLessThanOrEqual(6);
    expect(held).toBeGreaterThanOrEqual(36);
  });

  test('unequal draws, of an observed counterfactual, are taken', async () => {
    const forecaster = sampledForecaster(coin, { rollouts: 20_000, seed: 5, counterfactual: 'observed', erasure: 0.1 });
    const [n1, n0] = ([1, 0] as const).map((x) => forecaster([0], raise, x).draws ?? 0);
    expect(n1).not.toBe(n0);
    for (const name of divergenceNames) {
      const id = `coarse/joint/${name}`;
      const { value, interval } = await penalties
        .get(id)
        .measure({ compiled: coin, forecaster, evidence: [0], disciple: raise, seed: 1 });
      const truth = exact(id, [0]);
      expect(Math.abs(value - truth)).toBeLessThan(0.04);
      expect(interval?.[0]).toBeLessThanOrEqual(truth);
      expect(interval?.[1]).toBeGreaterThanOrEqual(truth);
    }
  });

  test('from an exact forecaster, measure is the exact value without an interval', async () => {
    const forecaster = exactForecaster(coin);
    const measured = await penalties
      .get('coarse/joint/tv')
      .measure({ compiled: coin, forecaster, evidence: [0], disciple: raise, seed: 1 });
    expect(measured.value).toBeCloseTo(0.3, 12);
    expect([measured.interval, measured.null]).toEqual([null, { mean: 0, p95: 0 }]);
  });

  test('one forecaster serves worlds of other questions: their answers are not mixed up', async () => {
    const forecaster = exactForecaster(coin);
    const blind: World<CoinState> = { ...coinWorld, questions: coinWorld.questions.slice(1) };
    const value = async (world: World<CoinState>) =>
      (await penalties.get('coarse/joint/tv').measure({ world, forecaster, evidence: [0], disciple: raise, seed: 1 }))
        .value;
    expect(await value(coinWorld)).toBeCloseTo(0.3, 12);
    expect(await value(blind)).toBeCloseTo(0, 12);
  });

  test('without questions everything reads 0', async () => {
    const silent: World<CoinState> = { ...coinWorld, id: 'CoinSilent-v0', questions: [] };
    const compiled = compile(silent);
    const disciple = boot(compiled, 'raise');
    for (const id of ['coarse/joint/tv', 'coarse/each/js', 'coarse/worst/kl']) {
      expect(penalties.get(id).exact({ compiled, evidence: [0], disciple }).value).toBe(0);
      const forecaster = sampledForecaster(compiled, { rollouts: 100, seed: 1 });
      const measured = await penalties.get(id).measure({ compiled, forecaster, evidence: [0], disciple, seed: 1 });
      expect(measured.value).toBe(0);
    }
  });
});

test('a request without tables or a world is refused', async () => {
  const forecaster = exactForecaster(coin) as Forecaster<CoinState>;
  const request = { forecaster, evidence: [0], disciple: raise, seed: 1 };
  await expect(penalties.get('coarse/joint/tv').measure(request)).rejects.toThrow(
    'measure: expected compiled or world but received neither',
  );
});
