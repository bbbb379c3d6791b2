/** How often the lower end of a learned total variation is below the truth. */
import { describe, expect, test } from 'vitest';
import { countedMeasurement } from '../../../penalties/estimate/learned.ts';
import { bits, law, multinomial } from './sampling.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 1000;

/** p₁(A), p₀(A) of a frozen A, and the draws of either branch; the last ones as observed at a rare erasure. */
const cases: readonly (readonly [p1: number, p0: number, n1: number, n0: number])[] = [
  [0.5, 0.45, 4096, 4096],
  [0.19, 0.002, 4096, 4096],
  [0.04, 0.035, 4096, 4096],
  [0.9998, 0.0002, 4096, 4096],
  [1, 0, 4096, 4096],
  [0.001, 0, 4096, 4096],
  [0.3, 0.3, 4096, 4096],
  [0.5, 0.4, 4096, 240],
  [0.2, 0.01, 4096, 240],
  [0.2, 0.1, 512, 12_288],
];

// A coverage of 99 % has a standard error of 0.3 % over 1,000 repetitions.
describe('the one-sided 99 % lower end is below p₁(A) − p₀(A), A frozen, in at least 98.1 % of 1,000 samples', () => {
  test.each(cases)('p₁(A) = %d, p₀(A) = %d, %d and %d draws', (p1, p0, n1, n0) => {
    const random = bits('lower', p1, p0, n1, n0);
    const drawn = (p: number, n: number) => {
      const counts = new Int32Array(2);
      multinomial(law(Float64Array.of(p, 1 - p)), n, random, counts);
      return counts;
    };
    let covered = 0;
    let slack = 0;
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const { parts } = countedMeasurement('tv', { logits: [1, -1], counts1: drawn(p1, n1), counts0: drawn(p0, n0) });
      if (parts.lower99 < p1 - p0) covered++;
      slack += p1 - p0 - parts.lower99;
    }
    console.info(`one-sided 99 %, ${p1} − ${p0}, ${n1} and ${n0} draws: ${covered} of ${REPETITIONS}`);
    expect(covered / REPETITIONS).toBeGreaterThanOrEqual(0.981);
    // No wider than a normal one would be by half, and the score limits' 5.4 / n.
    const normal = 2.3263 * Math.sqrt((p1 * (1 - p1)) / n1 + (p0 * (1 - p0)) / n0);
    expect(slack / REPETITIONS).toBeLessThan(1.5 * normal + 12 / Math.min(n1, n0));
  });
});
