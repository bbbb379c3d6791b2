/** Ids carry numeric options, and are read back as they are written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { formatId, integer, readParameters, real, splitId } from '../../../core/world/parameters.ts';

const parameters = {
  houses: integer(3, 0, 100, 'how many houses'),
  weight: real(0.5, 0, 1, 'how heavy'),
};

describe('splitId', () => {
  test('refuses a parameter that is given twice', () => {
    expect(() => splitId('a?x=1&x=2')).toThrow('expected one x');
  });

  test('splits a name from its parameters', () => {
    expect(splitId('Name-v0')).toEqual({ name: 'Name-v0', given: {} });
    expect(splitId('Name-v0?')).toEqual({ name: 'Name-v0', given: {} });
    expect(splitId('a/b?x=1&y=2=3&')).toEqual({ name: 'a/b', given: { x: '1', y: '2=3' } });
    expect(splitId('a?x=')).toEqual({ name: 'a', given: { x: '' } });
  });

  test.each(['Name-v0?houses', 'Name-v0?=3', 'Name-v0?houses=3&8'])('refuses %s', (id) => {
    expect(() => splitId(id)).toThrow(InvalidOption);
    expect(() => splitId(id)).toThrow(`${id}: expected parameters as name=value but received`);
  });
});

describe('readParameters', () => {
  test('fills in defaults, and takes numbers and their spellings', () => {
    expect(readParameters('s', parameters, {})).toEqual({ houses: 3, weight: 0.5 });
    expect(readParameters('s', parameters, { houses: '8', weight: 1 })).toEqual({ houses: 8, weight: 1 });
    expect(readParameters('s', parameters, { weight: '1e-3' })).toEqual({ houses: 3, weight: 0.001 });
  });

  test.each<[string, unknown]>([
    ['houses', 2.5],
    ['houses', '2.5'],
    ['houses', -1],
    ['houses', 101],
    ['houses', ''],
    ['houses', ' '],
    ['houses', 'x'],
    ['houses', Number.NaN],
    ['houses', null],
    ['houses', true],
    ['weight', '1.01'],
    ['weight', 'Infinity'],
  ])('refuses %s = %o, saying what it wants', (name, value) => {
    const read = () => readParameters('world W', parameters, { [name]: value });
    expect(read).toThrow(InvalidOption);
    expect(read).toThrow(
      name === 'houses' ? 'world W: houses: expected an integer from 0 to 100' : 'expected a number from 0 to 1',
    );
  });

  test('refuses an unknown name, offering the nearest', () => {
    expect(() => readParameters('world W', parameters, { house: 1 })).toThrow(
      `world W: unknown parameter 'house'. Did you mean 'houses'?`,
    );
    expect(() => readParameters('world W', parameters, { zzzzzz: 1 })).toThrow(`Known: houses, weight.`);
    expect(() => readParameters('world W', {}, { zzzzzz: 1 })).toThrow(`unknown parameter 'zzzzzz'. It has none.`);
  });

  test.each(['__proto__', 'constructor', 'toString'])('knows no parameter %s that was not declared', (name) => {
    expect(() => readParameters('world W', parameters, splitId(`W?${name}=1`).given)).toThrow(
      `unknown parameter '${name}'`,
    );
  });
});

describe('formatId', () => {
  test('names only what differs from the defaults, in the order of declaration', () => {
    expect(formatId('N', parameters, { houses: 3, weight: 0.5 })).toBe('N');
    expect(formatId('N', parameters, { weight: 0.25, houses: 8 })).toBe('N?houses=8&weight=0.25');
  });

  test('is read back as the same values, however they were spelt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0),
        (houses, weight) => {
          const id = formatId('N', parameters, { houses, weight });
          const { name, given } = splitId(id);
          const values = readParameters('N', parameters, given);
          expect(name).toBe('N');
          expect(values).toEqual({ houses, weight });
          expect(formatId(name, parameters, values)).toBe(id);
        },
      ),
    );
  });
});
