/** A penalty of one function of the forecasts, and what is refused of it. */
import { describe, expect, test } from 'vitest';
import { InvalidPenalty } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { exactForecaster } from '../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../core/tables/compile.ts';
import { forecastPenalty } from '../../penalties/forecast-penalty.ts';
import { checked, nothing, type Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { type CoinState, coinWorld } from '../fixtures/coin-world.ts';

const compiled = compile(coinWorld);
const raise = boot(compiled, 'raise');
const flag = (state: unknown) => (state as CoinState).flag;
const rain = (state: unknown) => (state as CoinState).rain;

/** Squared difference of the flag's means: p² exactly, and biased upward by the variances on samples. */
const squared = forecastPenalty({
  id: 'test/squared',
  summary: 'squared difference of means',
  value: (p1, p0) => (expectation(p1, flag) - expectation(p0, flag)) ** 2,
});
/** The same of the rain, which no disciple changes: 0 exactly. */
const idle = forecastPenalty({
  id: 'test/idle',
  summary: 'squared difference of rain',
  value: (p1, p0) => (expectation(p1, rain) - expectation(p0, rain)) ** 2,
});

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const measure = (penalty: typeof squared, seed: number, rollouts: number) =>
  penalty.measure({
    compiled,
    forecaster: sampledForecaster(compiled, { rollouts, seed }),
    evidence: [0],
    disciple: raise,
    seed,
  });

test('exact forecasts give the function’s value, from exact and from measure', async () => {
  const request = { compiled, evidence: [0], disciple: raise };
  expect(squared.exact(request).value).toBeCloseTo(0.09, 12);
  const measured = await squared.measure({ ...request, forecaster: exactForecaster(compiled), seed: 1 });
  expect(measured).toEqual(squared.exact(request));
  expect(measured.interval).toBeNull();
});

test('it is registered like any other penalty', () => {
  penalties.register(squared);
  expect(penalties.get('test/squared')).toBe(squared);
});

describe('from draws', () => {
  test('the plug-in’s bias is gone, and the intervals hold the exact value for at least 54 of 60 seeds', async () => {
    const n = 200;
    let held = 0;
    let raw = 0;
    let corrected = 0;
    for (const seed of SEEDS) {
      const { value, interval, parts } = await measure(squared, seed, n);
      const [low, high] = interval ?? [Number.NaN, Number.NaN];
      if (low <= 0.09 && 0.09 <= high) held++;
      raw += parts.raw / SEEDS.length;
      corrected += value / SEEDS.length;
      // 2p · √(p(1 − p)/n) = 0.0194 is a deviation; five of them.
      expect(Math.abs(value - 0.09)).toBeLessThan(5 * 0.0194);
    }
    expect(held).toBeGreaterThanOrEqual(54);
    // Var/n = 0.21 / 200 = 0.00105 is what the plug-in has too much; exactly what the correction takes, on average.
    expect(raw - corrected).toBeCloseTo(0.21 / n, 3);
    expect(Math.abs(corrected - 0.09)).toBeLessThan(3 * (0.0194 / Math.sqrt(SEEDS.length)));
  });

  test('where nothing changes, its null is what it reads', async () => {
    let above = 0;
    for (const seed of SEEDS) {
      const measured = await measure(idle, seed, 200);
      expect(measured.null.mean).toBeGreaterThan(0);
      expect(measured.null.p95).toBeGreaterThan(measured.null.mean);
      if (measured.value > measured.null.p95) above++;
    }
    // Binomial(60, 0.05) exceeds 8 with probability 0.003.
    expect(above).toBeLessThanOrEqual(8);
  });

  test('the same seed gives the same figures', async () => {
    expect(await measure(squared, 4, 300)).toEqual(await measure(squared, 4, 300));
    expect((await measure(squared, 4, 300)).value).not.toBe((await measure(squared, 5, 300)).value);
  });

  test('the branches may hold different numbers of draws', async () => {
    const forecaster = sampledForecaster(compiled, {
      rollouts: 4000,
      seed: 2,
      counterfactual: 'observed',
      erasure: 0.2,
    });
    const measured = await squared.measure({ world: coinWorld, forecaster, evidence: [0], disciple: raise, seed: 1 });
    expect(Math.abs(measured.value - 0.09)).toBeLessThan(0.03);
    expect(measured.interval?.[0]).toBeLessThan(0.09);
    expect(measured.interval?.[1]).toBeGreaterThan(0.09);
  });
});

test('the null program reads exactly 0, and the function is not called', async () => {
  const refusing = forecastPenalty({
    id: 'test/refusing',
    summary: 'must not be called',
    value: () => {
      throw new Error('called');
    },
  });
  const request = { compiled, evidence: [0], disciple: boot(compiled, '') };
  expect(refusing.exact(request).value).toBe(0);
  const forecaster = sampledForecaster(compiled, { rollouts: 10, seed: 1 });
  expect((await refusing.measure({ ...request, forecaster, seed: 1 })).interval).toEqual([0, 0]);
});

describe('a mistaken specification', () => {
  const request = { compiled, evidence: [0], disciple: raise };

  test('whose value is async is refused in one line', () => {
    const value = (async () => 0) as unknown as () => number;
    const late = forecastPenalty({ id: 'test/late', summary: 'a promise', value });
    expect(() => late.exact(request)).toThrow(InvalidPenalty);
    expect(() => late.exact(request)).toThrow(/^penalty test\/late: value must return a number, not a promise$/);
  });

  test('whose exact is async is refused in one line', () => {
    const late: Penalty = { ...squared, id: 'test/late-exact', exact: (async () => squared.exact(request)) as never };
    const check = () => checked(late, 'raise', late.exact(request), "'raise' in Coin-v0");
    expect(check).toThrow(InvalidPenalty);
    expect(check).toThrow(
      /^penalty test\/late-exact of 'raise' in Coin-v0: exact must return a measurement, not a promise$/,
    );
  });

  test('with a misspelt field is refused, with the field that was meant', () => {
    const misspelt = { id: 'test/misspelt', summary: 'x', value: () => 0, sumary: 'x' };
    expect(() => forecastPenalty(misspelt)).toThrow(
      "penalty test/misspelt: unknown field 'sumary'. Did you mean 'summary'?",
    );
    const valueless = { id: 'test/misspelt', summary: 'x', vlaue: () => 0 };
    expect(() => forecastPenalty(valueless as never)).toThrow("unknown field 'vlaue'. Did you mean 'value'?");
    const registered = { ...squared, id: 'test/misspelt', grainig: () => null };
    expect(() => penalties.register(registered as never)).toThrow(
      "penalty test/misspelt: unknown field 'grainig'. Did you mean 'graining'?",
    );
  });

  test('of a class may have fields of its own', () => {
    class Counting {
      id = 'test/counting';
      summary = 'counts its calls';
      calls = 0;
      async measure() {
        this.calls++;
        return nothing(true);
      }
      exact() {
        return nothing(false);
      }
    }
    penalties.register(new Counting());
    expect(penalties.get('test/counting').summary).toBe('counts its calls');
  });
});
