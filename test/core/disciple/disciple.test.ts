/** Sources boot to policies, and what arrives broken only waits. */
import { describe, expect, test } from 'vitest';
import { InvalidSource } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import {
  boot,
  bootArrived,
  isCompiled,
  NeedsTables,
  registerSourceKind,
  worldOf,
} from '../../../core/disciple/disciple.ts';
import { branchesOf } from '../../../core/forecast/branches.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { countStates, rollOut } from '../../../core/forecast/rollout.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { registerDice } from '../../fixtures/dice.ts';
import { expectSameLaw, lawOf, samplingTolerance, sumOf, totalVariation } from '../../fixtures/laws.ts';
import { type Place, smallWorld } from '../../fixtures/small-worlds.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

registerDice();
registerSourceKind({
  name: 'tableless',
  recognises: (source) => source.startsWith('always:'),
  boot: (_, source) => ({ source, act: () => Number(source.slice('always:'.length)), table: null }),
});

const compiled = compile(tinyWorld);
const exact = exactForecaster(compiled);
const E = [1, 2];
const never = () => {
  throw new Error('drew');
};

describe('boot', () => {
  test('lets the null program wait, compiled or not, without drawing', () => {
    for (const target of [tinyWorld, compiled]) {
      for (const source of ['', 'null']) {
        const disciple = boot(target, source);
        expect(disciple.source).toBe('');
        for (const state of compiled.states.slice(0, 50)) expect(disciple.act(state, 0, never)).toBe(0);
      }
    }
  });

  test('takes a library disciple’s id before a source, and gives its source', () => {
    expect(boot(compiled, 'bounded')).toBe(boot(compiled, 'min(clips, 2)'));
    // A world that calls a disciple by the name of a quantity: the id wins.
    const confusing: World<TinyState> = {
      ...tinyWorld,
      disciples: [tinyWorld.disciples[0], { id: 'broken', source: '-broken', summary: 'Named like a quantity.' }],
    };
    expect(boot(compile(confusing), 'broken').source).toBe('-broken');
    expect(bootArrived(compile(confusing), 'broken').source).toBe('broken');
  });

  test('plans an expression, so that act and table agree', () => {
    const disciple = boot(compiled, 'min(clips, 2)');
    const { table } = disciple;
    if (table?.kind !== 'sure') throw new Error('expected a sure table');
    expect(table.actions).toHaveLength(tinyWorld.horizon);
    compiled.states.slice(0, compiled.layerEnd[2]).forEach((state, i) => {
      expect(disciple.act(state, 2, never)).toBe(table.actions[2][i]);
    });
    const clips = (source: string) => expectation(exact(E, boot(compiled, source), 1), (s) => Math.min(s.clips, 2));
    expect(clips('bounded')).toBeGreaterThan(clips('careful'));
    expect(clips('careful')).toBeGreaterThan(clips(''));
  });

  test('refuses an expression where nothing is compiled, and what is malformed even there', () => {
    expect(() => boot(tinyWorld, 'bounded')).toThrow(NeedsTables);
    expect(() => boot(tinyWorld, 'clips')).toThrow('expected a compiled world to plan on but received TinyVase-v0');
    expect(() => boot(tinyWorld, 'clips +')).toThrow(InvalidSource);
    expect(() => boot(tinyWorld, 'clips +')).not.toThrow(NeedsTables);
    expect(() => boot(compiled, 'clips +')).toThrow(InvalidSource);
  });

  test('offers the disciple whose id a source misspells', () => {
    const refused = /unknown quantity 'boundde'.* Did you mean the disciple 'bounded'\?$/;
    expect(() => boot(tinyWorld, 'boundde')).toThrow(refused);
    expect(() => boot(compiled, 'clips + nothing')).not.toThrow('the disciple');
  });

  test('refuses a source without a finite value, naming a state', () => {
    expect(() => boot(compiled, '1 / clips')).toThrow(InvalidSource);
    expect(() => boot(compiled, '1 / clips')).toThrow(/in state '.*': expected a finite number at every outcome/);
    expect(() => boot(compiled, 'log(0 - 1)')).toThrow(/NaN/);
  });

  test('keeps a booted disciple, and boots again what it had to forget', () => {
    const first = boot(compiled, 'clips * 1');
    expect(boot(compiled, 'clips * 1')).toBe(first);
    for (let i = 0; i < 64; i++) boot(compiled, `dice:${i},1,1,1`);
    expect(boot(compiled, 'clips * 1')).not.toBe(first);
    expect(boot(compiled, 'clips * 1').table).toEqual(first.table);
  });

  test('tells a world from its tables, even a world with states of its own', () => {
    const odd = { ...tinyWorld, states: [] };
    expect([isCompiled(compiled), isCompiled(tinyWorld), isCompiled(odd)]).toEqual([true, false, false]);
    expect([worldOf(compiled), worldOf(tinyWorld), worldOf(odd)]).toEqual([tinyWorld, tinyWorld, odd]);
  });
});

