/** Exact forecasts are the law of the world. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { compile } from '../../../core/tables/compile.ts';
import { expectSameLaw, lawOf, samplingTolerance, sumOf, totalVariation } from '../../fixtures/laws.ts';
import { lawByEpisodes, smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const forecaster = exactForecaster(compiled);
const SOURCES = ['', 'min(clips, 2)', 'clips - 10 * broken', '-cat', 'broken'];

describe('exactForecaster', () => {
  test('sums to 1 ± 1e-12, over distinct outcomes, and holds no draws', () => {
    for (const { value } of compiled.evidences) {
      for (const source of SOURCES) {
        for (const x of [0, 1] as const) {
          const forecast = forecaster(value, boot(compiled, source), x);
          expect(Math.abs(sumOf(forecast.probabilities) - 1)).toBeLessThan(1e-12);
          expect(Math.min(...forecast.probabilities)).toBeGreaterThan(0);
          expect(forecast.outcomes).toHaveLength(forecast.probabilities.length);
          expect(new Set(forecast.outcomes.map(tinyWorld.key)).size).toBe(forecast.outcomes.length);
          expect(forecast.draws).toBeNull();
        }
      }
    }
    expect(forecaster.rollouts).toBeNull();
  });

  test('sums to 1 even where a world’s own probabilities do so only within their tolerance', () => {
    const loose = { ...tinyWorld, id: 'Loose-v0' };
    loose.step = (s, a, chance) => {
      const next = tinyWorld.step(s, a, chance);
      return { ...next, cat: chance.pick([1 / 3, 1 / 3, 0.333333333], 'jump') };
    };
    const tables = compile(loose);
    const forecast = exactForecaster(tables)([0, 0], boot(tables, 'bounded'), 1);
    expect(Math.abs(sumOf(forecast.probabilities) - 1)).toBeLessThan(1e-12);
  });

  test('gives the identical P(e, S, 0) for every S, and P(e, null, 1) too', () => {
    for (const { value } of compiled.evidences) {
      const erased = forecaster(value, boot(compiled, ''), 0);
      for (const source of SOURCES) expect(forecaster(value, boot(compiled, source), 0)).toBe(erased);
      expect(forecaster(value, boot(compiled, ''), 1)).toBe(erased);
    }
  });

  test('equals the enumeration of whole episodes: the tiny world, three ticks of it', () => {
    const short = { ...tinyWorld, horizon: 3 };
    const tables = compile(short);
    for (const [source, evidence] of [
      ['min(clips, 2)', [1, 2]],
      ['clips - 10 * broken', [0, 1]],
      ['', [0, 2]],
    ] as const) {
      const disciple = boot(tables, source);
      for (const x of [0, 1] as const) {
        const wanted = lawByEpisodes(short, evidence, disciple, x === 1 && source !== '');
        expectSameLaw(lawOf(short, exactForecaster(tables)(evidence, disciple, x)), wanted);
      }
    }
  });

  test('equals the enumeration of whole episodes: small worlds at random, aftermath included', () => {
    fc.assert(
      fc.property(smallSpecs, (spec) => {
        const world = smallWorld(spec);
        const tables = compile(world);
        for (const source of ['', 'value', '-value', 'place']) {
          const disciple = boot(tables, source);
          for (const x of [0, 1] as const) {
            const forecast = exactForecaster(tables)([], disciple, x);
            expectSameLaw(lawOf(world, forecast), lawByEpisodes(world, [], disciple, x === 1 && source !== ''));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('has expectations of a closed form: the null world’s vase survives by (1 − draught)^horizon', () => {
    const broken = (s: TinyState) => Number(s.broken);
    for (const [draught, p] of [0, 0.02, 0.1].entries()) {
      const value = expectation(forecaster([0, draught], boot(compiled, ''), 0), broken);
      expect(value).toBeCloseTo(1 - (1 - p) ** tinyWorld.horizon, 12);
    }
  });

  test('draws counted, reproducible samples of its law, other ones under another name', () => {
    const disciple = boot(compiled, 'min(clips, 2)');
    const draw = (name: string, seed = 0) =>
      lawOf(tinyWorld, exactForecaster(compiled, { seed }).draw([1, 1], disciple, 1, 5_000, name));
    const law = lawOf(tinyWorld, forecaster([1, 1], disciple, 1));
    expect(forecaster.draw([1, 1], disciple, 1, 5_000, 'a').draws).toBe(5_000);
    expect(draw('a')).toEqual(draw('a'));
    for (const other of [draw('b'), draw('a', 1)]) expect(other).not.toEqual(draw('a'));
    expect(totalVariation(draw('a'), law)).toBeLessThan(samplingTolerance(law, 5_000));
  });

  test('plays pairs of branches', () => {
    const pairs = forecaster.pairs([1, 1], boot(compiled, 'min(clips, 2)'), 20);
    expect(pairs.present).toHaveLength(20);
    expect(pairs.present.every((s) => s.present) && pairs.absent.every((s) => !s.present)).toBe(true);
  });

  test('refuses evidence that the prior excludes', () => {
    expect(() => forecaster([7, 0], boot(compiled, ''), 0)).toThrow(InvalidOption);
  });
});
