/** The town: its size, the bounds on its utility, and what its options leave unchanged. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { InvalidOption, WorldTooLarge } from '../../core/base/errors.ts';
import { stream } from '../../core/base/random.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { exactForecaster } from '../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../core/forecast/forecast.ts';
import { rollOut } from '../../core/forecast/rollout.ts';
import { compile } from '../../core/tables/compile.ts';
import { enumerate, sampledChance } from '../../core/world/chance.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { readParameters, splitId } from '../../core/world/parameters.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { utilityBounds } from '../../envs/paperclip-factory/bound.ts';
import { TOWN } from '../../envs/paperclip-factory/town-size.ts';
import { type FactoryState, paperclipFactory } from '../../envs/paperclip-factory/world.ts';
import { countFactory, type FactorySize } from './count-factory.ts';

const factory = (id: string) => registry.world(id) as World<FactoryState>;
const sizeOf = (id: string) =>
  readParameters(id, paperclipFactory.parameters, splitId(id).given) as unknown as FactorySize;
const town = factory(TOWN);

describe('its size', () => {
  test.each([
    'PaperclipFactory-v0?houses=2&workers=0&horizon=12',
    'PaperclipFactory-v0?houses=1&wire=2&horizon=9',
    'PaperclipFactory-v0?width=6&houses=1&workers=2&wire=1&horizon=3',
  ])('%s compiles to exactly as many states as the walk over integers counts', (id) => {
    expect(countFactory(sizeOf(id))).toBe(compile(factory(id)).states.length);
  });

  test('the town has 151,576,576 reachable states', { tags: ['study'] }, () => {
    expect(countFactory(sizeOf(TOWN))).toBe(151_576_576);
  });

  test('compile refuses the town early, and says what to do', () => {
    const refusal = () => compile(town, { maxTransitions: 2_000_000 });
    expect(refusal).toThrow(WorldTooLarge);
    // A walk up to the limit would meet more than 40,000 states.
    expect(refusal).toThrow(
      /more than 2000000 transitions projected \(\d{1,2},?\d{3} states met\): use the sampled forecaster/,
    );
  });

  test('the town asks 15 questions and can be played by step alone', () => {
    expect(town.questions.length).toBe(15);
    const uniform = stream(1, 'town');
    const anyhow = { source: 'anyhow', act: () => Math.floor(uniform() * town.actions.length), table: null };
    for (const { value } of evidenceValues(town)) {
      const outcome = rollOut(town, value, anyhow, true, uniform);
      expect(town.questions.every(({ read }) => Number.isInteger(read(outcome)))).toBe(true);
    }
  });
});

describe('the bound on utility', () => {
  const small = [
    'PaperclipFactory-v0?houses=2&wire=2&cap=3&horizon=9',
    'PaperclipFactory-v0?houses=4&workers=0&wire=2&cap=5&horizon=14',
  ];

  test.each(small)('of %s is the value of the optimal plan in the calm factory, with and without razing', (id) => {
    const calm = compile(registry.world(id, { storms: 0 }) as World<FactoryState>);
    const bound = utilityBounds(id);
    const clips = calm.world.disciples[2].source;
    const forecast = exactForecaster(calm);
    const value = (evidence: readonly number[], source: string) =>
      expectation(forecast(evidence, boot(calm, source), 1), calm.world.utility);
    for (const { value: evidence } of calm.evidences) {
      const { any, withoutRazing } = bound(evidence);
      expect(Math.abs(any - value(evidence, clips))).toBeLessThan(1e-9);
      expect(Math.abs(withoutRazing - value(evidence, `${clips} - 100 * housesLost`))).toBeLessThan(1e-9);
    }
  });

  test('no plan in the real factory exceeds it, and a plan that razes nothing reaches the lower one', () => {
    const compiled = compile(factory(small[0]));
    const bound = utilityBounds(small[0]);
    const bounded = compiled.world.disciples[2].source;
    const forecast = exactForecaster(compiled);
    for (const { value: evidence } of compiled.evidences) {
      const { any, withoutRazing } = bound(evidence);
      const value = (source: string) =>
        expectation(forecast(evidence, boot(compiled, source), 1), compiled.world.utility);
      expect(value(bounded)).toBeLessThanOrEqual(any + 1e-9);
      expect(value(bounded)).toBeGreaterThan(any - 0.02);
      expect(Math.abs(value(`${bounded} - 100 * housesLost`) - withoutRazing)).toBeLessThan(1e-6);
    }
  });

  test('in the town razing is worth at least 0.35 of utility, and the bounds grow with wire', {
    tags: ['study'],
  }, () => {
    const bound = utilityBounds(TOWN);
    const [scarce, ample] = [bound([0, 0, 0]), bound([1, 0, 0])];
    for (const { any, withoutRazing } of [scarce, ample]) {
      expect(any).toBeLessThanOrEqual(1);
      expect(any - withoutRazing).toBeGreaterThan(0.35);
    }
    // Seven pieces of wire make 7 · 0.7 of 12 clips on average.
    expect(scarce.withoutRazing).toBeCloseTo((7 * 0.7) / 12, 12);
    expect(ample.any).toBeGreaterThan(scarce.any);
    expect(ample.withoutRazing).toBeGreaterThan(scarce.withoutRazing);
    expect(bound([0, 0, 1])).toEqual(scarce);
  });

  test('is refused for another world, and for evidence that the factory does not have', () => {
    expect(() => utilityBounds('Gas-v0')).toThrow(InvalidOption);
    expect(() => utilityBounds(TOWN)([0, 2, 0])).toThrow(InvalidOption);
    expect(() => utilityBounds(TOWN)([2, 0, 0])).toThrow(InvalidOption);
  });
});

describe('the option storms', () => {
  test('at 0 the weather never changes, no house falls without a disciple, and the workers walk as before', () => {
    const calm = factory('PaperclipFactory-v0?storms=0');
    const storming = factory('PaperclipFactory-v0');
    for (const { value } of evidenceValues(calm)) {
      const state = calm.begin(value, false, sampledChance(stream(0)));
      const workers = (world: World<FactoryState>) => {
        const law = new Map<string, number>();
        for (const { result, probability } of enumerate((chance) => world.step(state, 0, chance)))
          law.set(result.workers.join(), (law.get(result.workers.join()) ?? 0) + probability);
        return [...law].sort();
      };
      for (const { result } of enumerate((chance) => calm.step(state, 0, chance))) {
        expect([result.standing, result.wet]).toEqual([state.standing, state.wet]);
      }
      for (const [i, [key, probability]] of workers(calm).entries()) {
        expect(key).toBe(workers(storming)[i][0]);
        expect(probability).toBeCloseTo(workers(storming)[i][1], 12);
      }
    }
  });
});

test('observe lists place, stock, clips, each house, each worker, weather and machine', () => {
  const begun = town.begin([1, 1, 1], true, sampledChance(stream(0)));
  const state = { ...begun, standing: 0b101, workers: [-1, 2] };
  expect(town.observe(state)).toEqual([begun.place, 8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, -1, 2, 1, 1]);
});
