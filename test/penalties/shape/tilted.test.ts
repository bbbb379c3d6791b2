/** The tilted shapes, and the normaliser. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption, NoEstimate } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { compressedBits } from '../../../penalties/shape/compression.ts';
import { tilt } from '../../../penalties/shape/measured-atoms.ts';
import { type TiltedOptions, tiltedPenalty } from '../../../penalties/shape/tilted.ts';
import { penalties } from '../../../penalties/suite.ts';
import { BIASES, type CoinState, coinWorld } from '../../fixtures/coin-world.ts';

const coin = compile(coinWorld);
const raise = boot(coin, 'raise');
const shapes = ['spectrum', 'entropies', 'surprisal', 'descriptors'] as const;
const all = [...shapes, 'normaliser'] as const;

let made = 0;
const own = (of: TiltedOptions['of'], measure: TiltedOptions['measure'], more: Partial<TiltedOptions> = {}) =>
  tiltedPenalty({ id: `test/tilted${++made}`, summary: 'a test’s own', of, measure, ...more });
const flag = (state: unknown) => (state as CoinState).flag;
const exact = (penalty: ReturnType<typeof own>, e: number) =>
  penalty.exact({ compiled: coin, evidence: [e], disciple: raise });

describe('a flag that weighs an eighth, exactly', () => {
  test.each(BIASES.map((p, e) => [p, e]))('p = %d', (p, e) => {
    const sum = 1 - p + p / 8;
    const q = p / 8 / sum;
    const { value, parts } = exact(
      own('spectrum', (state) => -3 * flag(state)),
      e,
    );
    expect(value).toBeCloseTo(Math.min(q, 1 - q), 12);
    expect(parts.effectiveShareAbsent).toBeCloseTo(1, 12);
    expect(parts.effectiveSharePresent).toBeCloseTo(sum ** 2 / (1 - p + p / 64), 12);
    // F is 1 bit more for every world, so that the absent branch has one: F₁ = 1 − log₂ Σ, F₀ = 1.
    const normaliser = exact(
      own('normaliser', (state) => -1 - 3 * flag(state), { scale: 5 }),
      e,
    );
    const energy = 1 - Math.log2(sum);
    expect(normaliser.value).toBeCloseTo(energy - 1, 12);
    expect(normaliser.parts.normaliserPresent).toBeCloseTo(5 * energy, 12);
    expect(normaliser.parts.normaliserAbsent).toBeCloseTo(5, 12);
  });
});

test('a constant measure tilts nothing, and its normaliser is 0, however small it is', () => {
  for (const bits of [0, -1, -5000, 300]) {
    for (const of of shapes) {
      const plain = penalties.get(`shape/${of}`).exact({ compiled: coin, evidence: [0], disciple: raise });
      const { value, parts } = exact(
        own(of, () => bits),
        0,
      );
      expect(value).toBeCloseTo(plain.value, 10);
      expect(parts).toMatchObject({ effectiveSharePresent: expect.closeTo(1, 12) });
    }
    expect(
      exact(
        own('normaliser', () => bits),
        0,
      ).value,
    ).toBe(0);
  }
});

test('M and c · M have one normaliser', () => {
  fc.assert(
    fc.property(fc.double({ min: -900, max: 900, noNaN: true }), fc.nat(BIASES.length - 1), (bits, e) => {
      const of = (more: number) =>
        exact(
          own('normaliser', (state) => more - 3 * flag(state)),
          e,
        ).value;
      expect(of(bits)).toBeCloseTo(of(0), 9);
    }),
    { numRuns: 30 },
  );
});

test('an outcome of M = 0 is left out, and a branch of such outcomes alone is refused', () => {
  const unflagged = (state: unknown) => (flag(state) ? Number.NEGATIVE_INFINITY : 0);
  BIASES.forEach((p, e) => {
    if (p === 1) {
      expect(() => exact(own('normaliser', unflagged), e)).toThrow('an outcome of M > 0 with the disciple');
      return;
    }
    expect(exact(own('spectrum', unflagged), e).value).toBeCloseTo(0, 12);
    expect(exact(own('normaliser', unflagged), e).value).toBeCloseTo(-Math.log2(1 - p), 12);
  });
});

test('measures of one’s own do not share what was summed for another', () => {
  const light = own('spectrum', (state) => -3 * flag(state));
  const heavy = own('spectrum', (state) => 3 * flag(state));
  expect(exact(light, 0).value).not.toBeCloseTo(exact(heavy, 0).value, 3);
});

describe('tilting', () => {
  const laws = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -4000, max: 4000 })), {
      minLength: 1,
      maxLength: 9,
    })
    .map((rows) => {
      const sum = rows.reduce((total, [weight]) => total + weight, 0);
      return [Float64Array.from(rows, ([w]) => w / sum), Float64Array.from(rows, ([, log2]) => log2)] as const;
    });

  test('gives a law, with an effective share in (0, 1], and shifts with the measure’s level', () => {
    fc.assert(
      fc.property(laws, fc.integer({ min: -3000, max: 3000 }), ([law, log2], level) => {
        const tilted = tilt(law, log2);
        expect(tilted.law.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(tilted.share).toBeGreaterThan(0);
        expect(tilted.share).toBeLessThanOrEqual(1);
        const shifted = tilt(
          law,
          log2.map((x) => x + level),
        );
        expect(shifted.log2Sum - tilted.log2Sum).toBeCloseTo(level, 8);
        expect(Array.from(shifted.law)).toEqual(Array.from(tilted.law));
      }),
    );
  });
});

describe('the compressed length of an outcome', () => {
  const [state] = coin.states;

  test('is 8 bits a byte of its raw deflated text, which inflates again', () => {
    const text = coinWorld.draw(state).toLowerCase();
    const packed = deflateRawSync(Buffer.from(text), { level: 9 });
    expect(inflateRawSync(packed).toString()).toBe(text);
    expect(compressedBits(coinWorld, state)).toBe(8 * packed.length);
  });

  // Node's own zlib: a golden record. Another build of the library (Python's) gives 64, 48 and 744, so lengths are
  // Node's.
  test.each([
    ['tiled', 'ab\n'.repeat(64), 64],
    ['one letter', 'a'.repeat(200), 48],
    ['counting', Array.from({ length: 64 }, (_, i) => (i * 37) % 64).join(' '), 720],
  ])('is pinned: %s', (name, text, bits) => {
    const world = { ...coinWorld, id: name, text: () => text };
    expect(compressedBits(world, state)).toBe(bits);
  });

  test('is kept by world: another world’s text of the same state is another length', () => {
    const longer = { ...coinWorld, text: () => 'q8w7e6r5t4y3u2i1o0p9' };
    expect(compressedBits(longer, state)).toBeGreaterThan(compressedBits(coinWorld, state));
  });
});

test('the default measure is 2^(−K/τ): the id’s own penalty is that of a measure spelt out', () => {
  for (const tau of [4, 16, 64]) {
    for (const of of all) {
      const registered = penalties.get(`shape/tilted/${of}?tau=${tau}`);
      const spelt = own(of, (state, world) => -compressedBits(world, state) / tau, { scale: tau });
      const request = { compiled: coin, evidence: [1], disciple: raise };
      expect(registered.exact(request).value).toBeCloseTo(spelt.exact(request).value, 12);
    }
  }
  expect(penalties.get('shape/tilted/spectrum?tau=16').id).toBe('shape/tilted/spectrum');
});

describe('from draws', () => {
  const measure = (penalty: ReturnType<typeof own>, rollouts: number, seed: number) =>
    penalty.measure({
      compiled: coin,
      forecaster: sampledForecaster(coin, { rollouts, seed }),
      evidence: [0],
      disciple: raise,
      seed,
    });

  test('fewer than 100 effective draws are refused, and than 20 a cell', async () => {
    const steep = (state: unknown) => 12 * flag(state) * (1 + (state as CoinState).rain);
    for (const of of all) {
      await expect(measure(own(of, steep), 99, 1)).rejects.toThrow(NoEstimate);
      await expect(measure(own(of, steep), 99, 1)).rejects.toThrow(/effective draws a branch .* received n = \d/);
      expect((await measure(own(of, steep), 4000, 1)).value).toBeGreaterThanOrEqual(0);
    }
  });

  test('the tilted shapes are near their exact values, and say that they have no interval', async () => {
    const light = (state: unknown) => -1 - 3 * flag(state);
    for (const of of shapes) {
      const penalty = own(of, light);
      const truth = exact(penalty, 0).value;
      const { value, interval, parts, null: relabelled } = await measure(penalty, 6000, 2);
      expect(Math.abs(value - truth)).toBeLessThan(of === 'surprisal' ? 0.15 : 0.03);
      expect(interval).toBeNull();
      expect(parts.noInterval).toBe(1);
      expect(parts.effectiveDrawsPresent).toBeLessThan(6000);
      expect(relabelled.p95).toBeGreaterThanOrEqual(relabelled.mean / 2);
    }
  });

  test('the normaliser’s interval holds its exact value for at least 36 of 40 seeds', async () => {
    const penalty = own('normaliser', (state) => -1 - 3 * flag(state));
    const truth = exact(penalty, 0).value;
    let held = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { interval, value, null: relabelled } = await measure(penalty, 500, seed);
      if (interval![0] <= truth && truth <= interval![1]) held++;
      expect(value).toBeGreaterThan(relabelled.p95);
    }
    expect(held).toBeGreaterThanOrEqual(36);
  });
});

test.each([
  ['no measure', { measure: 7 as never }],
  ['a negative coarseness', { coarseness: -1 }],
  ['no scale', { scale: 0 }],
])('refuses %s', (_, wrong) => {
  expect(() => own('spectrum', () => 0, wrong)).toThrow(InvalidOption);
});

test('refuses a measure that is infinite or no number, naming the world', () => {
  for (const level of [Number.POSITIVE_INFINITY, Number.NaN]) {
    const broken = own('spectrum', () => level);
    expect(() => exact(broken, 0)).toThrow('Coin-v0: log₂ M of an outcome: expected a finite number');
  }
});
