/** Readings and their cells: which readings are refused, and where the edges of cells lie. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidWorld } from '../../../core/base/errors.ts';
import { questionCells, reading } from '../../../core/world/answers.ts';
import type { World } from '../../../core/world/world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const asking = (grain: number, origin = 0) =>
  ({
    ...tinyWorld,
    questions: [{ id: 'level', text: 'How much?', read: (level: number) => level, grain, origin }],
  }) as unknown as World<number>;

const cell = (value: number, grain: number, coarseness = 1, origin = 0) =>
  questionCells(asking(grain, origin), coarseness)(value)[0];

describe('the cell of a reading', () => {
  test('is the same for 0.1 · 3 and 0.3 at a grain of 0.1, and for every other multiple', () => {
    for (let i = -1000; i <= 1000; i++) {
      let sum = 0;
      for (let k = 0; k < Math.abs(i); k++) sum += Math.sign(i) * 0.1;
      expect([cell(0.1 * i, 0.1), cell(i / 10, 0.1), cell(sum, 0.1)]).toEqual([i, i, i]);
    }
  });

  test('is the whole number below, but for readings that lie on the edge up to rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.double({ noNaN: true, min: 1e-6, max: 1 - 1e-6 }),
        fc.constantFrom(0.1, 0.25, 1, 3, 1e-3, 1e6),
        (number, within, grain) => {
          expect(cell(number * grain, grain)).toBe(number);
          expect(cell((number + within) * grain, grain)).toBe(number);
        },
      ),
    );
  });

  test('is never below that of a smaller reading, and a whole number is its own cell however large', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e30, max: 1e30 }),
        fc.double({ noNaN: true, min: 0, max: 1e6 }),
        (low, more) => {
          expect(cell(low + more, 1)).toBeGreaterThanOrEqual(cell(low, 1));
        },
      ),
    );
    for (const whole of [2 ** 52 + 1, -(2 ** 52) - 1, 2 ** 53 - 1]) expect(cell(whole, 1)).toBe(whole);
  });

  test('at the finest is the reading itself', () => {
    expect(cell(0.1 * 3, 0.1, 0)).toBe(0.1 * 3);
  });
});

test.each([
  [1e90, 1],
  [1e200, 1],
  [1, 1e-200],
  [-1e61, 1],
])('a reading of %d at a grain of %d is refused in one line, since its powers are no numbers', (value, grain) => {
  const world = asking(grain);
  expect(() => reading(world, world.questions[0], value)).toThrow(InvalidWorld);
  expect(() => reading(world, world.questions[0], value)).toThrow(
    /question level: expected a reading of at most 1e\+60/,
  );
});
