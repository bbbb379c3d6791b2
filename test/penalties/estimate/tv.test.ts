/** The debiased estimate of total variation. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debiasedTv, estimateTv } from '../../../penalties/estimate/tv.ts';
import { bits, law, multinomial } from './sampling.ts';

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 })), { minLength: 1, maxLength: 40 })
  .map((cells) => ({ a: [...cells.map(([x]) => x), 1], b: [...cells.map(([, y]) => y), 0] }))
  .map(({ a, b }) => ({ a, b: [...b.slice(0, -1), 1], n1: 0, n0: 0 }))
  .map(({ a, b }) => ({ a, b, n1: sum(a), n0: sum(b) }));

describe('estimateTv', () => {
  test('keeps 0 ≤ low ≤ value ≤ high ≤ 1', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 1, max: 4, noNaN: true }), ({ a, b, n1, n0 }, z) => {
        const { value, low, high } = estimateTv(a, b, n1, n0, { z });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('reads the same with the branches swapped, and with the cells permuted', () => {
    fc.assert(
      fc.property(samples, fc.nat(), ({ a, b, n1, n0 }, shift) => {
        const { value, low, high } = estimateTv(a, b, n1, n0);
        const turn = (counts: number[]) => counts.map((_, i) => counts[(i + shift) % counts.length]).reverse();
        for (const other of [estimateTv(b, a, n0, n1), estimateTv(turn(a), turn(b), n1, n0)]) {
          expect(other.value).toBeCloseTo(value, 10);
          expect(other.low).toBeCloseTo(low, 10);
          expect(other.high).toBeCloseTo(high, 10);
        }
      }),
      // Ties that fill neither side up to a half.
      {
        examples: [
          [
            {
              a: [82, 146, 71, 193, 110, 109, 198, 78, 132, 140, 33, 1],
              b: [82, 179, 4, 74, 142, 136, 144, 140, 192, 29, 170, 1],
              n1: 1293,
              n0: 1293,
            },
            0,
          ],
        ],
      },
    );
  });

  test('does not see empty cells, and agrees with `debiasedTv`', () => {
    fc.assert(
      fc.property(samples, ({ a, b, n1, n0 }) => {
        const estimate = estimateTv(a, b, n1, n0);
        expect(estimateTv([0, ...a, 0], [0, ...b, 0], n1, n0)).toEqual(estimate);
        expect(debiasedTv(a, b, n1, n0)).toBeCloseTo(estimate.value, 12);
      }),
    );
  });

  test('is wider at a larger z', () => {
    fc.assert(
      fc.property(samples, ({ a, b, n1, n0 }) => {
        const narrow = estimateTv(a, b, n1, n0);
        const wide = estimateTv(a, b, n1, n0, { z: 3.5 });
        expect(wide.value).toBe(narrow.value);
        expect(wide.low).toBeLessThanOrEqual(narrow.low + 1e-9);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high - 1e-9);
      }),
    );
  });

  test('reads near 0 on identical large samples and near 1 on disjoint ones', () => {
    const a = [4000, 3000, 2000, 1000];
    const same = estimateTv(a, a, 10_000, 10_000);
    expect(same.value).toBe(0);
    expect(same.low).toBe(0);
    expect(same.high).toBeLessThan(0.03);
    const apart = estimateTv([5000, 5000, 0, 0], [0, 0, 5000, 5000], 10_000, 10_000);
    expect(apart.value).toBeGreaterThan(0.999);
    expect(apart.low).toBeGreaterThan(0.99);
    expect(apart.high).toBe(1);
  });

  test('in one cell leaves room for what n draws cannot have seen', () => {
    const { value, low, high } = estimateTv([1000], [1000], 1000, 1000);
    expect([value, low]).toEqual([0, 0]);
    expect(high).toBeGreaterThan(3 / 1000);
    expect(high).toBeLessThan(5 / 1000);
  });

  test('agrees with the formula for branches of equal size, for two cells by hand', () => {
    // d = 0.2 and s² = c/n² · ½ in both cells; the noise at m/s ≈ 28 is nil.
    const { value } = estimateTv([6000, 4000], [4000, 6000], 10_000, 10_000);
    expect(value).toBeCloseTo(0.2, 9);
    // One draw more or less is within the noise: Σβ(0, s) = Σ s·φ(0) exceeds T.
    expect(estimateTv([501, 499], [500, 500], 1000, 1000).value).toBe(0);
  });

  test('takes no cell with nearly all draws for a noisy one: 3 % lost are read as 3 %, and the null has width', () => {
    const [n, repetitions] = [4096, 400];
    const [lost, sure] = [law(Float64Array.of(0.97, 0.02, 0.01)), law(Float64Array.of(1, 0, 0))];
    const random = bits('dominant');
    const [a, b, c] = [new Int32Array(3), new Int32Array(3), new Int32Array(3)];
    let mean = 0;
    let above = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      multinomial(lost, n, random, a);
      multinomial(sure, n, random, b);
      multinomial(lost, n, random, c);
      mean += debiasedTv(a, b, n, n) / repetitions;
      if (debiasedTv(a, c, n, n) > 0) above++;
    }
    // The noise of three rarely struck cells, which is subtracted where they differ surely, is below one in a thousand.
    expect(Math.abs(mean - 0.03)).toBeLessThan(4 * Math.sqrt((0.03 * 0.97) / n / repetitions) + 0.001);
    expect(above / repetitions).toBeGreaterThan(0.2);
  });

  test('refuses counts that are not counts of n draws', () => {
    expect(() => estimateTv([1, 2], [3], 3, 3)).toThrow(/2 cells/);
    expect(() => estimateTv([1, 2], [3, 0], 4, 3)).toThrow(/branch 1: expected a sum of 4/);
    expect(() => estimateTv([1, 2], [3, 0], 3, 2)).toThrow(/branch 0/);
    expect(() => estimateTv([1.5, 1.5], [3, 0], 3, 3)).toThrow(/integers/);
    expect(() => estimateTv([], [], 0, 0)).toThrow(/≥ 1/);
  });
});
