/** Plans are optimal, and ties go to the earlier action. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../core/tables/compile.ts';
import { plan, TIE_TOLERANCE } from '../../../core/tables/plan.ts';
import { enumerate } from '../../../core/world/chance.ts';
import { totalTicks, type World } from '../../../core/world/world.ts';
import { type Place, type SmallSpec, smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';

/** Expectimax on the world's own step: the best expected value at the outcome, and the lowest action that has it. */
function best(world: World<Place>, state: Place, tick: number): { value: number; action: number } {
  if (tick === totalTicks(world)) return { value: world.utility(state), action: 0 };
  let found = { value: Number.NEGATIVE_INFINITY, action: 0 };
  for (let action = 0; action < (tick < world.horizon ? world.actions.length : 1); action++) {
    let value = 0;
    for (const { result, probability } of enumerate((chance) => world.step(state, action, chance))) {
      value += probability * best(world, result, tick + 1).value;
    }
    if (value > found.value + TIE_TOLERANCE) found = { value, action };
  }
  return found;
}

/** Every (state, tick) that a present branch following the plan meets, with what expectimax does there. */
function expectOptimal(spec: SmallSpec): void {
  const world = smallWorld(spec);
  const compiled = compile(world);
  const actions = plan(compiled, compiled.utility);
  expect(actions).toHaveLength(world.horizon);
  let layer: Place[] = [{ place: spec.begin[1] }];
  for (let tick = 0; tick < world.horizon; tick++) {
    const next = new Map<string, Place>();
    for (const state of layer) {
      expect(actions[tick][compiled.indexOf(state)]).toBe(best(world, state, tick).action);
      // Any action, not only the planned one: the plan holds wherever the disciple might find itself.
      for (let action = 0; action < world.actions.length; action++) {
        for (const { result } of enumerate((chance) => world.step(state, action, chance))) {
          next.set(world.key(result), result);
        }
      }
    }
    layer = [...next.values()];
  }
}

describe('plan', () => {
  test('does what brute-force expectimax does, wherever a present disciple may be, aftermath included', () => {
    fc.assert(fc.property(smallSpecs, expectOptimal), { numRuns: 300 });
  });

  const certain = (place: number) => [0, 1, 2].map((p) => Number(p === place));

  test('goes for the lower action where actions are as good as each other, or better by rounding alone', () => {
    const ties: SmallSpec = {
      horizon: 1,
      aftermath: 0,
      begin: [0, 0],
      weights: [0, 1, 2].map(() => [certain(0), certain(1), certain(2)]),
      values: [0, 0.5, 0.5],
    };
    const compiled = compile(smallWorld(ties));
    const first = (values: number[]) => {
      const value = Float64Array.from(compiled.states, ({ place }) => values[place]);
      return plan(compiled, value)[0][compiled.indexOf({ place: 0 })];
    };
    expect(first([0, 0.5, 0.5])).toBe(1);
    expect(first([0.5, 0.5, 0.5])).toBe(0);
    expect(first([0, 0.5, 0.5 + 1e-10])).toBe(1);
    expect(first([0, 0.5, 0.5 + 1e-8])).toBe(2);
  });

  test('optimises the outcome after the aftermath, not the state at the horizon', () => {
    // Place 1 is best now, but slides to 0; place 2 slides to 1.
    const sliding: SmallSpec = {
      horizon: 1,
      aftermath: 1,
      begin: [0, 0],
      weights: [0, 1, 2].map((place) => [certain(Math.max(0, place - 1)), certain(1), certain(2)]),
      values: [0, 1, 0.5],
    };
    const chosen = (spec: SmallSpec) => {
      const compiled = compile(smallWorld(spec));
      return plan(compiled, compiled.utility)[0][compiled.indexOf({ place: 0 })];
    };
    expect(chosen(sliding)).toBe(2);
    expect(chosen({ ...sliding, aftermath: 0 })).toBe(1);
  });
});
