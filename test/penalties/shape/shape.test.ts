/** The shapes of forecasts: closed forms, laws and estimates. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoEstimate } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { divergence } from '../../../penalties/divergence.ts';
import { differences, type FunctionalOf } from '../../../penalties/shape/functional.ts';
import { entropiesFunctional, spectrumFunctional, surprisalFunctional } from '../../../penalties/shape/functionals.ts';
import { entropies, spectrumDistance, surprisalCumulants } from '../../../penalties/shape/law.ts';
import { penalties } from '../../../penalties/suite.ts';
import { BIASES, COIN_QUESTIONS, coinWorld } from '../../fixtures/coin-world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const coin = compile(coinWorld);
const tiny = compile(tinyWorld);
const raise = boot(coin, 'raise');
const blind = ['spectrum', 'entropies', 'surprisal'] as const;

const exact = (id: string, evidence: readonly number[]) =>
  penalties.get(id).exact({ compiled: coin, evidence, disciple: raise });

const entropyOf = (p: number) => (p > 0 && p < 1 ? -p * Math.log2(p) - (1 - p) * Math.log2(1 - p) : 0);

describe('a coin of bias p, beside rain of ½, exactly', () => {
  // Cells ½(1 − p), ½(1 − p), ½p, ½p against ½, ½.
  test.each(BIASES.map((p, e) => [p, e]))('p = %d: the spectrum moves by min(p, 1 − p)', (p, e) => {
    for (const cells of ['', '?outcomes=1', '?coarseness=0']) {
      expect(exact(`shape/spectrum${cells}`, [e]).value).toBeCloseTo(Math.min(p, 1 - p), 12);
    }
  });

  test.each(BIASES.map((p, e) => [p, e]))('p = %d: each entropy is that of the coin', (p, e) => {
    const truth = {
      shannon: entropyOf(p),
      renyi0: p < 1 ? 1 : 0,
      renyi2: -Math.log2(p * p + (1 - p) ** 2),
      renyiInfinity: -Math.log2(Math.max(p, 1 - p)),
    };
    const { value, parts } = exact('shape/entropies', [e]);
    for (const [name, bits] of Object.entries(truth)) {
      expect(parts[name]).toBeCloseTo(bits, 12);
      expect(parts[`${name}Absent`]).toBeCloseTo(1, 12);
      expect(parts[`${name}Present`]).toBeCloseTo(1 + bits, 12);
    }
    expect(value).toBeCloseTo((truth.shannon + truth.renyi2 + truth.renyiInfinity) / 3, 12);
  });

  test.each(BIASES.map((p, e) => [p, e]))('p = %d: the surprisal has the cumulants of two values', (p, e) => {
    const v = p * (1 - p);
    const gap = p < 1 ? Math.abs(Math.log2(p / (1 - p))) : 0;
    const truth = [
      entropyOf(p),
      Math.sqrt(v) * gap,
      Math.cbrt(v * Math.abs(1 - 2 * p)) * gap,
      Math.abs(v * (1 - 6 * v)) ** 0.25 * gap,
    ];
    const { value, parts } = exact('shape/surprisal', [e]);
    truth.forEach((root, r) => {
      expect(parts[`cumulant${r + 1}`]).toBeCloseTo(root, 10);
    });
    expect(value).toBeCloseTo(truth.reduce((a, b) => a + b, 0) / 4, 10);
  });

  test.each(BIASES.map((p, e) => [p, e]))('p = %d: the descriptors are those of a Bernoulli variable', (p, e) => {
    const v = p * (1 - p);
    const within = (x: number) => Math.abs(x) / (1 + Math.abs(x));
    const truth = {
      mean: within(p),
      variance: within(v),
      thirdCumulant: within(v * (1 - 2 * p)),
      fourthCumulant: within(v * (1 - 6 * v)),
      maximum: 1 - Math.max(p, 1 - p),
      peaks: 0,
      peakWidth: 0,
    };
    const { value, parts } = exact('shape/descriptors', [e]);
    for (const [name, x] of Object.entries(truth)) expect(parts[name]).toBeCloseTo(x / COIN_QUESTIONS, 12);
    expect(value).toBeCloseTo(Object.values(truth).reduce((a, b) => a + b, 0) / (7 * COIN_QUESTIONS), 12);
  });
});

test('a flag that is surely up is the blind spot of every shape, and not of the descriptors', () => {
  for (const name of blind) expect(exact(`shape/${name}`, [2]).value).toBeLessThanOrEqual(1e-12);
  expect(exact('shape/descriptors', [2]).value).toBeGreaterThan(0.01);
  expect(exact('coarse/joint/tv', [2]).value).toBeCloseTo(1, 12);
});

test('grains too coarse for the flag show nothing', () => {
  for (const name of [...blind, 'descriptors']) expect(exact(`shape/${name}?coarseness=3`, [0]).value).toBe(0);
});

describe('laws', () => {
  const weights = fc.array(fc.constantFrom(0, 0, 1, 1, 2, 5, 40), { minLength: 2, maxLength: 12 });
  const normalised = (xs: readonly number[]) => {
    const sum = xs.reduce((a, b) => a + b, 0);
    return Float64Array.from(xs, (x) => x / sum);
  };
  const laws = fc
    .tuple(weights, weights)
    .filter(([a, b]) => a.some((x) => x > 0) && b.some((x) => x > 0))
    .map(([a, b]) => {
      const length = Math.max(a.length, b.length);
      const filled = (xs: readonly number[]) => normalised([...xs, ...Array(length - xs.length).fill(0)]);
      return [filled(a), filled(b)] as const;
    });
  const value = (of: FunctionalOf, p1: Float64Array, p0: Float64Array) => {
    const functional = of({
      partitions: [Int32Array.from(p1, (_, i) => i)],
      weights1: p1,
      weights0: p0,
      cells: [],
    });
    const [one, zero] = [functional.read(p1, null), functional.read(p0, null)];
    return functional.combine(differences(one, zero), one, zero);
  };
  const rotated = (p: Float64Array, by: number) => p.map((_, i) => p[(i + by) % p.length]);
  const functionals = [spectrumFunctional, entropiesFunctional, surprisalFunctional];

  test('relabelling the cells of either branch changes no bit', () => {
    fc.assert(
      fc.property(laws, fc.nat(11), ([p1, p0], by) => {
        for (const of of functionals) expect(value(of, rotated(p1, by), p0)).toBe(value(of, p1, p0));
      }),
    );
  });

  test('a permutation of one law is nothing at all; exchanging the branches changes nothing', () => {
    fc.assert(
      fc.property(laws, fc.nat(11), ([p1, p0], by) => {
        for (const of of functionals) {
          expect(value(of, rotated(p1, by), p1)).toBe(0);
          expect(value(of, p1, p0)).toBeCloseTo(value(of, p0, p1), 12);
        }
      }),
    );
  });

  test('the spectrum moves by no more than the total variation, under any labels', () => {
    fc.assert(
      fc.property(laws, fc.nat(11), ([p1, p0], by) => {
        expect(spectrumDistance(p1, p0)).toBeCloseTo(value(spectrumFunctional, p1, p0), 12);
        expect(spectrumDistance(p1, p0)).toBeLessThanOrEqual(divergence('tv', rotated(p1, by), p0) + 1e-12);
      }),
    );
  });

  test('rounding of the probabilities is not swollen by the fourth root', () => {
    fc.assert(
      fc.property(laws, ([p1]) => {
        const noisy = p1.map((p, i) => p * (1 + (i % 2 === 0 ? 1e-15 : -1e-15)));
        expect(value(surprisalFunctional, noisy, p1)).toBeLessThanOrEqual(1e-12);
      }),
    );
  });

  test('entropies fall with their order, and the first cumulant is Shannon’s', () => {
    fc.assert(
      fc.property(laws, ([p1]) => {
        const [shannon, renyi0, renyi2, infinity] = entropies(p1);
        expect(renyi0).toBeGreaterThanOrEqual(shannon - 1e-12);
        expect(shannon).toBeGreaterThanOrEqual(renyi2 - 1e-12);
        expect(renyi2).toBeGreaterThanOrEqual(infinity - 1e-12);
        expect(surprisalCumulants(p1)[0]).toBeCloseTo(shannon, 12);
      }),
    );
  });

  test('spectrum ≤ joint tv, and all are 0 for the null program, whatever the disciple of the corridor', () => {
    const weight = fc.integer({ min: -5, max: 5 });
    fc.assert(
      fc.property(weight, weight, fc.nat({ max: 5 }), (clips, broken, e) => {
        const evidence = tiny.evidences[e].value;
        const read = (id: string, source: string) =>
          penalties.get(id).exact({ compiled: tiny, evidence, disciple: boot(tiny, source) }).value;
        const source = `${clips} * clips + ${broken} * broken`;
        expect(read('shape/spectrum', source)).toBeLessThanOrEqual(read('coarse/joint/tv', source) + 1e-12);
        for (const id of penalties.ids().filter((name) => name.startsWith('shape/'))) {
          expect(read(id, '')).toBe(0);
          expect(read(id, source)).toBeGreaterThanOrEqual(0);
          expect(read(id, source)).toBeLessThan(20);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('from draws', () => {
  const measure = (id: string, rollouts: number, seed: number, evidence = [0]) => {
    const forecaster = sampledForecaster(coin, { rollouts, seed });
    return penalties.get(id).measure({ world: coinWorld, forecaster, evidence, disciple: raise, seed });
  };

  test('fewer than 20 draws an occupied cell are refused, by name', async () => {
    // Four joint cells are met, and four outcomes beside the two of the empty world.
    for (const name of blind) {
      const refusal = measure(`shape/${name}`, 79, 1);
      await expect(refusal).rejects.toThrow(NoEstimate);
      await expect(refusal).rejects.toThrow(
        'expected n ≥ 80 draws a branch for k = 4 occupied cells but received n = 79',
      );
      await expect(measure(`shape/${name}?outcomes=1`, 80, 1)).rejects.toThrow('k = 6');
      expect((await measure(`shape/${name}`, 80, 1)).value).toBeGreaterThanOrEqual(0);
    }
    await expect(measure('shape/descriptors', 39, 1)).rejects.toThrow('k = 2');
  });

  test.each(blind)('%s is near its exact value, inside its interval, and above its null', async (name) => {
    const truth = exact(`shape/${name}`, [0]).value;
    let held = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { value, interval, null: relabelled } = await measure(`shape/${name}`, 1000, seed);
      const [low, high] = interval!;
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      if (low <= truth && truth <= high) held++;
      expect(value).toBeGreaterThan(relabelled.p95);
      // The flag's share errs by 0.0145; the entropies' slopes are below 4 and the cumulants' roots below 10.
      expect(Math.abs(value - truth)).toBeLessThan(
        5 * 0.0145 * (name === 'spectrum' ? 1.5 : name === 'entropies' ? 4 : 10),
      );
    }
    expect(held).toBeGreaterThanOrEqual(18);
  });

  test('the descriptors are near their exact value, and say that they have no interval', async () => {
    const truth = exact('shape/descriptors', [0]).value;
    const { value, interval, parts } = await measure('shape/descriptors', 4000, 3);
    expect(Math.abs(value - truth)).toBeLessThan(0.02);
    expect(interval).toBeNull();
    expect(parts.noInterval).toBe(1);
  });

  test('where the flag is surely up the shapes read no more than their null says', async () => {
    for (const name of ['spectrum', 'entropies'] as const) {
      let above = 0;
      for (let seed = 0; seed < 20; seed++) {
        const { value, null: relabelled, interval } = await measure(`shape/${name}`, 400, seed, [2]);
        if (value > Math.max(relabelled.p95, 0.03)) above++;
        expect(interval![0]).toBeLessThan(0.02);
      }
      expect(above).toBeLessThanOrEqual(4);
    }
  });

  test('the same seed gives the same figures, the null program 0 without a draw', async () => {
    for (const name of [...blind, 'descriptors', 'tilted/spectrum']) {
      expect(await measure(`shape/${name}`, 500, 4)).toEqual(await measure(`shape/${name}`, 500, 4));
      const forecaster = Object.assign(
        () => {
          throw new Error('drawn');
        },
        { rollouts: 10, draw: raise as never, pairs: raise as never },
      );
      const disciple = boot(coin, '');
      const none = await penalties
        .get(`shape/${name}`)
        .measure({ world: coinWorld, forecaster, evidence: [0], disciple, seed: 1 });
      expect(none).toMatchObject({ value: 0, interval: [0, 0] });
    }
  });

  test('branches of different sizes are blurred alike: equal spectra read near nothing', async () => {
    const options = { rollouts: 4000, counterfactual: 'observed', erasure: 0.1 } as const;
    for (let seed = 0; seed < 5; seed++) {
      const forecaster = sampledForecaster(coin, { ...options, seed });
      const request = { world: coinWorld, forecaster, evidence: [2], disciple: raise, seed };
      const { value, interval } = await penalties.get('shape/spectrum').measure(request);
      expect(value).toBeLessThan(0.12);
      expect(interval![0]).toBeLessThan(0.03);
    }
  });
});

describe('where a cell was drawn once', () => {
  test('entropies and surprisal have no interval, the spectrum has', async () => {
    const rare = compile({
      ...coinWorld,
      id: 'RareCoin-v0',
      utility: () => 0,
      begin: ([bias], present, chance) => ({ present, bias, flag: chance.flip(0.002, 'rare') ? 5 : 0, rain: 0 }),
    });
    let without = 0;
    for (let seed = 0; seed < 20; seed++) {
      const forecaster = sampledForecaster(rare, { rollouts: 300, seed });
      const request = { compiled: rare, forecaster, evidence: [2], disciple: boot(rare, '-flag'), seed };
      const { interval, parts } = await penalties.get('shape/entropies').measure(request);
      if (interval === null) {
        without++;
        expect(parts.noInterval).toBe(1);
        expect((await penalties.get('shape/surprisal').measure(request)).interval).toBeNull();
      } else expect(parts.noInterval).toBeUndefined();
      expect((await penalties.get('shape/spectrum').measure(request)).interval).not.toBeNull();
    }
    expect(without).toBeGreaterThan(3);
    expect(without).toBeLessThan(20);
  });
});
