/** Bins of the logit partition the draws, and describe them. */
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { BIN_EDGES, logitBins } from '../../../learning/divergence/logit-bins.ts';

/** 60 tuples of three questions with arbitrary counts and logits, some of them never drawn or exactly at an edge. */
function someDraws() {
  const uniform = stream(4, 'bins');
  const cells = Array.from({ length: 60 }, (_, i) => [i % 2, i % 3, i % 10]);
  const counts = () => Float64Array.from(cells, (_, i) => (i % 7 === 0 ? 0 : Math.floor(50 * uniform())));
  const logits = Float32Array.from(cells, (_, i) => (i < BIN_EDGES.length ? BIN_EDGES[i] : 12 * uniform() - 6));
  return { cells, logits, counts1: counts(), counts0: counts() };
}

describe('bins of the logit', () => {
  const draws = someDraws();
  const bins = logitBins(draws);
  const share = (counts: Float64Array, inside: (logit: number) => boolean) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.reduce((sum, count, i) => sum + (inside(draws.logits[i]) ? count : 0), 0) / all;
  };

  test('partition the draws: the masses of each branch sum to 1, and each bin begins where the last one ends', () => {
    expect(bins.reduce((sum, { mass1 }) => sum + mass1, 0)).toBeCloseTo(1, 12);
    expect(bins.reduce((sum, { mass0 }) => sum + mass0, 0)).toBeCloseTo(1, 12);
    expect(bins.map(({ low }) => low)).toEqual([Number.NEGATIVE_INFINITY, ...BIN_EDGES]);
    expect(bins.map(({ high }) => high)).toEqual([...BIN_EDGES, Number.POSITIVE_INFINITY]);
    for (const { low, high, mass1, mass0 } of bins) {
      expect(mass1).toBeCloseTo(
        share(draws.counts1, (logit) => logit > low && logit <= high),
        12,
      );
      expect(mass0).toBeCloseTo(
        share(draws.counts0, (logit) => logit > low && logit <= high),
        12,
      );
    }
  });

  test('above 0 have masses that differ by the learned tv', () => {
    const above = bins.filter(({ low }) => low >= 0);
    const difference = above.reduce((sum, { mass1, mass0 }) => sum + mass1 - mass0, 0);
    const inside = (logit: number) => logit > 0;
    expect(difference).toBeCloseTo(share(draws.counts1, inside) - share(draws.counts0, inside), 12);
  });

  test('list every question, the most telling first, and shares that sum to 1', () => {
    for (const { answers } of bins) {
      expect(answers.map(({ question }) => question).sort()).toEqual([0, 1, 2]);
      const telling = answers.map((one) => one.telling);
      expect(telling).toEqual([...telling].sort((a, b) => b - a));
      for (const { cells } of answers) {
        expect(cells.reduce((sum, cell) => sum + cell.share, 0)).toBeCloseTo(1, 12);
        expect(cells.every(({ share: one }, i) => i === 0 || one <= cells[i - 1].share)).toBe(true);
      }
    }
  });

  test('give each bin its answers, their shares and the logit that it should have', () => {
    const told = logitBins(
      {
        cells: [
          [3, 0],
          [3, 1],
          [2, 0],
        ],
        logits: [-0.2, -0.2, 6],
        counts1: [30, 30, 40],
        counts0: [50, 50, 0],
      },
      [0],
    );
    expect(told.map(({ mass1, mass0 }) => [mass1, mass0])).toEqual([
      [0.6, 1],
      [0.4, 0],
    ]);
    expect(told[0].logRatio).toBeCloseTo(Math.log(0.6), 12);
    expect(told[1].logRatio).toBe(Number.POSITIVE_INFINITY);
    expect(told[1].logit).toBeCloseTo(6, 12);
    expect(told[1].answers[0]).toEqual({ question: 0, cells: [{ cell: 2, share: 1 }], telling: 0.8 });
  });

  test('are empty where there are no draws', () => {
    const [low, high] = logitBins({ cells: [[0]], logits: [1], counts1: [5], counts0: [5] }, [0]);
    expect(low).toMatchObject({ mass1: 0, mass0: 0, logit: null, logRatio: null, answers: [] });
    expect(high).toMatchObject({ mass1: 1, mass0: 1, logRatio: 0 });
  });

  test('refuse edges that do not ascend', () => {
    expect(() => logitBins(someDraws(), [0, 0])).toThrow(InvalidOption);
    expect(() => logitBins(someDraws(), [1, Number.NaN])).toThrow(InvalidOption);
  });
});
