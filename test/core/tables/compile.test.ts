/** Tables hold exactly the law of a world, or the world is refused. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { InvalidWorld, WorldTooLarge } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { type Compiled, compile, compileCached } from '../../../core/tables/compile.ts';
import { enumerate } from '../../../core/world/chance.ts';
import { shortKey, unitValue } from '../../../core/world/state-values.ts';
import type { World } from '../../../core/world/world.ts';
import { expectSameLaw, lawOf, sumOf } from '../../fixtures/laws.ts';
import { type Place, type SmallSpec, smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const altered = (change: Partial<World<TinyState>>): World<TinyState> => ({ ...tinyWorld, ...change });

function row<State>(compiled: Compiled<State>, state: number, action: number): Map<string, number> {
  const at = state * compiled.actionCount + action;
  const law = new Map<string, number>();
  for (let j = compiled.rowStart[at]; j < compiled.rowEnd[at]; j++) {
    law.set(compiled.world.key(compiled.states[compiled.successors[j]]), compiled.probabilities[j]);
  }
  return law;
}

function lawOfStep<State>(world: World<State>, state: State, action: number): Map<string, number> {
  const law = new Map<string, number>();
  for (const { result, probability } of enumerate((chance) => world.step(state, action, chance))) {
    law.set(world.key(result), (law.get(world.key(result)) ?? 0) + probability);
  }
  return law;
}

/** Places met at each tick, in the absent branch and in the present one with any actions: what compile must cover. */
function reachable(world: World<Place>): readonly (readonly [ReadonlySet<number>, ReadonlySet<number>])[] {
  const chance = { flip: () => false, below: () => 0, pick: () => 0 };
  let sets: [Set<number>, Set<number>] = [
    new Set([world.begin([], false, chance).place]),
    new Set([world.begin([], true, chance).place]),
  ];
  const layers = [sets];
  for (let tick = 0; tick < world.horizon + (world.aftermath ?? 0); tick++) {
    const next: [Set<number>, Set<number>] = [new Set(), new Set()];
    for (const present of [0, 1]) {
      const actions = present === 1 && tick < world.horizon ? world.actions.length : 1;
      for (const place of sets[present]) {
        for (let action = 0; action < actions; action++) {
          for (const key of lawOfStep(world, { place }, action).keys()) next[present].add(Number(key));
        }
      }
    }
    layers.push(next);
    sets = next;
  }
  return layers;
}

