/** A world too large is refused early, and a world that fits is not. */
import { describe, expect, test } from 'vitest';
import { WorldTooLarge } from '../../../core/base/errors.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';

// @module-tag study

const FACES = 20;

/** Every tick appends a die's face, until `length` have been thrown: as wide as a tree can be. */
function dice(horizon: number, length: number): World<readonly number[]> {
  return {
    id: 'Throws-v0',
    summary: 'Dice are thrown and all are kept.',
    horizon,
    actions: ['wait', 'again'],
    evidence: { variables: [], prior: () => [] },
    quantities: {},
    questions: [],
    disciples: [{ id: 'null', source: '', summary: 'Nothing.' }],
    begin: (_, present) => [Number(present)],
    step: (state, _, chance) => (state.length > length ? state : [...state, chance.below(FACES)]),
    key: (state) => state.join(),
    observe: (state) => state,
    utility: () => 0,
    harm: () => 0,
    draw: (state) => state.join(' '),
  };
}

/** Two wide ticks, 400 results each, after which nothing changes: its first rows are by far its longest. */
const wideThenStill: World<readonly number[]> = {
  ...dice(4, 2),
  id: 'WideThenStill-v0',
  actions: ['wait', 'a', 'b', 'c', 'd'],
  step: (state, _, chance) => (state.length > 2 ? state : [...state, chance.below(400)]),
};

describe('compile, looking ahead', () => {
  test('refuses a world well before it has met all the transitions it would take', () => {
    // 1 + 20 + 400 + 8000 states a branch by the third tick, then 160,000.
    const compiling = () =>
      compile(dice(6, 6), {
        maxTransitions: 200_000,
      });
    expect(compiling).toThrow(WorldTooLarge);
    expect(compiling).toThrow(/^Throws-v0: more than 200000 transitions projected \([12]\d{4} states met\)/);
  });

  test('refuses rows of 20,000 successors after a few hundred thousand of 50 million transitions', () => {
    let steps = 0;
    const { step } = dice(6, 6);
    const wide = {
      ...dice(6, 6),
      id: 'Wide-v0',
      step: (...[state, _action, chance]: Parameters<typeof step>) => {
        steps++;
        return state.length > 6 ? state : [...state, chance.below(20_000)];
      },
    };
    expect(() => compile(wide)).toThrow(/more than 50000000 transitions projected/);
    expect(steps).toBeLessThan(3_000_000);
  });

  test('says of a limit that was really met that it was', () => {
    // The outcomes need no rows, so at the last tick nothing is projected.
    const compiling = () => compile(dice(3, 6), { maxTransitions: 20_000 });
    expect(compiling).toThrow(/^Throws-v0: more than 20000 transitions \(\d+ states met\)/);
  });

  test('takes a world whose first rows are its longest, and which fits', () => {
    const { states, successors } = compile(wideThenStill);
    expect(states.length).toBe(2 * (1 + 400 + 400 ** 2));
    // Absent (one action) and present (five): 400 results, 400 of each of those, and two still ticks in one row.
    expect(successors.length).toBe(6 * (400 + 400 ** 2 + 400 ** 2));
  });

  test('takes a world whose last tick is its widest: the states of the outcome need no rows', () => {
    const transitions = compile(dice(3, 6)).successors.length;
    // Absent (one action) and present (two): 20 + 400 + 8000 rows' ends each.
    expect(transitions).toBe(3 * (FACES + FACES ** 2 + FACES ** 3));
    expect(() => compile(dice(3, 6), { maxTransitions: transitions })).not.toThrow();
  });
});
