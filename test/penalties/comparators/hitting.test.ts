/** Reachability and times to a target, against a plain reference. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../core/tables/compile.ts';
import { reachOf, reachTimesOf } from '../../../penalties/comparators/hitting.ts';
import { targetStates } from '../../../penalties/comparators/targets.ts';
import { type SmallSpec, smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';

const spec = (weights: SmallSpec['weights'], horizon: number): SmallSpec => ({
  horizon,
  aftermath: 0,
  begin: [0, 0],
  weights,
  values: weights.map(() => 0),
});

describe('a line of four places, walked one way', () => {
  const weights = [0, 1, 2, 3].map((place) => [
    [0, 1, 2, 3].map((to) => Number(to === place)),
    [0, 1, 2, 3].map((to) => Number(to === Math.min(3, place + 1))),
  ]);
  const compiled = compile(smallWorld(spec(weights, 8)));

  test('is γ^distance from before, 1 at the target and nothing from beyond', () => {
    const { states, values } = reachOf(compiled, compiled.indexOf({ place: 2 }), 0.9, 8);
    const reached = Object.fromEntries([...states].map((s, i) => [compiled.world.key(compiled.states[s]), values[i]]));
    expect(Object.keys(reached).sort()).toEqual(['0', '1', '2']);
    expect(reached['0']).toBeCloseTo(0.81, 14);
    expect(reached['1']).toBeCloseTo(0.9, 14);
    expect(reached['2']).toBe(1);
  });

  test('what takes more ticks than there are counts as never', () => {
    const target = compiled.indexOf({ place: 3 });
    expect(reachOf(compiled, target, 0.9, 2).states.length).toBe(3);
    expect(reachOf(compiled, target, 0.9, 3).states.length).toBe(4);
  });
});

describe('a door that opens with probability ¼ a try', () => {
  const door = compile(
    smallWorld(
      spec(
        [
          [
            [1, 0],
            [3, 1],
          ],
          [
            [0, 1],
            [0, 1],
          ],
        ],
        6,
      ),
    ),
  );
  const target = door.indexOf({ place: 1 });
  const from = door.indexOf({ place: 0 });

  test('undiscounted it is the probability of getting through in time, 1 − (¾)⁶', () => {
    const { states, values } = reachOf(door, target, 1, 6);
    expect(values[states.indexOf(from)]).toBeCloseTo(1 - 0.75 ** 6, 14);
  });

  test('discounted it is Σ γᵏ ¼ (¾)ᵏ⁻¹, and the times are geometric', () => {
    const { states, values } = reachOf(door, target, 0.8, 6);
    const sum = [1, 2, 3, 4, 5, 6].reduce((total, k) => total + 0.8 ** k * 0.25 * 0.75 ** (k - 1), 0);
    expect(values[states.indexOf(from)]).toBeCloseTo(sum, 14);
    const times = reachTimesOf(door, target, 0.8, 6);
    const at = times.states.indexOf(from) * 7;
    for (let k = 0; k <= 6; k++) expect(times.within[at + k]).toBeCloseTo(1 - 0.75 ** k, 14);
  });
});

test('the distribution of the times gives back R: Σ γᵏ P(N = k), and never falls with k', () => {
  fc.assert(
    fc.property(smallSpecs, fc.constantFrom(0.5, 0.9, 1), fc.integer({ min: 1, max: 6 }), (own, discount, sweeps) => {
      const compiled = compile(smallWorld(own));
      for (let target = 0; target < compiled.states.length; target++) {
        const reach = reachOf(compiled, target, discount, sweeps);
        const { states, within } = reachTimesOf(compiled, target, discount, sweeps);
        states.forEach((state, i) => {
          const at = i * (sweeps + 1);
          let sum = within[at];
          for (let k = 1; k <= sweeps; k++) {
            expect(within[at + k]).toBeGreaterThanOrEqual(within[at + k - 1]);
            sum += discount ** k * (within[at + k] - within[at + k - 1]);
          }
          const known = reach.states.indexOf(state);
          expect(sum).toBeCloseTo(known < 0 ? 0 : reach.values[known], 10);
        });
      }
    }),
  );
});

describe('target states', () => {
  const ring = Array.from({ length: 30 }, (_, place) => [
    Array.from({ length: 30 }, (_to, to) => Number(to === place)),
    Array.from({ length: 30 }, (_to, to) => Number(to === (place + 1) % 30)),
  ]);
  const compiled = compile(smallWorld(spec(ring, 30)));

  test('are all of them where there are not more than asked for', () => {
    expect([...targetStates(compiled, 30, 0)]).toEqual(Array.from({ length: 30 }, (_, s) => s));
    expect(targetStates(compiled, 1000, 0).length).toBe(30);
  });

  test('are drawn by seed without replacement, each as often as another', () => {
    const drawn = new Float64Array(30);
    for (let seed = 0; seed < 400; seed++) {
      const targets = targetStates(compiled, 6, seed);
      expect(new Set(targets).size).toBe(6);
      for (const target of targets) drawn[target]++;
    }
    expect([...targetStates(compiled, 6, 7)]).toEqual([...targetStates(compiled, 6, 7)]);
    // Binomial(400, 1/5): 80 ± 8. Five standard deviations; the seeds are fixed.
    for (const count of drawn) expect(Math.abs(count - 80)).toBeLessThan(40);
  });

  test('leave out what only a branch without a disciple meets', () => {
    const apart = compile(
      smallWorld({
        ...spec(
          [
            [
              [1, 0],
              [1, 0],
            ],
            [
              [0, 1],
              [0, 1],
            ],
          ],
          2,
        ),
        begin: [0, 1],
      }),
    );
    expect([...targetStates(apart, 100, 0)]).toEqual([apart.indexOf({ place: 1 })]);
  });
});
