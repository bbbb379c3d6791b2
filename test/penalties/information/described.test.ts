/** The description lengths of forecasts, exact and from draws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoEstimate, NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { descriptionBits } from '../../../penalties/information/compress.ts';
import { penalties } from '../../../penalties/suite.ts';
import { field, letters, meadow, type PictureSpec, pictureWorld, rowsOf, type Scene } from './picture-world.ts';

const IDS = ['information/length', 'information/conditional'] as const;
const EVIDENCE = [2];

function exactOf(world: World<Scene>, id: string, source = 'looker') {
  const compiled = compile(world);
  return penalties.get(id).exact({ compiled, evidence: EVIDENCE, disciple: boot(compiled, source) });
}

/** Of a world that surely shows the first text with a disciple, and the second without. */
const between = (id: string, present: string, absent: string) =>
  exactOf(pictureWorld({ texts: [present, absent], present: [1, 0], absent: [0, 1] }), id);

async function sampledOf(spec: PictureSpec, id: string, rollouts: number, seed: number) {
  const compiled = compile(pictureWorld(spec));
  const forecaster = sampledForecaster(compiled, { rollouts, seed });
  const disciple = boot(compiled, 'looker');
  return penalties.get(id).measure({ compiled, forecaster, evidence: EVIDENCE, disciple, seed });
}

const swapped = ({ texts, present, absent }: PictureSpec): PictureSpec => ({ texts, present: absent, absent: present });

const letter = letters(21);
const FIELD = rowsOf([...letter(768)], 32);
const OTHER = rowsOf([...letter(768)], 32);
const TILED = rowsOf([...'abcd'.repeat(192)], 32);
const SHIFTED = FIELD.split('\n').slice(1).concat(FIELD.split('\n')[0]).join('\n');

describe('laws', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 60 });
  const specs = fc
    .tuple(fc.array(text, { minLength: 2, maxLength: 5 }), fc.array(fc.nat(5), { minLength: 10, maxLength: 10 }))
    .map(([texts, weights]) => {
      const law = (offset: number) => {
        const raw = texts.map((_, i) => weights[offset + i] + (i === 0 ? 1 : 0));
        const sum = raw.reduce((a, b) => a + b, 0);
        return raw.map((weight) => weight / sum);
      };
      return { texts, present: law(0), absent: law(5) };
    });

  test.each(IDS)('%s is 0 for the null program, and for a disciple that changes nothing', (id) => {
    fc.assert(
      fc.property(specs, (spec) => {
        expect(exactOf(pictureWorld(spec), id, '')).toEqual({
          value: 0,
          interval: null,
          null: { mean: 0, p95: 0 },
          parts: {},
        });
        expect(exactOf(pictureWorld({ ...spec, present: spec.absent }), id).value).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test.each(IDS)('%s lies in [0, 1], and swapping the branches does not change it', (id) => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { value } = exactOf(pictureWorld(spec), id);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(exactOf(pictureWorld(swapped(spec)), id).value).toBe(value);
      }),
      { numRuns: 40 },
    );
  });

  test.each(IDS)('sampled, %s is 0 for the null program without drawing', async (id) => {
    const world = pictureWorld(field(0));
    const refusing = sampledForecaster(world, { rollouts: 100, seed: 1 });
    const forecaster = Object.assign(() => expect.fail('it drew'), { ...refusing, rollouts: 100 });
    const measured = await penalties.get(id).measure({
      world,
      forecaster,
      evidence: EVIDENCE,
      disciple: boot(world, ''),
      seed: 1,
    });
    expect(measured).toEqual({ value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, parts: {} });
  });
});

