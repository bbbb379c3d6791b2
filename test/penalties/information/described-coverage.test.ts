/**
 * Intervals of `information/length` and `information/conditional` at the same description size.
 */
import { describe, expect, test } from 'vitest';
import type { Drawn } from '../../../penalties/information/candidates.ts';
import { pairLengths } from '../../../penalties/information/compare.ts';
import { rememberedLengths } from '../../../penalties/information/compress.ts';
import { intervalOf, spreadOf } from '../../../penalties/information/estimate.ts';
import { portraitOf } from '../../../penalties/information/portrait.ts';
import { conditionalReading, lengthReading } from '../../../penalties/information/readings.ts';
import { coarsen, layOutTexts, marginals } from '../../../penalties/information/tiles.ts';
import { bits, law, multinomial } from '../estimate/sampling.ts';
import { field, meadow, type PictureSpec, textures } from './picture-world.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const readings = { length: lengthReading, conditional: conditionalReading };
const SIXTEENTH = Array<number>(16).fill(1 / 16);
const SLOPE = Array.from({ length: 16 }, (_, i) => (i + 1) / 136);

interface Case {
  readonly name: string;
  readonly spec: PictureSpec;
  readonly repetitions: number;
  readonly draws: readonly number[];
  readonly side?: number;
}

const cases: readonly Case[] = [
  {
    name: 'a meadow of 256 cells, whose bits are moved past ½ and ¾',
    spec: meadow(
      (i) => 0.2 + 0.1 * i,
      (i) => 0.9 - 0.1 * i,
    ),
    repetitions: 1000,
    draws: [400],
  },
  { name: 'a field of 900 cells, the walker moved', spec: field(1), repetitions: 1000, draws: [2000] },
  {
    name: 'a meadow of fair bits, every tile tied',
    spec: meadow(
      () => 0.5,
      () => 0.5,
    ),
    repetitions: 200,
    draws: [400],
  },
  {
    name: 'a meadow moved from 0.53 to 0.47',
    spec: meadow(
      () => 0.53,
      () => 0.47,
    ),
    repetitions: 200,
    draws: [400],
  },
  {
    name: 'a meadow exactly at ¾',
    spec: meadow(
      () => 0.75,
      () => 0.25,
    ),
    repetitions: 200,
    draws: [400],
  },
  { name: 'textures of 16 cells, tied and sloped', spec: textures(SLOPE, SIXTEENTH), repetitions: 200, draws: [400] },
  {
    name: 'two textures nearly tied',
    spec: textures([0.52, 0.48], [0.48, 0.52]),
    repetitions: 200,
    draws: [400],
  },
  {
    name: 'six textures, four of them tied in either branch',
    spec: textures([0.2, 0.2, 0.2, 0.2, 0.1, 0.1], [0.1, 0.1, 0.2, 0.2, 0.2, 0.2]),
    repetitions: 200,
    draws: [100, 400],
  },
  {
    name: 'the meadow quantised by 2 × 2',
    spec: meadow(
      (i) => 0.2 + 0.1 * i,
      (i) => 0.9 - 0.1 * i,
    ),
    repetitions: 200,
    draws: [400],
    side: 2,
  },
];

describe('the interval covers the exact value at the same description size in at least 93 % of the repetitions', () => {
  for (const { name, spec, repetitions, draws, side = 1 } of cases) {
    test.each(draws)(
      `${name}: ${repetitions} repetitions of %i draws a branch`,
      (n) => {
        const canvas = layOutTexts(spec.texts);
        const lengths = rememberedLengths({});
        const portrait = (weights: readonly number[]) => portraitOf(coarsen(marginals(canvas, weights), side));
        const exact = pairLengths({ present: portrait(spec.present), absent: portrait(spec.absent) }, lengths);
        const [law1, law0] = [law(Float64Array.from(spec.present)), law(Float64Array.from(spec.absent))];
        const random = bits(name, n);
        const counts1 = new Int32Array(spec.texts.length);
        const counts0 = new Int32Array(spec.texts.length);
        const covered = { length: 0, conditional: 0 };
        const width = { length: 0, conditional: 0 };
        for (let repetition = 0; repetition < repetitions; repetition++) {
          multinomial(law1, n, random, counts1);
          multinomial(law0, n, random, counts0);
          const sample: Drawn = { canvas, counts1, counts0, n1: n, n0: n };
          const spread = spreadOf(sample, side, repetition, lengths);
          for (const kind of ['length', 'conditional'] as const) {
            const reading = readings[kind];
            const { value, interval } = intervalOf(reading, spread);
            const truth = reading.value(exact);
            if (interval[0] <= truth + 1e-12 && truth <= interval[1] + 1e-12) covered[kind]++;
            width[kind] += (interval[1] - interval[0]) / repetitions;
            expect(interval[0]).toBeLessThanOrEqual(value);
            expect(interval[1]).toBeGreaterThanOrEqual(value);
          }
        }
        const percent = (count: number) => `${((100 * count) / repetitions).toFixed(1)} %`;
        console.info(
          `${name}, n ${n}, exactly ${lengthReading.value(exact).toFixed(2)} ` +
            `and ${conditionalReading.value(exact).toFixed(2)}: ` +
            `length ${percent(covered.length)}, width ${width.length.toFixed(2)}; ` +
            `conditional ${percent(covered.conditional)}, width ${width.conditional.toFixed(2)}`,
        );
        expect(covered.length / repetitions).toBeGreaterThanOrEqual(0.93);
        expect(covered.conditional / repetitions).toBeGreaterThanOrEqual(0.93);
      },
      120_000,
    );
  }

  test('and narrows with the draws: by half from 100 to 10,000 in a meadow far from ties', () => {
    const spec = meadow(
      (i) => (i % 2 ? 0.9 : 0.1),
      (i) => (i % 3 ? 0.88 : 0.3),
    );
    const canvas = layOutTexts(spec.texts);
    const random = bits('narrow');
    const counts1 = new Int32Array(256);
    const counts0 = new Int32Array(256);
    const widths = [100, 10_000].map((n) => {
      let sum = 0;
      for (let repetition = 0; repetition < 20; repetition++) {
        multinomial(law(Float64Array.from(spec.present)), n, random, counts1);
        multinomial(law(Float64Array.from(spec.absent)), n, random, counts0);
        const sample: Drawn = { canvas, counts1, counts0, n1: n, n0: n };
        const spread = spreadOf(sample, 1, repetition, rememberedLengths({}));
        const { interval } = intervalOf(conditionalReading, spread);
        sum += interval[1] - interval[0];
      }
      return sum / 20;
    });
    expect(widths[1]).toBeLessThan(0.5 * widths[0]);
  });
});
