/** The normal distribution, against tables. */
import { describe, expect, test } from 'vitest';
import { noncentralCumulative, noncentralityAt, quadraticInterval } from '../../../penalties/estimate/noncentral.ts';
import { foldedExcess, normalCumulative, normalDensity, normalQuantile } from '../../../penalties/estimate/normal.ts';
import { newcombeReach, wilson } from '../../../penalties/estimate/proportions.ts';
import { bits, law, multinomial } from './sampling.ts';

/** ∫ f from a to b by Simpson's rule. */
function integral(f: (x: number) => number, a: number, b: number, steps = 20_000): number {
  const h = (b - a) / steps;
  let sum = f(a) + f(b);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * f(a + i * h);
  return (sum * h) / 3;
}

describe('the normal distribution', () => {
  test('agrees with the integral of its density', () => {
    for (const x of [-6, -3, -1.96, -0.5, 0, 0.3, 1, 2.5758, 5, 7.5]) {
      expect(Math.abs(normalCumulative(x) - integral(normalDensity, -12, x))).toBeLessThan(1e-12);
    }
    expect(normalCumulative(-8) / integral(normalDensity, -16, -8)).toBeCloseTo(1, 7);
    expect([normalCumulative(-40), normalCumulative(40)]).toEqual([0, 1]);
  });

  test('has a quantile that inverts it', () => {
    for (const p of [1e-9, 0.00025, 0.025, 0.5, 0.8, 0.975, 1 - 1e-6]) {
      expect(normalCumulative(normalQuantile(p))).toBeCloseTo(p, 12);
    }
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  });

  test('has the folded excess φ(t) − tΦ(−t), to 1e-7', () => {
    for (let t = 0; t < 9; t += 0.0137) {
      expect(Math.abs(foldedExcess(t) - (normalDensity(t) - t * normalCumulative(-t)))).toBeLessThan(1e-7);
    }
  });
});

describe('the noncentral χ²', () => {
  test('is (Z + √λ)² at one degree, and near its simulation beyond', () => {
    expect(noncentralCumulative(1.96 ** 2, 1, 0)).toBeCloseTo(0.95, 4);
    // Sums of `degrees` squared normals, each a standardised binomial of 400 draws.
    const random = bits('chi');
    const even = law(Float64Array.of(0.5, 0.5));
    const counts = new Int32Array(2);
    for (const [degrees, lambda] of [
      [2, 0],
      [3, 4],
      [8, 10],
    ]) {
      const sums = Float64Array.from({ length: 20_000 }, () => {
        let sum = 0;
        for (let i = 0; i < degrees; i++) {
          multinomial(even, 400, random, counts);
          sum += ((counts[0] - 200) / 10 + (i === 0 ? Math.sqrt(lambda) : 0)) ** 2;
        }
        return sum;
      });
      for (const x of [1, 4, 9, 25].map((v) => v + 0.003)) {
        const simulated = sums.filter((sum) => sum <= x).length / sums.length;
        expect(
          Math.abs(noncentralCumulative(x, degrees, lambda) - simulated),
          `${degrees}, ${lambda}, ${x}`,
        ).toBeLessThan(0.03);
      }
    }
  });

  test('is inverted in its noncentrality', () => {
    expect(noncentralityAt(1, 1, 0.975)).toBe(0);
    expect(noncentralityAt(25, 1, 0.025)).toBeCloseTo((5 + 1.959964) ** 2, 3);
    expect(noncentralityAt(25, 1, 0.975)).toBeCloseTo((5 - 1.959964) ** 2, 3);
  });

  test('gives a plug-in without a null its own value as interval', () => {
    expect(quadraticInterval({ plugin: 0.2, nullMean: 0, nullVariance: 0, deltaVariance: 1 }, 1.96)).toEqual([
      0.2, 0.2,
    ]);
  });
});

describe('intervals of proportions', () => {
  test("give Newcombe's own example: 56/70 against 48/80", () => {
    const { below, above } = newcombeReach(56 / 70, 70, 48 / 80, 80, 1.959964);
    expect(0.2 - below).toBeCloseTo(0.0524, 4);
    expect(0.2 + above).toBeCloseTo(0.3339, 4);
  });

  test('do not collapse at 0 and 1', () => {
    const [low, high] = wilson(0, 100, 1.96);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(1.96 ** 2 / (100 + 1.96 ** 2), 12);
    expect(wilson(1, 100, 1.96)[1]).toBe(1);
  });
});
