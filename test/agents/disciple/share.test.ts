/** Each share is the first variation of its divergence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shares } from '../../../agents/disciple/share.ts';
import { divergence } from '../../../penalties/divergence.ts';

const probabilities = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 12, maxLength: 12 }).map((weights) => {
  const law = (part: readonly number[]) => {
    const sum = part.reduce((total, weight) => total + weight, 0);
    return Float64Array.from(part, (weight) => weight / sum);
  };
  return { p1: law(weights.slice(0, 6)), p0: law(weights.slice(6)) };
});

const logit = (p1: number, p0: number) => Math.log(p1 / p0);

describe('a share is the first variation of its divergence', () => {
  test.each([
    ['tv', 1e-9],
    ['js', 1e-6],
  ] as const)(
    '%s: moving probability of p₁ from one outcome to another changes it by the shares’ difference',
    (name, step) => {
      fc.assert(
        fc.property(probabilities, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (laws, from, to) => {
          const { p1, p0 } = laws;
          fc.pre(from !== to && (name === 'js' || (p1[from] !== p0[from] && p1[to] !== p0[to])));
          const moved = (by: number) => {
            const changed = p1.slice();
            changed[to] += by;
            changed[from] -= by;
            return divergence(name, changed, p0);
          };
          const slope = (moved(step) - moved(-step)) / (2 * step);
          const difference = shares[name](logit(p1[to], p0[to])) - shares[name](logit(p1[from], p0[from]));
          expect(slope).toBeCloseTo(difference, 5);
        }),
      );
    },
  );

  test('the mean of tv’s share over p₁ less that over p₀ is the divergence', () => {
    fc.assert(
      fc.property(probabilities, ({ p1, p0 }) => {
        let sum = 0;
        for (let i = 0; i < p1.length; i++) sum += (p1[i] - p0[i]) * shares.tv(logit(p1[i], p0[i]));
        expect(sum).toBeCloseTo(divergence('tv', p1, p0), 12);
      }),
    );
  });

  test('js is the mean of its share over p₁ and of the other branch’s over p₀', () => {
    fc.assert(
      fc.property(probabilities, ({ p1, p0 }) => {
        let sum = 0;
        for (let i = 0; i < p1.length; i++) {
          sum += p1[i] * shares.js(logit(p1[i], p0[i]));
          sum += p0[i] * shares.js(logit(p0[i], p1[i]));
        }
        expect(sum).toBeCloseTo(divergence('js', p1, p0), 12);
      }),
    );
  });

  test('soft: of KL(p₀‖m) in nats, m = (p₀ + p₁)/2', () => {
    fc.assert(
      fc.property(probabilities, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (laws, from, to) => {
        fc.pre(from !== to);
        const { p1, p0 } = laws;
        const moved = (by: number) =>
          p0.reduce((sum, q, i) => {
            const changed = p1[i] + by * (Number(i === to) - Number(i === from));
            return sum + q * Math.log((2 * q) / (q + changed));
          }, 0);
        const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
        const difference = shares.soft(logit(p1[to], p0[to])) - shares.soft(logit(p1[from], p0[from]));
        expect(slope).toBeCloseTo(difference, 5);
      }),
    );
  });

  test('the soft share is p₁/(p₁ + p₀)', () => {
    fc.assert(
      fc.property(probabilities, ({ p1, p0 }) => {
        for (let i = 0; i < p1.length; i++)
          expect(shares.soft(logit(p1[i], p0[i]))).toBeCloseTo(p1[i] / (p1[i] + p0[i]), 12);
      }),
    );
  });
});

test('every share grows with the logit and stays finite at any', () => {
  const logits = [-1e4, -800, -3, 0, 1e-9, 3, 800, 1e4];
  for (const [name, share] of Object.entries(shares)) {
    const values = logits.map(share);
    expect(values.every(Number.isFinite), name).toBe(true);
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
    expect(values[values.length - 1]).toBeCloseTo(name === 'js' ? 0.5 : 1, 12);
  }
  expect([shares.tv(0), shares.soft(0), shares.js(0)]).toEqual([0, 0.5, 0]);
});
