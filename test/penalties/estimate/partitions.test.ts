/** Estimates over several partitions of the same draws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divergence, divergenceMaximum, divergenceNames } from '../../../penalties/divergence.ts';
import { estimatePartitions } from '../../../penalties/estimate/partitions.ts';
import { indexSource, relabeller } from '../../../penalties/estimate/relabel.ts';
import { estimateTv } from '../../../penalties/estimate/tv.ts';
import { base, bits, Coverage, law, moved, multinomial } from './sampling.ts';

const sum = (counts: ArrayLike<number>) => Array.from(counts).reduce((total, count) => total + count, 0);

function drawn(k: number, n: number, tv: number, ...name: (string | number)[]) {
  const random = bits('partitions', k, n, tv, ...name);
  const [counts1, counts0] = [new Int32Array(k), new Int32Array(k)];
  const p0 = base('even', k);
  multinomial(law(moved(p0, tv)!), n, random, counts1);
  multinomial(law(p0), n, random, counts0);
  return { counts1, counts0, n1: n, n0: n };
}

const bit = (k: number, q: number) => Int32Array.from({ length: k }, (_, i) => (i >> q) & 1);
const own = (k: number) => Int32Array.from({ length: k }, (_, i) => i);

describe('pooled relabelling', () => {
  test('keeps every atom’s draws and each branch’s size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 9 }), fc.nat(), fc.nat(), (pooled, part, seed) => {
        const n1 = part % (sum(pooled) + 1);
        const relabelled = relabeller(pooled, n1, seed);
        for (let i = 0; i < 3; i++) {
          relabelled.next();
          expect(sum(relabelled.counts1)).toBe(n1);
          expect(Array.from(relabelled.counts1, (c, atom) => c + relabelled.counts0[atom])).toEqual(pooled);
          expect(Math.min(...relabelled.counts1, ...relabelled.counts0)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('is hypergeometric: mean and variance of a cell are those of draws without replacement', () => {
    for (const n1 of [30, 70]) {
      const relabelled = relabeller([40, 60], n1, 5);
      let mean = 0;
      let squares = 0;
      for (let i = 0; i < 20_000; i++) {
        relabelled.next();
        mean += relabelled.counts1[0] / 20_000;
        squares += relabelled.counts1[0] ** 2 / 20_000;
      }
      expect(Math.abs(mean - 0.4 * n1)).toBeLessThan(0.1);
      expect((squares - mean * mean) / ((n1 * 0.24 * (100 - n1)) / 99)).toBeCloseTo(1, 1);
    }
  });

  test('has uniform indices', () => {
    const index = indexSource(3, 'test');
    const counts = new Float64Array(7);
    for (let i = 0; i < 70_000; i++) counts[index(7)]++;
    expect(counts.reduce((chi, count) => chi + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(25);
  });
});

describe('estimatePartitions', () => {
  test.each(divergenceNames)('estimates one partition as its own estimator does: %s', (name) => {
    const sample = drawn(8, 2000, 0.2);
    const estimate = estimatePartitions({
      ...sample,
      partitions: [own(8)],
      combine: 'mean',
      divergence: name,
      seed: 1,
    });
    const p0 = base('even', 8);
    const truth = divergence(name, moved(p0, 0.2)!, p0);
    expect(estimate.values).toEqual([estimate.value]);
    expect(estimate.interval[0]).toBeLessThanOrEqual(truth);
    expect(estimate.interval[1]).toBeGreaterThanOrEqual(truth);
    expect(estimate.value / truth).toBeGreaterThan(0.7);
    expect(estimate.value / truth).toBeLessThan(1.3);
    expect(estimate.value).toBeGreaterThan(estimate.null.p95);
    expect(estimate.interval[1]).toBeLessThanOrEqual(divergenceMaximum[name]);
    if (name === 'tv') {
      const direct = estimateTv(sample.counts1, sample.counts0, 2000, 2000);
      expect([estimate.value, ...estimate.interval]).toEqual([direct.value, direct.low, direct.high]);
    }
  });

  test('groups atoms into cells before it estimates', () => {
    const { counts1, counts0, n1, n0 } = drawn(8, 1000, 0.3);
    const partition = Int32Array.of(0, 1, 0, 1, 2, 2, 2, 2);
    const group = (counts: Int32Array) => {
      const cells = [0, 0, 0];
      counts.forEach((count, i) => {
        cells[partition[i]] += count;
      });
      return cells;
    };
    const direct = estimateTv(group(counts1), group(counts0), n1, n0);
    const request = { counts1, counts0, n1, n0, partitions: [partition], combine: 'mean', divergence: 'tv' } as const;
    expect(estimatePartitions({ ...request, seed: 1 }).value).toBe(direct.value);
  });

  test('takes the mean of the ends for a mean, and for a maximum wider intervals', () => {
    const sample = drawn(64, 2000, 0.2);
    const partitions = [0, 1, 2, 3, 4, 5].map((q) => bit(64, q));
    const request = { ...sample, partitions, divergence: 'tv', seed: 2 } as const;
    const mean = estimatePartitions({ ...request, combine: 'mean' });
    const most = estimatePartitions({ ...request, combine: 'max' });
    expect(mean.values).toEqual(most.values);
    expect(mean.value).toBeCloseTo(sum(mean.values) / 6, 12);
    expect(most.value).toBe(Math.max(...most.values));
    const single = partitions.map((partition) =>
      estimatePartitions({ ...request, partitions: [partition], combine: 'mean' }),
    );
    expect(mean.interval[0]).toBeCloseTo(sum(single.map(({ interval }) => interval[0])) / 6, 12);
    expect(mean.interval[1]).toBeCloseTo(sum(single.map(({ interval }) => interval[1])) / 6, 12);
    expect(most.interval[1]).toBeGreaterThan(Math.max(...single.map(({ interval }) => interval[1])));
    expect(most.null.mean).toBeGreaterThan(mean.null.mean);
  });

  test.each(divergenceNames)('has a null that identical laws reach in about one sample in twenty: %s', (name) => {
    let above = 0;
    for (let i = 0; i < 300; i++) {
      const sample = drawn(16, 500, 0, i);
      const partitions = [0, 1, 2, 3].map((q) => bit(16, q));
      const { value, null: relabelled } = estimatePartitions({
        ...sample,
        partitions,
        combine: 'max',
        divergence: name,
        seed: i,
        repetitions: 100,
      });
      if (value > relabelled.p95) above++;
    }
    expect(above / 300).toBeGreaterThan(0.015);
    expect(above / 300).toBeLessThan(0.095);
  });

  test.each([
    ['mean', 'tv'],
    ['max', 'tv'],
    ['mean', 'js'],
    ['max', 'js'],
  ] as const)('covers the exact %s of %s in at least 93 of 100 samples', (combine, name) => {
    const k = 16;
    const partitions = [0, 1, 2, 3].map((q) => bit(k, q));
    const p0 = base('zipf', k);
    for (const tv of [0, 0.03, 0.2]) {
      const p1 = moved(p0, tv)!;
      const merge = (p: Float64Array, partition: Int32Array) => {
        const cells = [0, 0];
        p.forEach((x, i) => {
          cells[partition[i]] += x;
        });
        return cells;
      };
      const truths = partitions.map((partition) => divergence(name, merge(p1, partition), merge(p0, partition)));
      const record = new Coverage(combine === 'max' ? Math.max(...truths) : sum(truths) / truths.length);
      const random = bits('combined', combine, name, tv);
      const [law1, law0] = [law(p1), law(p0)];
      const [counts1, counts0] = [new Int32Array(k), new Int32Array(k)];
      for (let seed = 0; seed < 300; seed++) {
        multinomial(law1, 1000, random, counts1);
        multinomial(law0, 1000, random, counts0);
        const sample = { counts1, counts0, n1: 1000, n0: 1000, partitions, combine, divergence: name };
        const { value, interval } = estimatePartitions({ ...sample, seed, repetitions: 40 });
        record.add(value, ...interval);
      }
      expect(record.share, `tv ${tv}`).toBeGreaterThanOrEqual(0.93);
    }
  });

  test('depends on the seed alone', () => {
    const sample = drawn(16, 500, 0.1);
    const request = { ...sample, partitions: [own(16)], combine: 'mean', divergence: 'js' } as const;
    expect(estimatePartitions({ ...request, seed: 1 })).toEqual(estimatePartitions({ ...request, seed: 1 }));
    const other = estimatePartitions({ ...request, seed: 2 });
    expect(other.null.mean).not.toBe(estimatePartitions({ ...request, seed: 1 }).null.mean);
  });

  test('is 0 without partitions, and refuses malformed requests', () => {
    const sample = drawn(4, 100, 0);
    const request = { ...sample, partitions: [], combine: 'mean', divergence: 'tv', seed: 1 } as const;
    expect(estimatePartitions(request)).toEqual({ value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, values: [] });
    expect(() => estimatePartitions({ ...request, partitions: [own(3)] })).toThrow(/each of 4 atoms/);
    expect(() => estimatePartitions({ ...request, partitions: [Int32Array.of(0, -1, 0, 0)] })).toThrow(/at least 0/);
    expect(() => estimatePartitions({ ...request, repetitions: 1 })).toThrow(/repetitions/);
    expect(() => estimatePartitions({ ...request, n1: 99 })).toThrow(/branch 1/);
  });
});
