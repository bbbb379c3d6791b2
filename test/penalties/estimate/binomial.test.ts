/** Binomial numbers follow their law, and counts drawn anew follow theirs. */
import { describe, expect, test } from 'vitest';
import { binomial, multinomial, uniformSource } from '../../../penalties/estimate/binomial.ts';

const DRAWS = 100_000;

/** ln of the probabilities of 0 … n successes. */
function masses(n: number, p: number): Float64Array {
  const logs = new Float64Array(n + 1);
  logs[0] = n * Math.log1p(-p);
  for (let k = 1; k <= n; k++) logs[k] = logs[k - 1] + Math.log(((n - k + 1) * p) / (k * (1 - p)));
  return logs.map(Math.exp);
}

describe('a binomial number', () => {
  test.each([
    [1, 0.5],
    [10, 0.3],
    [19, 0.5],
    [40, 0.25],
    [100, 0.5],
    [1000, 0.02],
    [1000, 0.7],
    [20_000, 0.0004],
    [20_000, 0.999],
  ])('of %d trials with probability %d passes the chi-square test', (n, p) => {
    const uniform = uniformSource(1, 'binomial', n);
    const counts = new Float64Array(n + 1);
    for (let i = 0; i < DRAWS; i++) counts[binomial(n, p, uniform)]++;
    let statistic = 0;
    let bins = 0;
    let [expectedSum, countSum] = [0, 0];
    // Neighbours are put together until a bin expects 20.
    masses(n, p).forEach((mass, k) => {
      expectedSum += DRAWS * mass;
      countSum += counts[k];
      if (expectedSum < 20) return;
      statistic += (countSum - expectedSum) ** 2 / expectedSum;
      bins++;
      [expectedSum, countSum] = [0, 0];
    });
    // 99.99 % of a chi-square, by Wilson and Hilferty.
    const degrees = Math.max(1, bins - 1);
    const limit = degrees * (1 - 2 / (9 * degrees) + 3.719 * Math.sqrt(2 / (9 * degrees))) ** 3;
    expect(statistic).toBeLessThan(limit);
  });

  test('is 0 or all where nothing is open', () => {
    const uniform = uniformSource(2);
    expect([binomial(9, 0, uniform), binomial(9, 1, uniform), binomial(0, 0.5, uniform)]).toEqual([0, 9, 0]);
  });
});

test('counts drawn anew sum to the draws, leave empty cells empty, and have the moments of their law', () => {
  const counts = [5, 0, 20, 0, 75, 0];
  const uniform = uniformSource(3);
  const [sums, squares, again] = [new Float64Array(6), new Float64Array(6), new Float64Array(6)];
  for (let i = 0; i < DRAWS; i++) {
    multinomial(counts, 100, 50, uniform, again);
    expect(again.reduce((a, b) => a + b, 0)).toBe(50);
    again.forEach((count, c) => {
      sums[c] += count;
      squares[c] += count * count;
    });
  }
  counts.forEach((count, c) => {
    const p = count / 100;
    const mean = sums[c] / DRAWS;
    expect(Math.abs(mean - 50 * p)).toBeLessThan(5 * Math.sqrt((50 * p * (1 - p)) / DRAWS) + 1e-12);
    expect(Math.abs(squares[c] / DRAWS - mean * mean - 50 * p * (1 - p))).toBeLessThan(0.2);
  });
});
