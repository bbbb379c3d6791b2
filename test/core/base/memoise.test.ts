/** What is made of an object is kept as long as the object lives. */
import { describe, expect, test, vi } from 'vitest';
import { memoise, pair } from '../../../core/base/memoise.ts';

describe('memoise', () => {
  test('makes a value once for each owner, kind and detail', () => {
    const make = vi.fn(() => ({}));
    const [a, b] = [{}, {}];
    const first = memoise(a, 'kind', make);
    expect(memoise(a, 'kind', make)).toBe(first);
    expect(memoise(a, ['kind', 'detail'], make)).not.toBe(first);
    expect(memoise(a, 'other', make)).not.toBe(first);
    expect(memoise(b, 'kind', make)).not.toBe(first);
    expect(make).toHaveBeenCalledTimes(4);
  });

  test('keeps undefined and null like any other value', () => {
    const make = vi.fn(() => undefined);
    const owner = {};
    memoise(owner, 'nothing', make);
    memoise(owner, 'nothing', make);
    expect(make).toHaveBeenCalledTimes(1);
  });

  test('keeps nothing of a make that throws', () => {
    const owner = {};
    const fail = () => {
      throw new Error('no');
    };
    expect(() => memoise(owner, 'value', fail)).toThrow('no');
    expect(memoise(owner, 'value', () => 7)).toBe(7);
  });

  test('drops the oldest value of a kind beyond the bound, and no value of another kind', () => {
    const owner = {};
    const make = vi.fn((detail: string) => detail);
    const get = (detail: string) => memoise(owner, ['bounded', detail], () => make(detail), 2);
    memoise(owner, 'unbounded', () => make('unbounded'));
    for (const detail of ['a', 'b', 'c']) get(detail);
    make.mockClear();
    get('b');
    get('c');
    memoise(owner, 'unbounded', () => make('unbounded'));
    expect(make).not.toHaveBeenCalled();
    get('a');
    expect(make).toHaveBeenCalledTimes(1);
  });

  test('keeps what belongs to two objects under their pair', () => {
    const [a, b] = [{}, {}];
    expect(pair(a, b)).toBe(pair(a, b));
    expect(pair(a, b)).not.toBe(pair(b, a));
    expect(pair(a, b)).not.toBe(pair(a, {}));
  });
});