describe('bootArrived', () => {
  test('makes an invalid source a program that crashes: present, and waiting', () => {
    for (const target of [tinyWorld, compiled]) {
      for (const source of ['min(cl', 'nonsense', 'dice:1,2', ')']) {
        const crashed = bootArrived(target, source);
        expect(crashed.source).toBe(source);
        for (const state of compiled.states.slice(0, 50)) expect(crashed.act(state, 0, never)).toBe(0);
      }
    }
    const outcome = exact(E, bootArrived(compiled, 'min(cl'), 1);
    // A constant value ties everywhere, and ties go to waiting.
    expectSameLaw(lawOf(tinyWorld, outcome), lawOf(tinyWorld, exact(E, boot(compiled, '0'), 1)));
    expect(outcome.outcomes.every((state) => state.present)).toBe(true);
  });

  test('does not call a valid source a crash only because nothing is compiled', () => {
    expect(() => bootArrived(tinyWorld, 'clips')).toThrow(NeedsTables);
  });
});

describe('a registered kind of source', () => {
  const source = 'dice:0.1,0.2,0.4,0.3|0.3,0,0.3,0.4';
  const N = 20_000;

  test('is forecast alike by propagation, by sampled tables and by rolling out the world itself', () => {
    const law = lawOf(tinyWorld, exact(E, boot(compiled, source), 1));
    expect(Math.abs(sumOf(law.values()) - 1)).toBeLessThan(1e-12);
    const tolerance = samplingTolerance(law, N);
    // So that the tolerance means something: another policy lies far outside.
    expect(totalVariation(lawOf(tinyWorld, exact(E, boot(compiled, 'bounded'), 1)), law)).toBeGreaterThan(
      3 * tolerance,
    );

    const options = { rollouts: N, seed: 4 };
    const onTables = sampledForecaster(compiled, options)(E, boot(compiled, source), 1);
    const onWorld = sampledForecaster(tinyWorld, options)(E, boot(tinyWorld, source), 1);
    const uniform = stream(7, 'rollOut');
    const disciple = boot(tinyWorld, source);
    const rolled = countStates(
      tinyWorld,
      Array.from({ length: N }, () => rollOut(tinyWorld, E, disciple, true, uniform)),
    );
    const branches = branchesOf(compiled, [boot(compiled, source)]);
    const branched = countStates(
      tinyWorld,
      Array.from({ length: N }, () => branches.sample(5, 0, 1, uniform)),
    );
    for (const forecast of [onTables, onWorld, rolled, branched]) {
      expect(forecast.draws).toBe(N);
      expect(totalVariation(lawOf(tinyWorld, forecast), law)).toBeLessThan(tolerance);
    }
  });

  test('has the law that multiplying out its probabilities gives', () => {
    const at = (place: number) => [0, 1, 2].map((p) => Number(p === place));
    const world: World<Place> = smallWorld({
      horizon: 2,
      aftermath: 0,
      begin: [0, 0],
      weights: [0, 1, 2].map((place) => [at(place), at(Math.min(2, place + 1))]),
      values: [0, 0, 1],
    });
    const tables = compile(world);
    const law = lawOf(world, exactForecaster(tables)([], boot(tables, 'dice:0.9,0.1|0.7,0.3'), 1));
    // Single precision, normalised: 1e-7 of each probability, and a sum of 1 all the same.
    expect(law.get('0')).toBeCloseTo(0.63, 6);
    expect(law.get('1')).toBeCloseTo(0.07 + 0.27, 6);
    expect(law.get('2')).toBeCloseTo(0.03, 6);
    expect(Math.abs(sumOf(law.values()) - 1)).toBeLessThan(1e-12);
    const scaled = lawOf(world, exactForecaster(tables)([], boot(tables, 'dice:1.8,0.2|7,3'), 1));
    expect(totalVariation(scaled, law)).toBeLessThan(1e-6);
    const zeros = exactForecaster(tables)([], boot(tables, 'dice:0,0'), 1);
    expectSameLaw(lawOf(world, zeros), new Map([['0', 1]]));
  });

  test('without a table is sampled, and refused by the exact forecaster rather than read as waiting', () => {
    const making = boot(compiled, 'always:3');
    expect(() => exact(E, making, 1)).toThrow(NeedsTables);
    const sampled = sampledForecaster(compiled, { rollouts: 4_000, seed: 1 })(E, making, 1);
    const law = lawOf(tinyWorld, exact(E, boot(compiled, 'dice:0,0,0,1'), 1));
    expect(totalVariation(lawOf(tinyWorld, sampled), law)).toBeLessThan(samplingTolerance(law, 4_000));
    const uniform = stream(2, 'branches');
    const branches = branchesOf(compiled, [making]);
    const outcomes = Array.from({ length: 4_000 }, () => branches.sample(5, 0, 1, uniform));
    expect(totalVariation(lawOf(tinyWorld, countStates(tinyWorld, outcomes)), law)).toBeLessThan(
      samplingTolerance(law, 4_000),
    );
  });

  test('booted where nothing was compiled is booted again for the tables', () => {
    const forecast = exact(E, boot(tinyWorld, 'dice:0,0,0,1'), 1);
    expectSameLaw(lawOf(tinyWorld, forecast), lawOf(tinyWorld, exact(E, boot(compiled, 'dice:0,0,0,1'), 1)));
    expect(forecast.outcomes.some((state) => state.clips > 0)).toBe(true);
  });
});
