/** The spaces: what they contain, sample and say of themselves. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { Box, Dict, Discrete, MultiDiscrete, type Space, Text, Tuple } from '../../../core/gym/spaces.ts';

const leaf: fc.Arbitrary<Space<unknown>> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -5, max: 5 }))
    .map(([n, start]) => new Discrete(n, { start })),
  fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }).map((nvec) => new MultiDiscrete(nvec)),
  fc
    .tuple(
      fc.constantFrom(-Infinity, -2, 0),
      fc.constantFrom(0, 3, Infinity),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    )
    .map(([low, high, shape]) => new Box({ low, high, shape })),
  fc
    .tuple(fc.nat(3), fc.nat(3), fc.constantFrom('ab', 'é😀', null))
    .map(([minLength, more, charset]) => new Text(minLength + more, { minLength, charset })),
);
const space: fc.Arbitrary<Space<unknown>> = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }).map((parts) => new Tuple(parts)),
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf).map((parts) => new Dict(parts)),
);

describe('every space', () => {
  test('contains what it samples, and its sample survives JSON', () => {
    fc.assert(
      fc.property(space, fc.nat(), (s, seed) => {
        s.seed(seed);
        const value = s.sample();
        expect(s.contains(value)).toBe(true);
        expect(s.contains(JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
    );
  });

  test('samples the same sequence from the same seed, and by default from seed 0', () => {
    fc.assert(
      fc.property(space, (s) => {
        const unseeded = [s.sample(), s.sample(), s.sample()];
        s.seed(0);
        expect([s.sample(), s.sample(), s.sample()]).toEqual(unseeded);
      }),
    );
  });

  test('describes itself in JSON without loss, and equals exactly the spaces of that description', () => {
    fc.assert(
      fc.property(space, space, (a, b) => {
        expect(JSON.parse(JSON.stringify(a))).toEqual(a.toJSON());
        expect(a.equals(a)).toBe(true);
        expect(a.equals(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test('contains none of null, undefined, NaN, text and functions', () => {
    const strangers = [null, undefined, Number.NaN, 'a long text', () => 0];
    fc.assert(
      fc.property(space, (s) => {
        expect(strangers.filter((value) => s.contains(value))).toEqual([]);
      }),
    );
  });
});

describe('Discrete', () => {
  test('covers start … start + n − 1 evenly and nothing else', () => {
    const die = new Discrete(6, { start: 1 });
    const counts = new Map<number, number>();
    for (let i = 0; i < 6000; i++) {
      const face = die.sample();
      counts.set(face, (counts.get(face) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect([0, 7, 1.5].filter((value) => die.contains(value))).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses n = %s', (n) => {
    expect(() => new Discrete(n)).toThrow(InvalidOption);
  });
});

describe('MultiDiscrete', () => {
  test('of no variables has the one value []', () => {
    const none = new MultiDiscrete([]);
    expect(none.sample()).toEqual([]);
    expect(none.contains([])).toBe(true);
    expect(none.contains([0])).toBe(false);
  });

  test('refuses tuples of another length, out of range or not whole', () => {
    const two = new MultiDiscrete([2, 3]);
    expect([[0], [0, 0, 0], [2, 0], [0, 3], [-1, 0], [0.5, 0]].filter((value) => two.contains(value))).toEqual([]);
    expect(() => new MultiDiscrete([2, 0])).toThrow(InvalidOption);
  });
});

describe('Box', () => {
  test('refuses values beyond its bounds, entry by entry', () => {
    const box = new Box({ low: [0, -1], high: [1, Infinity], shape: [2] });
    expect(box.contains([0.5, 1e9])).toBe(true);
    expect([[1.1, 0], [0, -2], [0], [Number.NaN, 0]].filter((value) => box.contains(value))).toEqual([]);
  });

  test('refuses crossed, miscounted and NaN bounds, and a shape that is none', () => {
    expect(() => new Box({ low: 1, high: 0, shape: [2] })).toThrow(/low ≤ 0/);
    expect(() => new Box({ low: [0], high: 1, shape: [2] })).toThrow(InvalidOption);
    expect(() => new Box({ low: Number.NaN, high: 1, shape: [2] })).toThrow(InvalidOption);
    expect(() => new Box({ low: 0, high: 1, shape: [-1] })).toThrow(InvalidOption);
  });
});

describe('Dict and Tuple', () => {
  const dict = new Dict({ a: new Discrete(5), b: new Discrete(5) });

  test('draw their parts independently', () => {
    const pairs = Array.from({ length: 50 }, () => dict.sample());
    expect(pairs.some(({ a, b }) => a !== b)).toBe(true);
  });

  test('refuse missing, further and wrong parts', () => {
    expect([{ a: 0 }, { a: 0, b: 0, c: 0 }, { a: 0, b: 9 }, [0, 0]].filter((value) => dict.contains(value))).toEqual(
      [],
    );
    const tuple = new Tuple([new Discrete(2), new MultiDiscrete([3])]);
    expect(tuple.contains([1, [2]])).toBe(true);
    expect([[1], [1, [3]], [1, [2], 0]].filter((value) => tuple.contains(value))).toEqual([]);
  });
});

describe('Text', () => {
  test('bounds the characters and their number', () => {
    const text = new Text(3);
    expect(['a', 'Z9z'].every((value) => text.contains(value))).toBe(true);
    expect(['', 'abcd', 'a b', 7].some((value) => text.contains(value))).toBe(false);
    expect(new Text(2, { minLength: 0, charset: null }).contains(' ☃')).toBe(true);
    expect(text.toJSON()).toMatchObject({ type: 'Text', minLength: 1, maxLength: 3 });
  });

  test('refuses bounds and characters that mean nothing', () => {
    expect(() => new Text(-1)).toThrow(/^Text: expected an integer ≥ 0/);
    expect(() => new Text(2, { minLength: 3 })).toThrow(/minLength: expected an integer from 0 to 2/);
    for (const charset of ['', 'aa']) expect(() => new Text(2, { charset })).toThrow(/charset/);
  });
});
