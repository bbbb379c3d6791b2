/** The estimate of ½ MMD², against brute force. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { productKernel } from '../../../penalties/estimate/kernel.ts';
import { similarEstimate, similarExact } from '../../../penalties/estimate/similar.ts';
import { base, bits, Coverage, type Law, law, moved, multinomial } from './sampling.ts';

const GRAINS = [2, 1];

/** Two readings an atom: an 8-wide grid. */
const readingsOf = (k: number) =>
  Float64Array.from({ length: 2 * k }, (_, i) => (i % 2 === 0 ? (i >> 1) % 8 : Math.floor((i >> 1) / 8)));

function direct(readings: ArrayLike<number>, grains: readonly number[], i: number, j: number): number {
  const width = grains.length;
  return grains.reduce(
    (product, grain, q) => product * Math.exp(-Math.abs(readings[i * width + q] - readings[j * width + q]) / grain),
    1,
  );
}

describe('the product kernel', () => {
  test('is the same on a grid, on stored pairs and by definition', () => {
    const case_ = fc
      .integer({ min: 1, max: 60 })
      .chain((size) =>
        fc.tuple(
          fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2 * size, maxLength: 2 * size }),
          fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
          fc.constantFrom(1, 0.37),
        ),
      );
    fc.assert(
      fc.property(case_, ([cells, weights, step]) => {
        const grains = [0.5, 3];
        const size = weights.length;
        // A third axis of distinct readings, too wide a grid to be worth it, must not change what the others give.
        const two = Float64Array.from(cells, (cell) => cell * step);
        const three = Float64Array.from({ length: 3 * size }, (_, i) =>
          i % 3 < 2 ? two[2 * Math.floor(i / 3) + (i % 3)] : i,
        );
        const v = Float64Array.from(weights);
        for (const [readings, widths] of [
          [two, grains],
          [three, [...grains, 1e9]],
        ] as const) {
          const kernel = productKernel(readings, widths, size);
          const out = new Float64Array(size);
          kernel.multiply(v, out);
          let form = 0;
          for (let i = 0; i < size; i++) {
            let row = 0;
            for (let j = 0; j < size; j++) row += direct(readings, widths, i, j) * v[j];
            expect(out[i]).toBeCloseTo(row, 9);
            form += v[i] * row;
          }
          expect(kernel.quadratic(v)).toBeCloseTo(form, 9);
        }
      }),
    );
    const grid = productKernel(readingsOf(64), GRAINS, 64);
    expect(grid.work).toBeLessThan(0.5 * 64 * 64);
  });

  test('is the same where pairs are not stored, and where an axis has too many levels for a table', () => {
    const size = 3100;
    const random = bits('pairs');
    const weights = new Int32Array(size);
    multinomial(law(base('even', size)), 5000, random, weights);
    const readings = Float64Array.from({ length: 2 * size }, (_, i) => (i * 7919) % 6151);
    const kernel = productKernel(readings, [500, 900], size);
    const v = Float64Array.from(weights);
    const out = new Float64Array(size);
    kernel.multiply(v, out);
    for (const i of [0, 17, size - 1]) {
      let row = 0;
      for (let j = 0; j < size; j++) row += direct(readings, [500, 900], i, j) * v[j];
      expect(out[i] / row).toBeCloseTo(1, 10);
    }
    expect(kernel.quadratic(v) / out.reduce((sum, value, i) => sum + value * v[i], 0)).toBeCloseTo(1, 10);
  });
});

describe('similarExact', () => {
  test('is 0 for identical laws, at most 1, and 1 for laws that are sure and far apart', () => {
    const readings = readingsOf(16);
    expect(similarExact(readings, GRAINS, base('zipf', 16), base('zipf', 16))).toBe(0);
    expect(similarExact(Float64Array.of(0, 1e6), [1], [1, 0], [0, 1])).toBe(1);
    const near = similarExact(Float64Array.of(0, 1), [10], [1, 0], [0, 1]);
    expect(near).toBeCloseTo(1 - Math.exp(-0.1), 12);
  });

  test('is symmetric and in [0, 1]', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 })
      .filter((w) => w.some(Boolean));
    const normal = (w: number[]) => w.map((x) => x / w.reduce((sum, y) => sum + y, 0));
    fc.assert(
      fc.property(weights, weights, (v, w) => {
        const value = similarExact(readingsOf(16), GRAINS, normal(v), normal(w));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(similarExact(readingsOf(16), GRAINS, normal(w), normal(v))).toBeCloseTo(value, 12);
      }),
    );
  });

  test('refuses malformed readings and grains', () => {
    expect(() => similarExact(Float64Array.of(0), [1], [0.5, 0.5], [0.5, 0.5])).toThrow(/2 × 1/);
    expect(() => similarExact(Float64Array.of(0, 1), [0], [0.5, 0.5], [0.5, 0.5])).toThrow(/above 0/);
    expect(() => similarExact(Float64Array.of(0, Number.NaN), [1], [0.5, 0.5], [0.5, 0.5])).toThrow(/finite/);
    expect(() => similarExact(Float64Array.of(0, 1), [1], [0.5, 0.5], [1])).toThrow(/2 probabilities/);
  });
});

