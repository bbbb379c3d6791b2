/** The compressor of the penalties, against Node's own zlib. */
import { deflateRawSync } from 'node:zlib';
import { array, assert, constantFrom, integer, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deflatedBytes, utf8Bytes } from '../../penalties/deflate.ts';

/** Texts like those of worlds: lines of few symbols, with repetitions; and arbitrary ones besides. */
const picture = record({
  tiles: array(constantFrom('.', '#', 'h', 'H', 'c', ' '), { minLength: 1, maxLength: 60 }),
  rows: integer({ min: 1, max: 60 }),
  shift: integer({ min: 0, max: 7 }),
}).map(({ tiles, rows, shift }) =>
  Array.from({ length: rows }, (_, row) => {
    const at = (row * shift) % tiles.length;
    return [...tiles.slice(at), ...tiles.slice(0, at)].join('');
  }).join('\n'),
);
const arbitrary = string({ unit: 'binary', maxLength: 400 });

describe('deflate by pako', () => {
  test.each([8, 9] as const)('is as long as by Node’s zlib at memory level %i, for 300 pairs of texts', (memLevel) => {
    const lengths = (texts: typeof picture) =>
      property(texts, texts, (text, dictionary) => {
        const bytes = Buffer.from(text);
        const options = { level: 9, memLevel, windowBits: 15 };
        expect(deflatedBytes(text, memLevel)).toBe(deflateRawSync(bytes, options).length);
        const given = Buffer.from(dictionary);
        const known = given.length > 0 ? { ...options, dictionary: given } : options;
        expect(deflatedBytes(text, memLevel, dictionary)).toBe(deflateRawSync(bytes, known).length);
      });
    assert(lengths(picture), { numRuns: 150 });
    assert(lengths(arbitrary), { numRuns: 150 });
  });

  test('profits from a dictionary that holds the text', () => {
    const text = 'tile the field with clips, then tile the next field with clips';
    const alone = deflatedBytes(text, 9);
    expect(deflatedBytes(text, 9, text)).toBeLessThan(alone / 4);
  });

  test('counts a text’s bytes in UTF-8', () => {
    const counts = property(arbitrary, (text) => {
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
    });
    assert(counts, { numRuns: 200 });
  });
});
