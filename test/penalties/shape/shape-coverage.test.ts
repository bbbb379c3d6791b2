/** How often the intervals of the shapes cover, for known laws. */
import { describe, expect, test } from 'vitest';
import { differences, type Functional, type FunctionalOf } from '../../../penalties/shape/functional.ts';
import { entropiesFunctional, spectrumFunctional, surprisalFunctional } from '../../../penalties/shape/functionals.ts';
import { type IntervalOf, ofEntropies, ofSpectrum, ofSurprisal } from '../../../penalties/shape/intervals.ts';
import { type Sample, thinned, tilt } from '../../../penalties/shape/measured-atoms.ts';
import { estimateNormaliser } from '../../../penalties/shape/normaliser.ts';
import { resampled } from '../../../penalties/shape/resample.ts';
import { base, bits, Coverage, law, moved, multinomial } from '../estimate/sampling.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 1000;
/** Fewer than a penalty takes: the deviations are noisier, which makes coverage no easier. */
const RESAMPLES = { replicates: 40, relabellings: 30 };

const shapes: readonly (readonly [string, FunctionalOf, IntervalOf])[] = [
  ['spectrum', spectrumFunctional, ofSpectrum],
  ['entropies', entropiesFunctional, ofEntropies],
  ['surprisal', surprisalFunctional, ofSurprisal],
];

const even = base('even', 16);
const zipf = base('zipf', 16);

/** Equal, far apart, nearly equal, and relabelled. */
const pairs: readonly (readonly [string, Float64Array, Float64Array])[] = [
  ['16 even cells against themselves', even, even],
  ['16 even cells, 35 % moved', moved(even, 0.35)!, even],
  ['16 cells of 1/rank against themselves', zipf, zipf],
  ['16 cells of 1/rank, 3 % moved', moved(zipf, 0.03)!, zipf],
  ['16 cells of 1/rank, 10 % moved and all relabelled', moved(zipf, 0.1)!.reverse(), zipf],
];

function sampler(p1: Float64Array, p0: Float64Array, n1: number, n0: number, name: string): () => Sample {
  const random = bits(name, n1, n0);
  const [law1, law0] = [law(p1), law(p0)];
  const [a, b] = [new Int32Array(p1.length), new Int32Array(p0.length)];
  return () => {
    multinomial(law1, n1, random, a);
    multinomial(law0, n0, random, b);
    return { counts1: Float64Array.from(a), counts0: Float64Array.from(b), n1, n0 };
  };
}

function functionalOver(of: FunctionalOf, p1: Float64Array, p0: Float64Array): Functional {
  return of({ partitions: [Int32Array.from(p1, (_, i) => i)], weights1: p1, weights0: p0, cells: [] });
}

describe('at n = 20 k the 95 % interval covers the exact value in at least 93 % of 1,000 repetitions', () => {
  for (const [name, p1, p0] of pairs) {
    test.each(shapes)(`of the %s: ${name}`, (shape, of, intervalOf) => {
      const functional = functionalOver(of, p1, p0);
      const [one, zero] = [functional.read(p1, null), functional.read(p0, null)];
      const n = 20 * p1.length;
      // Branches of different sizes in one of the cases.
      const draw = sampler(p1, p0, name.includes('10 %') ? 2 * n : n, n, name);
      const record = new Coverage(functional.combine(differences(one, zero), one, zero));
      let without = 0;
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        const sample = draw();
        const equal = functional.sorted ? thinned(sample, repetition) : sample;
        const options = { seed: repetition, ...RESAMPLES };
        const estimate = resampled(functional, equal, (same) => same, [sample.n1, sample.n0], options);
        const interval = intervalOf(functional, sample, estimate, repetition);
        if (interval) record.add(estimate.value, interval[0], interval[1]);
        else without++;
      }
      console.info(
        `${shape}, ${name}: coverage ${record.share.toFixed(3)}, mean ${record.mean.toFixed(3)}, ` +
          `width ${record.meanWidth.toFixed(3)} = ${record.relativeWidth.toFixed(1)} × the range of the estimates, ` +
          `without ${without}`,
      );
      expect(record.share).toBeGreaterThanOrEqual(0.93);
      // Cells that were not drawn may add much to a surprisal, so its interval is wider.
      expect(record.relativeWidth).toBeLessThan(shape === 'surprisal' ? 15 : 7);
      expect(without).toBeLessThan(0.2 * REPETITIONS);
    });
  }
});

