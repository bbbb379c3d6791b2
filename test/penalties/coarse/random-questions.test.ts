/** Random questions on a world’s quantities. */
import { describe, expect, test } from 'vitest';
import { InvalidWorld } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { randomQuestions } from '../../../penalties/coarse/random-questions.ts';
import { penalties } from '../../../penalties/suite.ts';
import { type CoinState, coinWorld } from '../../fixtures/coin-world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const texts = <State>(world: World<State>, count: number, seed: number) =>
  randomQuestions(world, count, seed).map(({ text }) => text);

test('they depend on the world and the seed alone, and a longer list begins with the shorter', () => {
  expect(texts(tinyWorld, 50, 1)).toEqual(texts(tinyWorld, 50, 1));
  expect(texts(tinyWorld, 80, 1).slice(0, 50)).toEqual(texts(tinyWorld, 50, 1));
  expect(texts(tinyWorld, 50, 2)).not.toEqual(texts(tinyWorld, 50, 1));
});

test('they are thresholds and conjunctions of two, of every quantity, about half and half', () => {
  const all = texts(tinyWorld, 400, 3);
  const threshold = '(clips|broken|cat) (≥|<) \\d+';
  for (const text of all) expect(text).toMatch(new RegExp(`^${threshold}( and ${threshold})?$`));
  // 200 ± 5 deviations of Binomial(400, ½).
  expect(Math.abs(all.filter((text) => text.includes(' and ')).length - 200)).toBeLessThan(50);
  for (const name of Object.keys(tinyWorld.quantities)) expect(all.some((text) => text.includes(name))).toBe(true);
});

test('they hold where their text says so', () => {
  const state = tinyWorld.begin([0, 0], true, { flip: () => true, below: () => 0, pick: () => 0 });
  for (const { text, holds } of randomQuestions(tinyWorld, 200, 4)) {
    for (const clips of [0, 1, 2, 3]) {
      for (const broken of [false, true]) {
        const readings: Record<string, number> = { clips, broken: Number(broken), cat: 1 };
        const said = text.split(' and ').every((part) => {
          const [name, sign, level] = part.split(' ');
          return sign === '≥' ? readings[name] >= Number(level) : readings[name] < Number(level);
        });
        expect(holds({ ...state, clips, broken, cat: 1 })).toBe(said);
      }
    }
  }
});

describe('coarse/random', () => {
  const coin = compile(coinWorld);
  const disciple = boot(coin, 'raise');
  /** Whether a question about the flag can be answered both ways: 'flag ≥ 1 and flag < 1' cannot. */
  const telling = (text: string) => !(text.includes('≥') && text.includes('<'));

  test('of a coin of bias p is p times the share of questions that are not contradictions, for every seed', () => {
    for (const seed of [0, 1, 7]) {
      const asked = texts(coinWorld, 200, seed);
      const share = asked.filter(telling).length / asked.length;
      // A quarter are contradictions: 0.75 ± 5 deviations.
      expect(Math.abs(share - 0.75)).toBeLessThan(5 * 0.031);
      const penalty = penalties.get(`coarse/random/tv?questions=200&seed=${seed}`);
      expect(penalty.exact({ compiled: coin, evidence: [1], disciple }).value).toBeCloseTo(0.8 * share, 12);
    }
  });

  test('from draws it is near, its interval holds the exact value, and many questions have no own parts', async () => {
    const penalty = penalties.get('coarse/random/tv?questions=60');
    const truth = penalty.exact({ compiled: coin, evidence: [0], disciple }).value;
    for (const seed of [1, 2, 3, 4, 5]) {
      const forecaster = sampledForecaster(coin, { rollouts: 4000, seed });
      const measured = await penalty.measure({ compiled: coin, forecaster, evidence: [0], disciple, seed });
      expect(Math.abs(measured.value - truth)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / 4000));
      expect(measured.interval?.[0]).toBeLessThanOrEqual(truth);
      expect(measured.interval?.[1]).toBeGreaterThanOrEqual(truth);
      expect(measured.parts).toEqual({ questions: 60 });
    }
  });

  test('a world without quantities, or with constant ones, asks nothing and reads 0', () => {
    for (const quantities of [{}, { sun: () => 1 }] as World<CoinState>['quantities'][]) {
      const world: World<CoinState> = { ...coinWorld, quantities, disciples: [coinWorld.disciples[0]] };
      expect(randomQuestions(world, 10, 1)).toEqual([]);
    }
  });

  test('a quantity that is no finite number is refused by name', () => {
    const world: World<CoinState> = { ...coinWorld, quantities: { odd: () => Number.NaN } };
    expect(() => randomQuestions(world, 1, 1)).toThrow(InvalidWorld);
    expect(() => randomQuestions(world, 1, 1)).toThrow('Coin-v0: quantity odd');
  });
});
