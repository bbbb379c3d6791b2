/** The mean gap between functions of the state, against a double sum. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SparseDistribution } from '../../../core/tables/compile.ts';
import { apart, ranking } from '../../../penalties/comparators/gaps.ts';

const SIZE = 12;

/** A sparse law on the first SIZE states, listed in any order. */
const laws: fc.Arbitrary<SparseDistribution> = fc
  .uniqueArray(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 6,
    selector: ([state]) => state,
  })
  .map((entries) => {
    const sum = entries.reduce((total, [, weight]) => total + weight, 0);
    return {
      states: Int32Array.from(entries, ([state]) => state),
      probabilities: Float64Array.from(entries, ([, weight]) => weight / sum),
    };
  });

const doubleLoop = (p: SparseDistribution, q: SparseDistribution, d: (x: number, y: number) => number) => {
  let sum = 0;
  p.states.forEach((x, i) => {
    q.states.forEach((y, j) => {
      sum += p.probabilities[i] * q.probabilities[j] * d(x, y);
    });
  });
  return sum;
};

const ties = fc.constantFrom(-1.5, 0, 0.25, 0.25, 3);

test('one pass over sorted values is the double loop: E|V(x) − V(y)|, ties and negative values too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(ties, fc.double({ min: -2, max: 2, noNaN: true })), { minLength: SIZE, maxLength: SIZE }),
      laws,
      laws,
      (values, p, q) => {
        const ranked = ranking(Int32Array.from(values.keys()), Float64Array.from(values));
        const [received] = apart([ranked], 'absolute', SIZE, [p], [q]);
        expect(received).toBeCloseTo(
          doubleLoop(p, q, (x, y) => Math.abs(values[x] - values[y])),
          12,
        );
      },
    ),
  );
});

test('and E max(0, V(y) − V(x)), where what is not listed lies at 0', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })), { minLength: SIZE, maxLength: SIZE }),
      laws,
      laws,
      (values, p, q) => {
        const states = [...values.keys()].filter((state) => values[state] !== null);
        const ranked = ranking(
          Int32Array.from(states),
          Float64Array.from(states, (state) => values[state]!),
        );
        const [received] = apart([ranked], 'loss', SIZE, [p], [q]);
        const value = (state: number) => values[state] ?? 0;
        expect(received).toBeCloseTo(
          doubleLoop(p, q, (x, y) => Math.max(0, value(y) - value(x))),
          12,
        );
      },
    ),
  );
});

test('it is the mean over the functions, pair by pair', () => {
  const point = (state: number): SparseDistribution => ({
    states: Int32Array.of(state),
    probabilities: Float64Array.of(1),
  });
  const all = Int32Array.of(0, 1, 2);
  const rankings = [ranking(all, Float64Array.of(0, 1, 4)), ranking(all, Float64Array.of(5, 5, 2))];
  const received = apart(rankings, 'absolute', 3, [point(0), point(1)], [point(1), point(2)]);
  expect([...received]).toEqual([0.5, 3]);
  expect([...apart(rankings, 'loss', 3, [point(0), point(2)], [point(1), point(1)])]).toEqual([0.5, 1.5]);
});
