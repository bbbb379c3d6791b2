/** Description lengths: golden values, the window and the dictionary. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoExactValue } from '../../../core/base/errors.ts';
import { BeyondWindow, descriptionBits, LONGEST_DESCRIPTION } from '../../../penalties/information/compress.ts';
import { letters } from './picture-world.ts';

const bytes = (text: string, given = '') => descriptionBits(text, given) / 8;

describe('golden lengths, the same on Node 20, 22 and 24', () => {
  const letter = letters(1);
  const short = letter(60);
  const field = letter(768);
  const other = letter(768);

  test.each([
    ['nothing', '', '', 2],
    ['one letter', 'a', '', 3],
    ['one letter 60 times', 'a'.repeat(60), '', 6],
    ['60 random letters of eight', short, '', 39],
    ['768 random letters of eight', field, '', 328],
    ['those, given themselves', field, field, 11],
    ['those, given others', field, other, 339],
    ['those, given a prefix of 60', field, field.slice(0, 60), 310],
    ['letters beyond ASCII', 'ä✿ä✿ä✿', '', 10],
  ])('%s', (_, text, given, length) => {
    expect(bytes(text, given)).toBe(length);
  });

  test('16,253 random letters given themselves, at the very end of the window', () => {
    const long = letters(3)(LONGEST_DESCRIPTION / 2);
    expect([bytes(long), bytes(long, long)]).toEqual([7245, 128]);
  });
});

describe('the window', () => {
  const text = letters(5)(LONGEST_DESCRIPTION + 400);
  const start = text.slice(0, 200);

  test('up to 32,506 bytes in all, the whole dictionary is reached', () => {
    const dictionary = text.slice(0, LONGEST_DESCRIPTION - start.length);
    expect(bytes(start, dictionary)).toBeLessThan(20);
  });

  test('beyond them it silently is not, by the compressor alone: what is refused would be mis-measured', () => {
    const dictionary = Buffer.from(text.slice(0, LONGEST_DESCRIPTION + 1));
    const raw = deflateRawSync(start, { level: 9, memLevel: 9, windowBits: 15, dictionary });
    expect(raw.length).toBeGreaterThan(60);
  });

  test.each([
    [LONGEST_DESCRIPTION + 1, 0],
    [LONGEST_DESCRIPTION, 1],
    [1, LONGEST_DESCRIPTION],
    [20_000, 20_000],
  ])('%i bytes given %i are refused, by a named error of one line with a remedy', (length, given) => {
    const call = () => descriptionBits(text.slice(0, length).padEnd(length, 'a'), 'b'.repeat(given));
    expect(call).toThrow(BeyondWindow);
    expect(call).toThrow(NoExactValue);
    expect(call).toThrow(/at most 32506 bytes.*received \d+.*blocks=2/);
  });

  test('the limit counts bytes, not letters', () => {
    expect(() => descriptionBits('ä'.repeat(LONGEST_DESCRIPTION / 2 + 1))).toThrow(BeyondWindow);
    expect(descriptionBits('ä'.repeat(LONGEST_DESCRIPTION / 2))).toBeGreaterThan(0);
  });
});

describe('laws', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 300 });

  test('a text given itself costs no more than alone, but for a few bytes, and never nothing', () => {
    fc.assert(
      fc.property(word, (text) => {
        expect(bytes(text, text)).toBeLessThanOrEqual(bytes(text) + 2);
        expect(bytes(text, text)).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  test('what was compressed before changes nothing', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const before = descriptionBits(a, b);
        descriptionBits(b, a);
        expect(descriptionBits(a, b)).toBe(before);
      }),
    );
  });

  test('a repeated symbol costs at most 32 bytes up to the window’s end; random letters cost their entropy', () => {
    const random = letters(9);
    for (const length of [100, 1000, 10_000]) {
      expect(bytes('a'.repeat(length))).toBeLessThanOrEqual(32);
      expect(bytes(random(length))).toBeGreaterThanOrEqual((3 * length) / 8);
    }
  });
});