describe('similarEstimate', () => {
  function record(law1: Law, law0: Law, n1: number, n0: number, readings: Float64Array, repetitions: number) {
    const k = law0.probabilities.length;
    const truth = similarExact(readings, GRAINS, law1.probabilities, law0.probabilities);
    const random = bits('similar', k, n1, n0, truth);
    const [a, b] = [new Int32Array(k), new Int32Array(k)];
    const coverage = new Coverage(truth);
    let raw = 0;
    for (let seed = 0; seed < repetitions; seed++) {
      multinomial(law1, n1, random, a);
      multinomial(law0, n0, random, b);
      const estimate = similarEstimate(readings, GRAINS, a, b, n1, n0, { seed, repetitions: 2 });
      coverage.add(estimate.value, ...estimate.interval);
      raw += estimate.raw / repetitions;
    }
    return { truth, coverage, raw };
  }

  test.each([
    [2, 400, 400],
    [8, 400, 400],
    [64, 500, 500],
    [64, 1000, 60],
  ])(
    'covers the exact value in at least 93 of 100 samples and is unbiased: %i atoms, %i and %i draws',
    (k, n1, n0) => {
      for (const shape of ['even', 'zipf'] as const) {
        const p0 = base(shape, k);
        for (const tv of [0, Math.sqrt(k / (Math.PI * n0)) / 2, 0.3]) {
          const { truth, coverage, raw } = record(law(moved(p0, tv)!), law(p0), n1, n0, readingsOf(k), 600);
          expect(coverage.share, `${shape}, tv ${tv}`).toBeGreaterThanOrEqual(0.93);
          expect(Math.abs(raw - truth)).toBeLessThan(0.1 * truth + 0.1 / n0);
        }
      }
    },
    120_000,
  );

  test('has a null that identical laws reach in about one sample in twenty', () => {
    const even = law(base('even', 64));
    const random = bits('similar null');
    const [a, b] = [new Int32Array(64), new Int32Array(64)];
    let above = 0;
    for (let seed = 0; seed < 300; seed++) {
      multinomial(even, 300, random, a);
      multinomial(even, 300, random, b);
      const { value, null: relabelled } = similarEstimate(readingsOf(64), GRAINS, a, b, 300, 300, {
        seed,
        repetitions: 100,
      });
      if (value > relabelled.p95) above++;
    }
    expect(above / 300).toBeGreaterThan(0.015);
    expect(above / 300).toBeLessThan(0.095);
  });

  test('takes the null of many scattered atoms from a subsample, at the scale of the whole', () => {
    const size = 6000;
    const random = bits('scattered');
    const [a, b] = [new Int32Array(size), new Int32Array(size)];
    multinomial(law(base('even', size)), 4000, random, a);
    multinomial(law(base('even', size)), 4000, random, b);
    const readings = Float64Array.from({ length: size }, (_, i) => i * 0.001);
    const options = { seed: 1, repetitions: 60 };
    const onGrid = similarEstimate(readings, [1], a, b, 4000, 4000, options);
    // A second reading that hardly counts makes the grid too large.
    const both = Float64Array.from({ length: 2 * size }, (_, i) =>
      i % 2 === 0 ? readings[i >> 1] : (i * 7919) % 6007,
    );
    const scattered = similarEstimate(both, [1, 1e9], a, b, 4000, 4000, options);
    expect(scattered.raw).toBeCloseTo(onGrid.raw, 6);
    expect(scattered.interval[1]).toBeCloseTo(onGrid.interval[1], 6);
    expect(scattered.null.p95 / onGrid.null.p95).toBeGreaterThan(0.5);
    expect(scattered.null.p95 / onGrid.null.p95).toBeLessThan(2);
  });

  test('depends on the seed alone, and refuses a single draw', () => {
    const counts = Int32Array.of(5, 4);
    const readings = Float64Array.of(0, 1);
    const once = similarEstimate(readings, [1], counts, counts, 9, 9, { seed: 4 });
    expect(similarEstimate(readings, [1], counts, counts, 9, 9, { seed: 4 })).toEqual(once);
    expect(once.raw).toBeLessThan(0);
    expect(once.value).toBe(0);
    expect(() => similarEstimate(readings, [1], [1, 0], [5, 4], 1, 9, { seed: 4 })).toThrow(/at least 2 a branch/);
    expect(() => similarEstimate(readings, [1], counts, counts, 9, 9, { seed: 4, repetitions: 0 })).toThrow(/repet/);
  });
});