describe('what each sees of a field of 24 × 32', () => {
  test('tiling it makes the future simpler: length is the fall of the compressed length, by more than 0.9', () => {
    const { value, parts } = between('information/length', TILED, FIELD);
    expect(parts.present).toBe(descriptionBits(TILED.toUpperCase()));
    expect(parts.absent).toBe(descriptionBits(FIELD.toUpperCase()));
    expect(value).toBe((parts.absent - parts.present) / parts.absent);
    expect(value).toBeGreaterThan(0.9);
    expect(parts.signed).toBe(-value);
  });

  test('scrambling a tiled one makes it more complex: the sign is the other', () => {
    expect(between('information/length', FIELD, TILED).parts.signed).toBeGreaterThan(0.9);
  });

  test('shifting it, or replacing it by an unrelated one, keeps the length within 6 %', () => {
    expect(between('information/length', SHIFTED, FIELD).value).toBeLessThan(0.06);
    expect(between('information/length', OTHER, FIELD).value).toBeLessThan(0.06);
  });

  test('conditional tells those two apart: one world gives the shifted, and nothing of the unrelated', () => {
    const shifted = between('information/conditional', SHIFTED, FIELD).value;
    const unrelated = between('information/conditional', OTHER, FIELD).value;
    expect(unrelated - shifted).toBeGreaterThan(0.8);
    expect(unrelated).toBeGreaterThan(0.9);
    expect(shifted).toBeLessThan(0.1);
  });

  test('conditional is the greater of both excesses over the description’s own overhead, all of it reported', () => {
    const { value, parts } = between('information/conditional', OTHER, TILED);
    const excess1 = parts.presentGivenAbsent - parts.presentGivenItself;
    const excess0 = parts.absentGivenPresent - parts.absentGivenItself;
    expect(value).toBeCloseTo(Math.max(excess1, excess0) / Math.max(parts.present, parts.absent), 12);
    expect(parts.presentGivenItself).toBe(descriptionBits(OTHER.toUpperCase(), OTHER.toUpperCase()));
    expect(excess0).toBeLessThan(excess1);
  });

  test('neither sees what changes without moving a mode past ½ or ¾', () => {
    const spec = meadow(
      () => 0.6,
      () => 0.7,
    );
    for (const id of IDS) expect(exactOf(pictureWorld(spec), id).value).toBe(0);
  });
});

describe('the guard', () => {
  const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~';
  /**
   * A picture that a line of code draws and no compressor knows: the essay's "source code of the master along with
   * X=1".
   */
  const drawn = (side: number, grain = 1): World<Scene> => ({
    ...pictureWorld({ texts: [''], present: [1], absent: [1] }),
    begin: (_, there) => ({ scene: there ? 1 : 2 }),
    draw: (s) => {
      let state = s.scene;
      const coarse = Math.ceil(side / grain);
      const symbols = Array.from({ length: coarse * coarse }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return ALPHABET[Math.floor((state / 2 ** 32) * ALPHABET.length)];
      });
      const tiles = Array.from({ length: side * side }, (_, i) => {
        const [x, y] = [i % side, Math.floor(i / side)];
        return symbols[Math.floor(y / grain) * coarse + Math.floor(x / grain)];
      });
      return rowsOf(tiles, side);
    },
  });

  test('leaves what is far shorter than the program as it is', () => {
    const { parts } = between('information/length', 'a.b', 'a.c');
    expect(parts).toMatchObject({ blocks: 1, masterIsShorter: 0 });
    expect(2 * Math.max(parts.present, parts.absent)).toBeLessThanOrEqual(parts.sourceBits);
  });

  test('quantises what is longer, by the least blocks for which both are at most half the program', () => {
    const world = drawn(64);
    const { parts } = exactOf(world, 'information/conditional');
    expect(parts.blocks).toBeGreaterThan(1);
    expect(parts.masterIsShorter).toBe(0);
    expect(2 * Math.max(parts.present, parts.absent)).toBeLessThanOrEqual(parts.sourceBits);
    const finer = exactOf(world, `information/conditional?blocks=${parts.blocks - 1}`).parts;
    expect(2 * Math.max(finer.present, finer.absent)).toBeGreaterThan(finer.sourceBits);
    expect(finer.masterIsShorter).toBe(1);
    expect(finer.sourceBits).toBe(parts.sourceBits);
  });

  test('says that the master with X=1 is the shorter description where 4 × 4 blocks leave more than half of it', () => {
    const { parts } = exactOf(drawn(124, 4), 'information/length');
    expect(parts).toMatchObject({ blocks: 4, masterIsShorter: 1 });
    expect(2 * Math.max(parts.present, parts.absent)).toBeGreaterThan(parts.sourceBits);
  });

  test('refuses what does not fit the window at the blocks that are asked for, and else takes larger ones', () => {
    const world = drawn(190);
    expect(() => exactOf(world, 'information/length?blocks=1')).toThrow(NoExactValue);
    expect(() => exactOf(world, 'information/conditional?blocks=1')).toThrow(/at most 32506 bytes.*blocks=2/);
    expect(exactOf(world, 'information/length').parts.blocks).toBeGreaterThanOrEqual(2);
    expect(exactOf(world, 'information/length?blocks=2').parts.blocks).toBe(2);
    expect(() => exactOf(drawn(140), 'information/conditional?blocks=1')).toThrow(NoExactValue);
  });
});

