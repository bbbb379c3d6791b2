/** How often an estimate of a shape exceeds its null where there is nothing to see: in 5 % of repetitions. */
import { describe, expect, test } from 'vitest';
import { uniformSource } from '../../../penalties/estimate/binomial.ts';
import { descriptorsFunctional } from '../../../penalties/shape/descriptors.ts';
import type { FunctionalOf } from '../../../penalties/shape/functional.ts';
import { entropiesFunctional, spectrumFunctional, surprisalFunctional } from '../../../penalties/shape/functionals.ts';
import { Estimator, resampled } from '../../../penalties/shape/resample.ts';
import { equalShapeNull } from '../../../penalties/shape/shape-null.ts';
import { base, bits, law, multinomial } from '../estimate/sampling.ts';

// Part of `npm run test:studies`: many repetitions.
// @module-tag study

/** A small budget; `REPETITIONS=1000` gives the figures of docs/penalties/shape.md. */
const REPETITIONS = Number(process.env.REPETITIONS ?? 150);
/** Of 19 relabellings the 95th percentile is the largest. An estimate of equal laws exceeds it in exactly 1 of 20. */
const OPTIONS = { replicates: 50, relabellings: 19 };
const SHARE = 0.05;

const SHAPES: readonly (readonly [string, FunctionalOf])[] = [
  ['spectrum', spectrumFunctional],
  ['entropies', entropiesFunctional],
  ['surprisal', surprisalFunctional],
  ['descriptors', (atoms) => descriptorsFunctional(atoms, 1, true)],
];
const LAWS: readonly (readonly [string, Float64Array])[] = [
  ['a fair coin', base('even', 2)],
  ['6 even cells', base('even', 6)],
  ['12 even cells', base('even', 12)],
  ['12 cells of 1/rank', base('zipf', 12)],
];
const DRAWS = [600, 1000, 4096];
/** All these cases together may fail by chance in one run of a thousand. */
const CASES = LAWS.length * DRAWS.length * SHAPES.length;

/** The ends between which a count of `REPETITIONS` stays with 99.9 % in all cases together, by the normal law. */
function ends(share: number): readonly [low: number, high: number] {
  // The quantile of 0.001 / (2 · 48) of the normal law; 1 stands for the skewness of few repetitions.
  const z = 4.26;
  expect(CASES).toBe(48);
  const reach = 1 + z * Math.sqrt(REPETITIONS * share * (1 - share));
  return [REPETITIONS * share - reach, REPETITIONS * share + reach];
}

function functionalOver(of: FunctionalOf, p: Float64Array) {
  const partition = Int32Array.from(p, (_, i) => i);
  return of({ partitions: [partition], weights1: p, weights0: p, cells: Array.from(p, (_, i) => [i]) });
}

/** Two samples, of laws with the same probabilities on the same cells or in the reverse order. */
function sampler(p: Float64Array, n: number, name: string, isReversed: boolean) {
  const random = bits(name, n);
  const [law1, law0] = [law(p), law(isReversed ? p.slice().reverse() : p)];
  const [a, b] = [new Int32Array(p.length), new Int32Array(p.length)];
  return () => {
    multinomial(law1, n, random, a);
    multinomial(law0, n, random, b);
    return { counts1: Float64Array.from(a), counts0: Float64Array.from(b), n1: n, n0: n };
  };
}

describe.each(LAWS)('two samples of %s', (name, p) => {
  test.each(DRAWS)('of %d draws exceed the null of equal laws as often as they should', (n) => {
    for (const [shape, of] of SHAPES) {
      const functional = functionalOver(of, p);
      const draw = sampler(p, n, `${name}/${shape}`, false);
      let over = 0;
      for (let seed = 0; seed < REPETITIONS; seed++) {
        const estimate = resampled(functional, draw(), (same) => same, [n, n], { seed, ...OPTIONS });
        if (estimate.value > estimate.null.p95) over++;
      }
      console.info(`${shape}, ${name}, n = ${n}: ${((100 * over) / REPETITIONS).toFixed(1)} % exceed`);
      const [low, high] = ends(SHARE);
      expect(over, shape).toBeLessThanOrEqual(high);
      // Of a coin many estimates are exactly alike, so that fewer exceed.
      if (p.length > 2) expect(over, shape).toBeGreaterThanOrEqual(low);
    }
  });
});

describe('two samples of one shape on other cells', () => {
  test.each([LAWS[3], ['two big cells of 8', base('two big', 8)] as const])(
    'of %s seldom exceed the null of equal shape',
    (name, p) => {
      const repetitions = Math.min(200, REPETITIONS);
      for (const [shape, of] of SHAPES.slice(0, 3)) {
        const estimator = new Estimator(functionalOver(of, p), (same) => same, [1000, 1000]);
        const partition = Int32Array.from(p, (_, i) => i);
        const draw = sampler(p, 1000, `${name}/${shape}`, true);
        let over = 0;
        for (let seed = 0; seed < repetitions; seed++) {
          const sample = draw();
          const { value } = estimator.estimate(sample, uniformSource(seed, 'equal shape'));
          if (value > equalShapeNull(estimator, partition, sample, seed).p95) over++;
        }
        console.info(`${shape}, ${name} on other cells: ${((100 * over) / repetitions).toFixed(1)} % exceed`);
        expect(over, shape).toBeLessThanOrEqual(repetitions * SHARE + 4 * Math.sqrt(repetitions * SHARE));
      }
    },
  );
});
