/** Messages show values on one safe line and hint at the name that was meant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld, UnknownId } from '../../../core/base/errors.ts';
import {
  didYouMean,
  expected,
  messageOf,
  printable,
  refuseUnknownFields,
  show,
  unknownId,
} from '../../../core/base/messages.ts';

describe('expected', () => {
  test('says what was expected and what came', () => {
    expect(expected('weight', 'a number ≥ 0', -1)).toBe('weight: expected a number ≥ 0 but received -1');
  });
});

describe('show', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  test.each<[unknown, string]>([
    ['text', `'text'`],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [12n, '12'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[1, 'a'], '[1,"a"]'],
    [[1, Number.NaN, { a: Number.NEGATIVE_INFINITY }], '[1,NaN,{"a":-Infinity}]'],
    [{ a: { b: 1 } }, '{"a":{"b":1}}'],
    [() => 0, 'a function'],
    [Symbol('s'), 'Symbol(s)'],
    [circular, '[object Object]'],
  ])('writes %o on one line', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test('cuts long values short', () => {
    expect(show(Array.from({ length: 500 }, (_, i) => i))).toMatch(/^\[0,1,.*\.\.\.$/);
    expect(show(Array.from({ length: 500 }, (_, i) => i))).toHaveLength(120);
  });
});

describe('printable', () => {
  test.each([
    ['colours', 'a\x1b[31mred\x1b[0m', 'ared'],
    ['a window title', '\x1b]0;title\x07text', 'text'],
    ['a cleared screen', '\x1b[2J\x1b[Htext', 'text'],
    ['the one-byte form', '\x9b31mtext', 'text'],
    ['line ends, bells and backspaces', 'a\r\nb\x07\b', 'a··b··'],
    ['marks that turn the direction of text', 'a\u202eb', 'a·b'],
  ])('leaves no %s in a message', (_, text, clean) => {
    expect(printable(text)).toBe(clean);
    expect(show(text)).toBe(`'${clean}'`);
  });

  test('leaves no control character whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0x2fff }).map((c) => String.fromCharCode(c)) }),
        (text) => {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
          expect(show(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
          expect(show([text]).length).toBeLessThanOrEqual(120);
        },
      ),
    );
  });
});

describe('didYouMean', () => {
  test('offers the nearest name where it is near enough to have been meant, else all names', () => {
    expect(didYouMean('clps', ['cat', 'clips', 'houses'])).toBe(` Did you mean 'clips'?`);
    expect(didYouMean('paperclipfactory-v0', ['PaperclipFactory-v0'])).toBe(` Did you mean 'PaperclipFactory-v0'?`);
    expect(didYouMean('xyzzy', ['houses', 'streets'])).toBe(' Known: houses, streets.');
    expect(didYouMean('x', [])).toBe('');
  });

  test('lists at most forty names', () => {
    const known = Array.from({ length: 100 }, (_, i) => `question${i}`);
    expect(didYouMean('zzzzzzzzzzzzzz', known)).toMatch(/question39, …\.$/);
  });

  test('answers at once for a name of a million characters', () => {
    const before = performance.now();
    expect(didYouMean('a'.repeat(1_000_000), ['houses'])).toBe(' Known: houses.');
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('refuseUnknownFields', () => {
  test('names the field that nobody reads, and the one that was meant', () => {
    expect(() => refuseUnknownFields({ id: 1 }, ['id', 'grain'], 'question')).not.toThrow();
    const typo = () => refuseUnknownFields({ id: 1, grian: 2 }, ['id', 'grain'], `question 'x'`, InvalidWorld);
    expect(typo).toThrow(InvalidWorld);
    expect(typo).toThrow(`question 'x': unknown field 'grian'. Did you mean 'grain'?`);
    expect(() => refuseUnknownFields({ other: 2 }, ['id'], 'spec')).toThrow(InvalidOption);
  });
});

describe('unknownId', () => {
  test('offers the nearest id, or all of them where none is near', () => {
    const error = unknownId('penalty', 'coarse/joint/tw', ['coarse/joint/tv', 'none']);
    expect(error).toBeInstanceOf(UnknownId);
    expect(error.message).toBe(`unknown penalty 'coarse/joint/tw'. Did you mean 'coarse/joint/tv'?`);
    expect(unknownId('agent', 'zzzzzzzz', ['oracle', 'random']).message).toBe(
      `unknown agent 'zzzzzzzz'. Known: oracle, random.`,
    );
    expect(unknownId('agent', 'a', []).message).toBe(`unknown agent 'a'.`);
  });
});

describe('messageOf', () => {
  test('reads errors and whatever else may be thrown', () => {
    expect([messageOf(new Error('a')), messageOf('b'), messageOf(3)]).toEqual(['a', 'b', '3']);
  });
});