describe('cells that the disciple alone reaches, seldom', () => {
  const rare = [0.3, 1, 2, 4, 8, 15, 30].flatMap((expected) => [1, 2].map((cells) => [expected, cells] as const));
  test.each(
    shapes.slice(1).flatMap(([shape, of, intervalOf]) => rare.map((own) => [...own, shape, of, intervalOf] as const)),
  )(
    'with n · p = %d in all, in %d cells, the interval of %s holds the truth, or there is none',
    (expected, cells, shape, of, intervalOf) => {
      const [n, repetitions] = [1000, 200];
      const p = expected / n;
      const common = [0.5, 0.3, 0.2];
      const unseen = (share: number) => new Array<number>(cells).fill(share);
      const p1 = Float64Array.from([...common.map((share) => share * (1 - p)), ...unseen(p / cells)]);
      const p0 = Float64Array.from([...common, ...unseen(0)]);
      const functional = functionalOver(of, p1, p0);
      const [one, zero] = [functional.read(p1, null), functional.read(p0, null)];
      const truth = functional.combine(differences(one, zero), one, zero);
      const draw = sampler(p1, p0, n, n, `rare ${expected} ${cells}`);
      let given = 0;
      let held = 0;
      for (let repetition = 0; repetition < repetitions; repetition++) {
        const sample = draw();
        const options = { seed: repetition, ...RESAMPLES };
        const estimate = resampled(functional, sample, (same) => same, [n, n], options);
        const interval = intervalOf(functional, sample, estimate, repetition);
        if (!interval) continue;
        given++;
        if (Math.min(interval[0], estimate.value) <= truth && truth <= Math.max(interval[1], estimate.value)) held++;
      }
      console.info(
        `${shape}, n · p = ${expected} in ${cells}: an interval in ${given} of ${repetitions}, which holds in ${held}`,
      );
      expect(held).toBeGreaterThanOrEqual(0.93 * given);
      // Where it is seldom drawn, or often, there is one.
      if (expected < 1 || expected > 10) expect(given).toBeGreaterThan(repetitions / 2);
    },
  );
});

describe('the normaliser’s interval covers as often, from 100 effective draws', () => {
  const compressed = Float64Array.from({ length: 16 }, (_, i) => -10 - ((5 * i) % 16) / 4);
  const flat = compressed.map((x) => x / 8);
  test.each(pairs)('%s', (name, p1, p0) => {
    for (const log2 of [compressed, flat]) {
      const [f1, f0] = [-tilt(p1, log2).log2Sum, -tilt(p0, log2).log2Sum];
      const record = new Coverage(Math.abs(f1 - f0));
      const share = Math.min(tilt(p1, log2).share, tilt(p0, log2).share);
      const draw = sampler(p1, p0, Math.ceil(120 / share), Math.ceil(150 / share), name);
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        const { value, low, high } = estimateNormaliser(draw(), log2);
        record.add(value, low, high);
      }
      console.info(
        `normaliser, ${name}: coverage ${record.share.toFixed(3)}, ` +
          `width ${record.meanWidth.toFixed(3)} = ${record.relativeWidth.toFixed(1)} × the range`,
      );
      expect(record.share).toBeGreaterThanOrEqual(0.93);
      expect(record.relativeWidth).toBeLessThan(2.5);
    }
  });
});