describe('compile', () => {
  test('gives rows that sum to 1 and are the laws of step, most probable successor first', () => {
    const compiled = compile(tinyWorld);
    let rows = 0;
    for (let state = 0; state < compiled.states.length; state++) {
      for (let action = 0; action < compiled.actionCount; action++) {
        const law = row(compiled, state, action);
        if (law.size === 0) continue;
        rows++;
        expect(Math.abs(sumOf(law.values()) - 1)).toBeLessThan(1e-12);
        expect([...law.values()]).toEqual([...law.values()].sort((a, b) => b - a));
        if (rows % 7 === 0) expectSameLaw(law, lawOfStep(tinyWorld, compiled.states[state], action));
      }
    }
    expect(rows).toBeGreaterThan(compiled.states.length / 2);
    expect(new Set(compiled.states.map(tinyWorld.key)).size).toBe(compiled.states.length);
  });

  test('covers every place that either branch can meet, in every action the disciple has there, and no other', () => {
    fc.assert(
      fc.property(smallSpecs, (spec: SmallSpec) => {
        const world = smallWorld(spec);
        const compiled = compile(world);
        const layers = reachable(world);
        const met = new Set<number>();
        for (const [tick, [absent, present]] of layers.entries()) {
          for (const place of [...absent, ...present]) met.add(place);
          // layerEnd: the states known by tick t are those that can be met by then.
          expect(compiled.layerEnd[tick]).toBe(met.size);
          expect(new Set(compiled.states.slice(0, met.size).map(({ place }) => place))).toEqual(met);
          if (tick === layers.length - 1) continue;
          for (const place of absent) {
            expectSameLaw(row(compiled, compiled.indexOf({ place }), 0), lawOfStep(world, { place }, 0));
          }
          for (const place of present) {
            for (let action = 0; action < (tick < spec.horizon ? compiled.actionCount : 1); action++) {
              expectSameLaw(row(compiled, compiled.indexOf({ place }), action), lawOfStep(world, { place }, action));
            }
          }
        }
        expect(compiled.states).toHaveLength(met.size);
        // A place that the present branch never meets before the horizon is never expanded beyond waiting.
        const acting = new Set(layers.slice(0, spec.horizon).flatMap(([, present]) => [...present]));
        for (const { place } of compiled.states) {
          if (!acting.has(place)) expect(row(compiled, compiled.indexOf({ place }), 1).size).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('expands in all actions a state that an absent and a later present branch share', () => {
    // Absent begins at 1, present at 0 and comes to 1 a tick later; from 1 the act leads on to 2.
    const at = (place: number) => [0, 1, 2].map((p) => Number(p === place));
    const shared: SmallSpec = {
      horizon: 2,
      aftermath: 0,
      begin: [1, 0],
      weights: [
        [at(1), at(1)],
        [at(1), at(2)],
        [at(2), at(2)],
      ],
      values: [0, 0, 1],
    };
    const compiled = compile(smallWorld(shared));
    const forecaster = exactForecaster(compiled);
    expect(expectation(forecaster([], boot(compiled, 'value'), 1), ({ place }) => place)).toBe(2);
    expect(expectation(forecaster([], boot(compiled, 'value'), 0), ({ place }) => place)).toBe(1);
    expect(Array.from(compiled.layerEnd)).toEqual([2, 2, 3]);
  });

  test('compiles the ticks of the aftermath with waits alone, and reads the outcome after them', () => {
    const at = (place: number) => [0, 1, 2, 3].map((p) => Number(p === place));
    const spec: SmallSpec = {
      horizon: 1,
      aftermath: 2,
      begin: [0, 0],
      weights: [0, 1, 2, 3].map((place) => [at(Math.min(3, place + 1)), at(0)]),
      values: [0, 0, 0, 1],
    };
    const compiled = compile(smallWorld(spec));
    expect(compiled.states.map(({ place }) => place)).toEqual([0, 1, 2, 3]);
    for (const place of [1, 2, 3]) expect(row(compiled, place, 1).size).toBe(0);
    expect(row(compiled, 3, 0).size).toBe(0);
    const outcome = exactForecaster(compiled)([], boot(compiled, ''), 0).outcomes;
    expect(outcome).toEqual([{ place: 3 }]);
  });

  test('changes no forecast when keys are renamed or actions are called otherwise', () => {
    const renamed = altered({ key: (s) => `#${[...tinyWorld.key(s)].reverse().join('-')}` });
    const called = altered({ actions: ['wait', 'west', 'east', 'build'] });
    for (const other of [renamed, called]) {
      const [a, b] = [compile(tinyWorld), compile(other)];
      for (const { value } of a.evidences) {
        for (const source of ['', 'min(clips, 2)', 'clips - 10 * broken']) {
          const forecast = exactForecaster(b)(value, boot(b, source), 1);
          expectSameLaw(lawOf(tinyWorld, forecast), lawOf(tinyWorld, exactForecaster(a)(value, boot(a, source), 1)));
        }
      }
    }
  });

  test('changes no optimal value when actions other than wait change places', () => {
    const order = [0, 3, 1, 2];
    const permuted = altered({
      actions: order.map((action) => tinyWorld.actions[action]),
      step: (s, action, chance) => tinyWorld.step(s, order[action], chance),
    });
    const [a, b] = [compile(tinyWorld), compile(permuted)];
    const bounded = (s: TinyState) => Math.min(s.clips, 2);
    for (const { value } of a.evidences) {
      const before = expectation(exactForecaster(a)(value, boot(a, 'bounded'), 1), bounded);
      expect(expectation(exactForecaster(b)(value, boot(b, 'bounded'), 1), bounded)).toBeCloseTo(before, 12);
    }
  });

  test('compiles the same tables each time, and compileCached once a world object', () => {
    const [a, b] = [compile(tinyWorld), compile(tinyWorld)];
    expect(a.probabilities).toEqual(b.probabilities);
    expect(a.states).toEqual(b.states);
    expect(compileCached(tinyWorld)).toBe(compileCached(tinyWorld));
    expect(compileCached({ ...tinyWorld })).not.toBe(compileCached(tinyWorld));
  });

  test('finds the index of a reachable state, and refuses another', () => {
    const compiled = compile(tinyWorld);
    expect(compiled.indexOf({ ...compiled.states[5] })).toBe(5);
    expect(() => compiled.indexOf({ ...compiled.states[5], clips: 99 })).toThrow(InvalidWorld);
    expect(() => compiled.indexOf({ ...compiled.states[5], clips: 99 })).toThrow('is not reachable');
  });

  test('reports progress by time, within a tick too, and not for a fast compilation', () => {
    const seen: number[] = [];
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 25));
    compile(tinyWorld, { onProgress: (states) => seen.push(states) });
    const { length } = compile(tinyWorld).states;
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[seen.length - 1]).toBeLessThanOrEqual(length);
    clock.mockImplementation(() => 0);
    compile(tinyWorld, { onProgress: () => expect.unreachable() });
    clock.mockRestore();
  });

  const fail = (): never => {
    throw new TypeError('oh no');
  };
  test.each<[string, Partial<World<TinyState>>, RegExp]>([
    [
      'keys collide',
      { key: (s) => `${s.clips}${+s.broken}` },
      /key to differ for different states but received '00' for both \{"present".*\} and \{/,
    ],
    [
      'key is no string',
      { key: (s) => s.clips as unknown as string },
      /begin\(.*key: expected a string but received 0/,
    ],
    ['begin throws', { begin: fail }, /TinyVase-v0: begin\(\[0, 0\], false\): oh no/],
    [
      'step throws',
      { step: (s, a, chance) => (s.clips > 0 ? fail() : tinyWorld.step(s, a, chance)) },
      /step\(state '\d{4}1\d\d', 'wait'\): oh no/,
    ],
    [
      'probabilities do not sum to 1',
      {
        step: (s, a, chance) =>
          s.broken && a === 2 ? { ...s, cat: chance.pick([0.5, 0.4, 0]) } : tinyWorld.step(s, a, chance),
      },
      /step\(state '\d{5}1\d', 'right'\): chance\.pick: .*sum of 0\.9/,
    ],
    [
      'probability is 1.2',
      { step: (s, a, chance) => ({ ...tinyWorld.step(s, a, chance), broken: chance.flip(1.2) }) },
      /step\(state '.*', 'wait'\): chance\.flip: .*1\.2/,
    ],
    ['utility is NaN', { utility: (s) => (s.clips > 1 ? Number.NaN : 0) }, /utility of state '\d{4}2\d\d': .*NaN/],
    ['utility is 2', { utility: (s) => s.clips }, /utility of state '\d{4}2\d\d': expected a number in \[0, 1\].*2$/],
    ['utility throws', { utility: (s) => (s.clips > 1 ? fail() : 0) }, /utility of state '\d{4}2\d\d': oh no/],
    ['prior throws', { evidence: { ...tinyWorld.evidence, prior: fail } }, /evidence\.prior: oh no/],
    ['horizon is 0', { horizon: 0 }, /horizon/],
  ])('refuses a world whose %s, naming the world and the state', (_, change, message) => {
    expect(() => compile(altered(change))).toThrow(InvalidWorld);
    expect(() => compile(altered(change))).toThrow(message);
    expect(() => compile(altered(change))).toThrow(/TinyVase-v0/);
  });

  test('finds a collision that only a third meeting shows, by comparing every so often', () => {
    // Two states share a key from the tenth tick on; by then the key has been met many times.
    const late: World<{ readonly n: number; readonly odd: number }> = {
      ...altered({}),
      evidence: { variables: [], prior: () => [] },
      horizon: 300,
      actions: ['wait'],
      quantities: {},
      questions: [],
      disciples: [tinyWorld.disciples[0]],
      begin: () => ({ n: 0, odd: 0 }),
      step: (s, _, chance) => ({ n: chance.flip(0.5) ? 0 : s.n + 1, odd: s.n > 9 ? 1 : 0 }),
      key: (s) => (s.n === 0 ? 'start' : `${s.n}`),
      observe: (s) => [s.n],
      utility: () => 0,
      harm: () => 0,
      draw: () => '',
      text: () => '',
      scene: undefined,
    };
    expect(() => compile(late)).toThrow(/key to differ for different states but received 'start'/);
  });

  test('refuses a world beyond its limits, and says what to do', () => {
    const { states, successors } = compile(tinyWorld);
    expect(() => compile(tinyWorld, { maxStates: states.length })).not.toThrow();
    expect(() => compile(tinyWorld, { maxStates: states.length - 1 })).toThrow(WorldTooLarge);
    expect(() => compile(tinyWorld, { maxStates: 100 })).toThrow(
      'TinyVase-v0: more than 100 states (100 states met): use the sampled forecaster, which needs only step',
    );
    expect(() => compile(tinyWorld, { maxTransitions: successors.length })).not.toThrow();
    expect(() => compile(tinyWorld, { maxTransitions: successors.length - 1 })).toThrow(WorldTooLarge);
    expect(() => compile(tinyWorld, { maxTransitions: 100 })).toThrow(/more than 100 transitions/);
  });
});

describe('unitValue', () => {
  test('reads utility and harm, and refuses what is out of range', () => {
    const state = tinyWorld.begin([0, 0], true, { flip: () => true, below: () => 1, pick: () => 0 });
    expect(unitValue(tinyWorld, state, 'harm')).toBe(0);
    expect(() => unitValue(altered({ harm: () => -0.1 }), state, 'harm')).toThrow(InvalidWorld);
    expect(() => unitValue(altered({ harm: () => '1' as unknown as number }), state, 'harm')).toThrow(/harm of state/);
  });
});

describe('shortKey', () => {
  test('keeps a message to one printable line', () => {
    expect(shortKey('a\nb\u0000')).toBe(`'a·b·'`);
    expect(shortKey('x'.repeat(200))).toBe(`'${'x'.repeat(77)}...'`);
  });
});
