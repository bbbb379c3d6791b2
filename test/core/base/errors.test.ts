import { describe, expect, test } from 'vitest';
import {
  expected,
  InvalidOption,
  InvalidWorld,
  messageOf,
  ReducedImpactError,
  show,
  suggestion,
  UnknownId,
  unknownId,
} from '../../../core/base/errors.ts';

describe('errors', () => {
  test('bear the name of their class, their cause, and the common base', () => {
    const cause = new Error('why');
    const error = new InvalidWorld('what', { cause });
    expect(error).toBeInstanceOf(ReducedImpactError);
    expect(error).not.toBeInstanceOf(InvalidOption);
    expect([error.name, error.message, error.cause]).toEqual(['InvalidWorld', 'what', cause]);
  });

  test('say what was expected and received', () => {
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

describe('suggestion', () => {
  test('offers the nearest name where it is near enough to have been meant, else nothing', () => {
    expect(suggestion('clps', ['cat', 'clips', 'houses'])).toBe(` Did you mean 'clips'?`);
    expect(suggestion('paperclipfactory-v0', ['PaperclipFactory-v0'])).toBe(` Did you mean 'PaperclipFactory-v0'?`);
    expect(suggestion('xyzzy', ['houses'])).toBe('');
    expect(suggestion('x', [])).toBe('');
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
