/** The divergences of two probability vectors: values and laws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divergence, divergenceMaximum, divergenceNames } from '../../penalties/divergence.ts';

const weights = (k: number) =>
  fc.array(fc.integer({ min: 0, max: 50 }), { minLength: k, maxLength: k }).filter((w) => w.some((x) => x > 0));
const pairs = fc.integer({ min: 2, max: 12 }).chain((k) => fc.tuple(weights(k), weights(k)));
const normalise = (w: readonly number[]) => {
  const total = w.reduce((sum, x) => sum + x, 0);
  return w.map((x) => x / total);
};

describe.each(divergenceNames)('the divergence %s', (name) => {
  test('is exactly 0 for identical vectors and above 0 for others', () => {
    fc.assert(
      fc.property(pairs, ([v, w]) => {
        const [p, q] = [normalise(v), normalise(w)];
        expect(divergence(name, p, p.slice())).toBe(0);
        if (p.some((x, i) => Math.abs(x - q[i]) > 1e-9)) expect(divergence(name, p, q)).toBeGreaterThan(0);
      }),
    );
  });

  test('never exceeds its maximum', () => {
    fc.assert(
      fc.property(pairs, ([v, w]) => {
        expect(divergence(name, normalise(v), normalise(w))).toBeLessThanOrEqual(divergenceMaximum[name]);
      }),
    );
  });

  test('never grows when cells are merged', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), ([v, w], cell) => {
        const merge = (p: number[]) => {
          const merged = [0, 0, 0, 0];
          p.forEach((x, i) => {
            merged[cell[i]] += x;
          });
          return merged;
        };
        const [p, q] = [normalise(v), normalise(w)];
        expect(divergence(name, merge(p), merge(q))).toBeLessThanOrEqual(divergence(name, p, q) + 1e-12);
      }),
    );
  });

  test('refuses vectors of different lengths', () => {
    expect(() => divergence(name, [1], [0.5, 0.5])).toThrow(/one length/);
  });
});

describe('known values', () => {
  const p = [0.5, 0.5, 0];
  const q = [0.25, 0.25, 0.5];
  test('tv is half the absolute difference', () => expect(divergence('tv', p, q)).toBeCloseTo(0.5, 15));
  test('js is in bits', () => {
    const entropy = (r: number[]) => -r.reduce((sum, x) => sum + (x > 0 ? x * Math.log2(x) : 0), 0);
    const middle = p.map((x, i) => (x + q[i]) / 2);
    expect(divergence('js', p, q)).toBeCloseTo(entropy(middle) - (entropy(p) + entropy(q)) / 2, 14);
  });
  test('hellinger is squared', () => expect(divergence('hellinger', p, q)).toBeCloseTo(1 - Math.SQRT1_2, 14));
  test('kl mixes 1 % of the average into each, in nats', () => {
    const mix = (x: number, y: number) => 0.99 * x + (0.01 * (x + y)) / 2;
    const direct = p.reduce((sum, x, i) => sum + mix(x, q[i]) * Math.log(mix(x, q[i]) / mix(q[i], x)), 0);
    expect(divergence('kl', p, q)).toBeCloseTo(direct, 13);
  });
  test('on disjoint vectors is 1, 1, 1 and 0.99 ln 199', () => {
    const at = divergenceNames.map((name) => divergence(name, [1, 0], [0, 1]));
    expect(at.slice(0, 3)).toEqual([1, 1, 1]);
    expect(at[3]).toBeCloseTo(0.99 * Math.log(199), 12);
  });
});
