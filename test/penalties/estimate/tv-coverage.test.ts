/** How often the interval of total variation covers, and how wide it is. */
import { describe, expect, test } from 'vitest';
import { estimateTv } from '../../../penalties/estimate/tv.ts';
import { base, bits, Coverage, type LawName, law, moved, multinomial } from './sampling.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 1000;
const NAMES = ['even', 'two big', 'zipf'] as const;
const BEYOND = [256, 1024, 4096];
/** The widest mean width over the range of the estimates, keyed by law and cells. */
const widest = new Map<string, number>();

function coverage(name: LawName, k: number, n1: number, n0: number, tv: number, repetitions: number): Coverage | null {
  const p0 = base(name, k);
  const p1 = moved(p0, tv);
  if (!p1) return null;
  const [law1, law0] = [law(p1), law(p0)];
  const random = bits(name, k, n1, n0, tv);
  const [a, b] = [new Int32Array(k), new Int32Array(k)];
  const record = new Coverage(tv);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    multinomial(law1, n1, random, a);
    multinomial(law0, n0, random, b);
    const { value, low, high } = estimateTv(a, b, n1, n0);
    record.add(value, low, high);
  }
  return record;
}

describe('the 95 % interval of tv covers the exact value in at least 93 % of 1,000 repetitions', () => {
  for (const name of NAMES) {
    for (const k of [2, 8, 16, 64, ...BEYOND]) {
      test(`on ${k} cells, ${name}${name === 'even' && k <= 64 ? ', and is not needlessly wide' : ''}`, () => {
        for (const n of [1024, 16384]) {
          for (const tv of [0, 0.5 * Math.sqrt(k / (Math.PI * n)), 0.1, 0.35]) {
            const record = coverage(name, k, n, n, tv, REPETITIONS);
            if (!record) continue;
            const where = `n ${n}, tv ${tv}`;
            expect(record.share, where).toBeGreaterThanOrEqual(0.93);
            if (name === 'even' && k <= 64) {
              expect(record.relativeWidth, where).toBeLessThanOrEqual(k <= 16 ? 2.2 : 2.8);
            }
            const key = `${name}, k ${k}`;
            widest.set(key, Math.max(widest.get(key) ?? 0, record.relativeWidth));
          }
        }
      }, 120_000);
    }
  }

  test('is of finite width beyond 64 cells too, in every case of every law; the widths are reported', () => {
    const beyond = NAMES.flatMap((name) => BEYOND.map((k) => `${name}, k ${k}`));
    // A case that was not measured has no width, and fails here.
    for (const key of beyond) expect(widest.get(key) ?? Number.NaN, key).toBeGreaterThan(0);
    for (const key of beyond) expect(widest.get(key), key).toBeLessThan(Number.POSITIVE_INFINITY);
    const widths = beyond.map((key) => `${key}: ${widest.get(key)!.toFixed(1)}`);
    console.info(`tv: mean width over the range of the estimates: ${widths.join('; ')}`);
  });
});

describe('with branches of different sizes', () => {
  test.each([
    [2, 4096, 216],
    [16, 1024, 4096],
    [64, 16384, 862],
    [256, 1024, 19456],
  ])('the interval covers as often on %i cells, %i and %i draws', (k, n1, n0) => {
    for (const name of ['even', 'zipf'] as const) {
      for (const tv of [0, 0.1, 0.35]) {
        expect(coverage(name, k, n1, n0, tv, REPETITIONS)!.share, `${name}, tv ${tv}`).toBeGreaterThanOrEqual(0.93);
      }
    }
  });
});

describe('where the outcome is nearly sure', () => {
  test.each([0.0002, 0.001, 0.005])('the interval does not collapse: a difference of %d is covered', (tv) => {
    const random = bits('rare', tv);
    const [rare, sure] = [law(Float64Array.of(1 - tv, tv)), law(Float64Array.of(1, 0))];
    const [a, b] = [new Int32Array(2), new Int32Array(2)];
    const record = new Coverage(tv);
    const saturated = new Coverage(1 - tv);
    for (let repetition = 0; repetition < 1000; repetition++) {
      multinomial(rare, 1024, random, a);
      multinomial(sure, 1024, random, b);
      const near = estimateTv(a, b, 1024, 1024);
      record.add(near.value, near.low, near.high);
      const far = estimateTv(a, b.reverse(), 1024, 1024);
      saturated.add(far.value, far.low, far.high);
    }
    expect(record.share).toBeGreaterThanOrEqual(0.93);
    expect(saturated.share).toBeGreaterThanOrEqual(0.93);
  });
});