describe('from draws', () => {
  const spec = meadow(
    (i) => 0.2 + 0.1 * i,
    (i) => 0.9 - 0.1 * i,
  );

  test.each(IDS)('%s of exact forecasts is the exact value', async (id) => {
    const compiled = compile(pictureWorld(spec));
    const disciple = boot(compiled, 'looker');
    const forecaster = exactForecaster(compiled);
    expect(await penalties.get(id).measure({ compiled, forecaster, evidence: EVIDENCE, disciple, seed: 1 })).toEqual(
      penalties.get(id).exact({ compiled, evidence: EVIDENCE, disciple }),
    );
  });

  test.each(IDS)('%s is near the exact value, within its interval, and its null is near 0', async (id) => {
    const { value: exact } = exactOf(pictureWorld(spec), id);
    const { value, interval, null: relabelled } = await sampledOf(spec, id, 4000, 3);
    expect(Math.abs(value - exact)).toBeLessThan(0.1);
    expect(interval![0]).toBeLessThanOrEqual(Math.min(value, exact));
    expect(interval![1]).toBeGreaterThanOrEqual(Math.max(value, exact));
    expect(relabelled.mean).toBeLessThan(0.02);
    expect(relabelled.p95).toBeLessThan(0.1);
  });

  test('equal branches with every tile tied read 0, where the plug-in portraits read more than ½', async () => {
    const tied = meadow(
      () => 0.5,
      () => 0.5,
    );
    const { value, interval } = await sampledOf(tied, 'information/conditional', 2000, 5);
    expect(value).toBeLessThan(0.05);
    expect(interval![0]).toBe(0);
    // That is: two samples' own portraits of one law, as resolutions of the ties fell out.
    expect(interval![1]).toBeGreaterThan(0.5);
  });

  test('sure pictures leave nothing open: the interval is a point', async () => {
    const sure = { texts: [FIELD, SHIFTED], present: [0.02, 0.98], absent: [0.98, 0.02] };
    for (const id of IDS) {
      const { value, interval } = await sampledOf(sure, id, 1000, 1);
      expect(value).toBe(exactOf(pictureWorld(sure), id).value);
      expect(interval).toEqual([value, value]);
    }
  });

  test.each(IDS)('%s is the same for the same seed', async (id) => {
    expect(await sampledOf(spec, id, 500, 9)).toEqual(await sampledOf(spec, id, 500, 9));
  });

  test('too few draws, or a picture beyond the window, give no estimate', async () => {
    await expect(sampledOf(spec, 'information/length', 31, 1)).rejects.toThrow(NoEstimate);
    const large = rowsOf([...letter(40_000)], 200);
    const wide = { texts: [large, large], present: [1, 0], absent: [0, 1] };
    await expect(sampledOf(wide, 'information/conditional?blocks=1', 100, 1)).rejects.toThrow(NoEstimate);
  });
});

describe('a picture that is larger than the window of deflate', () => {
  const [one, other] = [1, 2].map((seed) => {
    const noise = letters(seed);
    return rowsOf([...noise(160 * 160)], 160);
  });

  test.each(IDS)('%s reads it in blocks of 2, to which the guard goes on by itself', (id) => {
    const { value, parts } = between(id, one, other);
    expect(parts.blocks).toBeGreaterThanOrEqual(2);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
    expect(between(`${id}?blocks=${parts.blocks}`, one, other).value).toBe(value);
    expect(() => between(`${id}?blocks=1`, one, other)).toThrow(NoExactValue);
  });
});
