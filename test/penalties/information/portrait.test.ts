/** Portraits of forecasts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidWorld } from '../../../core/base/errors.ts';
import type { Forecast } from '../../../core/forecast/forecast.ts';
import { portrait, portraitOf, tileOptions } from '../../../penalties/information/portrait.ts';
import { coarsen, layOutTexts, marginals, tilesOf } from '../../../penalties/information/tiles.ts';
import { pictureWorld, type Scene } from './picture-world.ts';

/** The portrait of a law over texts. */
function portraitOfTexts(law: Record<string, number>, side = 1): string {
  return portraitOf(coarsen(marginals(layOutTexts(Object.keys(law)), Object.values(law)), side));
}

describe('a portrait', () => {
  test('shows each tile’s mode, in capitals from ¾ on', () => {
    expect(portraitOfTexts({ 'a.b': 0.6, aab: 0.25, 'b.b': 0.15 })).toBe('A.B');
    expect(portraitOfTexts({ ab: 0.75, ba: 0.25 })).toBe('AB');
    expect(portraitOfTexts({ ab: 0.7499, ba: 0.2501 })).toBe('ab');
  });

  test('breaks ties towards the lower code point, whatever the order of the outcomes', () => {
    expect(portraitOfTexts({ b: 0.5, a: 0.5 })).toBe('a');
    expect(portraitOfTexts({ a: 0.5, b: 0.5 })).toBe('a');
    expect(portraitOfTexts({ z: 0.3, '~': 0.3, '.': 0.3, a: 0.1 })).toBe('.');
  });

  test('lets no rounding decide', () => {
    expect(portraitOfTexts({ a: 0.1 + 0.2, b: 0.3, c: 0.4 - 0.1, d: 0.1 })).toBe('a');
    expect(portraitOfTexts({ a: 0.75 - 1e-12, b: 0.25 + 1e-12 })).toBe('A');
  });

  test('a tile beyond the end of a line is blank, and blanks at the end are left out', () => {
    expect(portraitOfTexts({ 'ab\ncd': 0.8, a: 0.2 })).toBe('AB\nCD');
    expect(portraitOfTexts({ 'ab\ncd': 0.2, a: 0.8 })).toBe('A');
    expect(portraitOfTexts({ 'a  b\n\n': 1 })).toBe('A  B');
    expect(portraitOfTexts({ '': 1 })).toBe('');
  });

  test('a letter without a capital of its own, and a symbol of two code units, stand as they are', () => {
    expect(portraitOfTexts({ 'ß✿1🌷.': 1 })).toBe('ß✿1🌷.');
  });

  test('its tiles agree with a count by hand', () => {
    const texts = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(texts, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 6 }), (list, weights) => {
        const used = weights.slice(0, list.length);
        const total = used.reduce((a, b) => a + b, 0);
        const law = Object.fromEntries(list.map((text, i) => [text, used[i] / total]));
        const byHand = [0, 1, 2, 3].map((tile) => {
          const sums = ['a', 'b', 'c'].map((symbol) =>
            list.reduce((sum, text, i) => sum + (text[tile] === symbol ? used[i] : 0), 0),
          );
          const mode = sums.indexOf(Math.max(...sums));
          return 4 * sums[mode] >= 3 * total ? 'ABC'[mode] : 'abc'[mode];
        });
        expect(portraitOfTexts(law)).toBe(byHand.join(''));
      }),
    );
  });
});

describe('quantising', () => {
  test('merges blocks into the mode of a tile picked from them', () => {
    expect(portraitOfTexts({ 'aabb\nabbb': 1 }, 2)).toBe('AB');
    expect(portraitOfTexts({ 'abab\nbaba': 1 }, 2)).toBe('aa');
  });

  test('blocks at the edges are smaller, also where only another picture reaches so far', () => {
    expect(portraitOfTexts({ 'aab\naab\nccd': 1 }, 2)).toBe('AB\nCD');
    const law = marginals(layOutTexts(['aa\naa']), [1]);
    // The third column and row are blank here, and what is blank in full stays so.
    expect(portraitOf(coarsen(law, 2, { rows: 3, columns: 3 }))).toBe('A');
    // A block of six tiles with four letters is less sure.
    expect(portraitOf(coarsen(law, 3, { rows: 2, columns: 3 }))).toBe('a');
  });

  test('by the whole picture leaves a single tile', () => {
    expect(portraitOfTexts({ 'aab\naba\naaa': 1 }, 3)).toBe('A');
  });

  test('keeps probability: the blocks’ laws each sum to one', () => {
    const law = coarsen(marginals(layOutTexts(['abc\nd', 'aa\n\nbbbb']), [0.3, 0.7]), 2);
    for (let block = 0; block < law.rows * law.columns; block++) {
      const row = law.probabilities.subarray(block * law.symbols.length, (block + 1) * law.symbols.length);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });
});

describe('of a forecast', () => {
  const world = pictureWorld({ texts: ['ab', 'aa'], present: [0.9, 0.1], absent: [0.5, 0.5] });
  const forecast: Forecast<Scene> = {
    outcomes: [{ scene: 0 }, { scene: 1 }],
    probabilities: Float64Array.from([0.6, 0.4]),
    draws: null,
  };

  test('is that of its outcomes’ texts, whose law is kept with it', () => {
    expect(portrait(forecast, world)).toBe('Ab');
    expect(tilesOf(forecast, world)).toBe(tilesOf(forecast, world));
  });

  test('a second world describes the same forecast by its own texts', () => {
    expect(portrait(forecast, pictureWorld({ ...world, texts: ['x', 'x'], present: [1], absent: [1] }))).toBe('X');
  });

  test('describes `text` where there is one, and refuses capitals, which say how sure a tile is', () => {
    expect(portrait(forecast, { ...world, text: () => 'field' })).toBe('FIELD');
    expect(() => portrait({ ...forecast }, { ...world, text: () => 'Field' })).toThrow(InvalidWorld);
    expect(() => portrait({ ...forecast }, { ...world, text: () => 'Field' })).toThrow('lower case');
  });
});

describe('what the draws leave open', () => {
  const optionsAt = (a: number, n: number, deviations: number) =>
    tileOptions(marginals(layOutTexts(['a', 'b']), [a, 1 - a]), n, deviations)[0].join('');

  test('near ½ both symbols, the lower first; near ¾ both cases, the sure first; elsewhere nothing', () => {
    expect(optionsAt(0.45, 400, 3)).toBe('ab');
    expect(optionsAt(0.4, 400, 3)).toBe('b');
    expect(optionsAt(0.73, 400, 3)).toBe('Aa');
    expect(optionsAt(0.9, 400, 3)).toBe('A');
    expect(optionsAt(0.62, 400, 3)).toBe('a');
  });

  test('shrinks with the draws and grows with the deviations', () => {
    expect(optionsAt(0.45, 10_000, 3)).toBe('b');
    expect(optionsAt(0.4, 400, 5)).toBe('ab');
  });
});
