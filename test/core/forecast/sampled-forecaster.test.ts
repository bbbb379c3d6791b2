/** Sampled forecasts agree with exact ones, within their error. */
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { boot, bootArrived, NeedsTables } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { DEFAULT_ERASURE, sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { registerDice } from '../../fixtures/dice.ts';
import { expectSameLaw, lawOf, samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

registerDice();
const compiled = compile(tinyWorld);
const exact = exactForecaster(compiled);
const bounded = boot(compiled, 'bounded');
const careful = boot(compiled, 'careful');
const nothing = boot(compiled, '');
const E = [0, 1];

describe.each([
  ['a compiled world', compiled],
  ['an uncompiled world', tinyWorld],
])('sampledForecaster of %s', (_, target) => {
  test('lies within the tolerance of its number of draws of the exact law, for several seeds', () => {
    const rollouts = 4_000;
    for (const disciple of [bounded, careful, nothing]) {
      for (const x of [0, 1] as const) {
        const law = lawOf(tinyWorld, exact(E, disciple, x));
        for (const seed of [0, 1, 2]) {
          const forecast = sampledForecaster(target, { rollouts, seed })(E, disciple, x);
          expect(forecast.draws).toBe(rollouts);
          expect(totalVariation(lawOf(tinyWorld, forecast), law)).toBeLessThan(samplingTolerance(law, rollouts));
          for (const p of forecast.probabilities) expect(p * rollouts).toBeCloseTo(Math.round(p * rollouts), 6);
        }
      }
    }
  });

  test('gives the same P(e, S, 0) for every S, and draws of its own for P(e, S, 1)', () => {
    const forecaster = sampledForecaster(target, { rollouts: 500, seed: 3 });
    const erased = forecaster(E, nothing, 0);
    for (const disciple of [bounded, careful]) expect(forecaster(E, disciple, 0)).toBe(erased);
    expect(forecaster(E, bounded, 1)).toBe(forecaster(E, bounded, 1));
    // X is in the stream's name: the branches of the null program are independent draws of one law.
    expect(lawOf(tinyWorld, forecaster(E, nothing, 1))).not.toEqual(lawOf(tinyWorld, erased));
    expect(lawOf(tinyWorld, forecaster([0, 2], nothing, 0))).not.toEqual(lawOf(tinyWorld, erased));
  });

  test('repeats itself under the same seed alone', () => {
    const at = (seed: number) => lawOf(tinyWorld, sampledForecaster(target, { rollouts: 500, seed })(E, bounded, 1));
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });
});

describe('sampledForecaster', () => {
  test('does not know whether an outcome came from tables: each is a state of the world', () => {
    const forecast = sampledForecaster(compiled, { rollouts: 50, seed: 1 })(E, bounded, 1);
    for (const state of forecast.outcomes) expect(compiled.states).toContain(state);
  });

  test('cannot run a valid expression that arrives where nothing is compiled', () => {
    const rewriting: World<TinyState> = { ...tinyWorld, wire: (source, x) => (x === 1 && source ? 'clips' : '') };
    const forecaster = sampledForecaster(rewriting, { rollouts: 5, seed: 1 });
    expect(() => forecaster(E, bounded, 1)).toThrow(NeedsTables);
  });

  test.each([
    [{ rollouts: 0, seed: 1 }, /rollouts: expected a positive integer but received 0/],
    [{ rollouts: 2.5, seed: 1 }, /rollouts/],
    [{ rollouts: 5, seed: 1, counterfactual: 'observed' as const, erasure: 0 }, /erasure: expected a number between/],
    [{ rollouts: 5, seed: 1, counterfactual: 'observed' as const, erasure: 1 }, /erasure/],
  ])('refuses %j', (options, message) => {
    expect(() => sampledForecaster(compiled, options)).toThrow(InvalidOption);
    expect(() => sampledForecaster(compiled, options)).toThrow(message);
  });
});

describe('observed counterfactuals', () => {
  const observed = (seed: number, rollouts = 200, erasure = 0.2) =>
    sampledForecaster(compiled, { rollouts, seed, counterfactual: 'observed', erasure });
  const library = tinyWorld.disciples.length;

  test('pool the erased episodes of every source of the library into one P(e, S, 0)', () => {
    const forecaster = observed(1);
    const erased = forecaster(E, bounded, 0);
    for (const disciple of [careful, nothing]) {
      expectSameLaw(lawOf(tinyWorld, forecaster(E, disciple, 0)), lawOf(tinyWorld, erased));
      expect(forecaster(E, disciple, 0).draws).toBe(erased.draws);
    }
    // What did not arrive was erased: every episode of the library is in one branch or the other.
    const arrived = [bounded, careful, nothing].map((disciple) => forecaster(E, disciple, 1).draws!);
    expect(arrived.reduce((a, b) => a + b) + erased.draws!).toBe(200 * library);
    expect(erased.outcomes.every((s) => !s.present)).toBe(true);
    // A source from outside brings its own erased episodes.
    expect(forecaster(E, boot(compiled, '-cat'), 0).draws).toBeGreaterThan(erased.draws!);
  });

  test('hold as many draws as a binomial wire leaves', () => {
    const [rollouts, erasure, seeds] = [200, 0.2, 300];
    const present: number[] = [];
    const absent: number[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const forecaster = observed(seed, rollouts, erasure);
      present.push(forecaster(E, bounded, 1).draws!);
      absent.push(forecaster(E, bounded, 0).draws!);
    }
    expectBinomial(present, rollouts, 1 - erasure);
    expectBinomial(absent, rollouts * library, erasure);
  });

  test('give a difference of means without bias, of variance v₁/(n_S(1−ε)) + v₀/(nε)', () => {
    const [rollouts, erasure, seeds] = [200, 0.2, 600];
    const read = (s: TinyState) => s.cat + 2 * Number(s.broken);
    const moments = (x: 0 | 1) => {
      const forecast = exact(E, careful, x);
      const mean = expectation(forecast, read);
      return { mean, variance: expectation(forecast, (s) => (read(s) - mean) ** 2) };
    };
    const [zero, one] = [moments(0), moments(1)];
    const wanted = one.variance / (rollouts * (1 - erasure)) + zero.variance / (rollouts * library * erasure);
    const differences = Array.from({ length: seeds }, (_, seed) => {
      const forecaster = observed(seed, rollouts, erasure);
      return expectation(forecaster(E, careful, 1), read) - expectation(forecaster(E, careful, 0), read);
    });
    const mean = differences.reduce((a, b) => a + b) / seeds;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (seeds - 1);
    expect(Math.abs(mean - (one.mean - zero.mean))).toBeLessThan(4 * Math.sqrt(wanted / seeds));
    // The relative standard error of a variance is about √(2/600) = 5.8 %; four of them.
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(0.23);
  });

  test('take the default erasure, and say when no episode was erased or none arrived', () => {
    const defaults = sampledForecaster(compiled, { rollouts: 4_000, seed: 1, counterfactual: 'observed' });
    expectBinomial([defaults(E, bounded, 0).draws!], 4_000 * library, DEFAULT_ERASURE);
    expect(() => observed(1, 1, 1e-9)(E, bounded, 0)).toThrow(InvalidOption);
    expect(() => observed(1, 1, 1e-9)(E, bounded, 0)).toThrow(/enough episodes to observe X=0/);
    expect(() => observed(1, 1, 1 - 1e-9)(E, bounded, 1)).toThrow(/enough episodes to observe X=1/);
  });

  test('need not plan what never runs: an uncompiled world pools its planned library too', () => {
    const forecaster = sampledForecaster(tinyWorld, {
      rollouts: 500,
      seed: 1,
      counterfactual: 'observed',
      erasure: 0.5,
    });
    const forecast = forecaster(E, boot(tinyWorld, 'dice:0,0,0,1'), 0);
    const law = lawOf(tinyWorld, exact(E, nothing, 0));
    expect(forecast.draws).toBeGreaterThan(800);
    expect(totalVariation(lawOf(tinyWorld, forecast), law)).toBeLessThan(samplingTolerance(law, forecast.draws!));
  });
});

describe('a wire that leaks, dropping half of the source', () => {
  const leaky: World<TinyState> = {
    ...tinyWorld,
    wire: (source, x) => (x === 1 ? source : source.slice(0, Math.ceil(source.length / 2))),
  };
  const tables = compile(leaky);
  const exactly = exactForecaster(tables);
  const sampling = sampledForecaster(tables, { rollouts: 3_000, seed: 5 });
  const law = (source: string, x: 0 | 1) => lawOf(leaky, exactly(E, boot(tables, source), x));

  test('runs what arrives of the source: half a program, or a crash that is present and waits', () => {
    // Half of the first is 'clips' and some blanks, a maximiser; half of 'min(clips, 2)' is no program.
    const halved = 'clips     - broken';
    expectSameLaw(law(halved, 0), law('clips', 1));
    expectSameLaw(law('min(clips, 2)', 0), law('0', 1));
    expectSameLaw(law('', 0), lawOf(tinyWorld, exact(E, nothing, 0)));
    expect(totalVariation(law(halved, 0), law('min(clips, 2)', 0))).toBeGreaterThan(0.5);
  });

  test('is sampled as it is forecast exactly, in both branches and in pairs', () => {
    for (const source of ['clips     - broken', 'min(clips, 2)', '']) {
      const disciple = boot(tables, source);
      for (const x of [0, 1] as const) {
        const wanted = law(source, x);
        const received = lawOf(leaky, sampling(E, disciple, x));
        expect(totalVariation(received, wanted)).toBeLessThan(samplingTolerance(wanted, 3_000));
      }
      const present = source !== '';
      expect(sampling.pairs(E, disciple, 5).absent.every((s) => s.present === present)).toBe(true);
    }
  });

  test('gives the same draws to sources of which the same arrives', () => {
    const a = sampling(E, boot(tables, 'clips + 0 * 123'), 0);
    expect(lawOf(leaky, a)).toEqual(lawOf(leaky, sampling(E, boot(tables, 'clips + 7 * 123'), 0)));
    expect(bootArrived(tables, 'clips + ').source).toBe('clips + ');
  });
});

/** Counts whose mean is within four standard errors of n·p, and, where there are many, of binomial variance. */
function expectBinomial(counts: readonly number[], n: number, p: number): void {
  const mean = counts.reduce((a, b) => a + b) / counts.length;
  const variance = n * p * (1 - p);
  expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt(variance / counts.length));
  if (counts.length < 100) return;
  const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  expect(Math.abs(spread / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / counts.length));
}
