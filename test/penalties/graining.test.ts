/** Coarse-grainings, and forecasts summed on their cells. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidWorld } from '../../core/base/errors.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { World } from '../../core/world/world.ts';
import { each, identity, joint } from '../../penalties/coarse/grainings.ts';
import { atoms } from '../../penalties/graining.ts';

/** A world of numbers: its outcomes are their own readings. */
function numbers(
  questions: readonly { grain?: number; origin?: number; read?: (n: number) => number }[],
): World<number> {
  return {
    id: 'Numbers-v0',
    questions: questions.map((question, i) => ({ id: `q${i}`, text: 'What?', read: (n: number) => n, ...question })),
    key: (n: number) => `#${n}`,
  } as unknown as World<number>;
}

const forecast = (weights: ReadonlyMap<number, number>): Forecast<number> => ({
  outcomes: [...weights.keys()],
  probabilities: Float64Array.from(weights.values()),
  draws: null,
});

describe('questionCells', () => {
  test('are floor((reading − origin) / grain), below zero too', () => {
    const cells = questionCells(numbers([{}, { grain: 2 }, { grain: 2, origin: 1 }, { grain: 0.5 }]), 1);
    expect(cells(3)).toEqual([3, 1, 1, 6]);
    expect(cells(-3)).toEqual([-3, -2, -2, -6]);
    expect(cells(-0.5)).toEqual([-1, -1, -1, -1]);
  });

  test('coarseness multiplies the grain, and 0 keeps the reading', () => {
    const world = numbers([{ grain: 2, origin: 1 }]);
    expect(questionCells(world, 3)(13)).toEqual([2]);
    expect(questionCells(world, 0.5)(13.5)).toEqual([12]);
    expect(questionCells(world, 0)(13.25)).toEqual([13.25]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('a reading of %d is refused, by the question’s name', (value) => {
    const cells = questionCells(numbers([{}, { read: () => value }]), 1);
    expect(() => cells(1)).toThrow(InvalidWorld);
    expect(() => cells(1)).toThrow(`Numbers-v0: question q1: expected a finite reading but received ${value}`);
  });
});

describe('atoms', () => {
  const weights = fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 }).chain((outcomes) =>
    fc
      .array(fc.integer({ min: 1, max: 9 }), { minLength: outcomes.length, maxLength: outcomes.length })
      .map((counts) => {
        const sum = counts.reduce((a, b) => a + b, 0);
        return new Map(outcomes.map((outcome, i) => [outcome, counts[i] / sum]));
      }),
  );

  test('keep each cell’s mass in both branches, whatever is merged', () => {
    const world = numbers([{ grain: 3 }, { grain: 4, origin: 1 }]);
    fc.assert(
      fc.property(weights, weights, (one, zero) => {
        const { weights1, weights0, partitions } = atoms(forecast(one), forecast(zero), each(world, 1));
        partitions.forEach((partition, q) => {
          const cell = (n: number) => questionCells(world, 1)(n)[q];
          for (const [law, summed] of [
            [one, weights1],
            [zero, weights0],
          ] as const) {
            const masses = new Map<number, number>();
            for (const [n, p] of law) masses.set(cell(n), (masses.get(cell(n)) ?? 0) + p);
            const found = new Map<number, number>();
            partition.forEach((number, i) => {
              if (summed[i] > 0) found.set(number, (found.get(number) ?? 0) + summed[i]);
            });
            const sorted = (map: Map<number, number>) => [...map.values()].sort((a, b) => a - b);
            const [a, b] = [sorted(found), sorted(masses)];
            expect(a.length).toBe(b.length);
            a.forEach((mass, i) => {
              expect(mass).toBeCloseTo(b[i], 12);
            });
          }
        });
      }),
    );
  });

  test('do not depend on the order of the outcomes', () => {
    const world = numbers([{ grain: 2 }]);
    fc.assert(
      fc.property(weights, weights, (one, zero) => {
        const reversed = (map: ReadonlyMap<number, number>) => forecast(new Map([...map].reverse()));
        const a = atoms(forecast(one), forecast(zero), joint(world, 1));
        const b = atoms(reversed(one), reversed(zero), joint(world, 1));
        expect(b.partitions).toEqual(a.partitions);
        a.weights1.forEach((weight, i) => {
          expect(b.weights1[i]).toBeCloseTo(weight, 12);
        });
      }),
    );
  });

  test('outcomes that no graining tells apart share one; identity tells all apart', () => {
    const world = numbers([{ grain: 10 }]);
    const p1 = forecast(new Map([1, 2, 3].map((n) => [n, 1 / 3])));
    const p0 = forecast(new Map([[4, 1]]));
    expect(atoms(p1, p0, joint(world, 1)).weights1.length).toBe(1);
    expect(atoms(p1, p0, identity(world)).weights1.length).toBe(4);
    expect(atoms(p1, p0, identity(world)).cells.flat()).toEqual(['#1', '#2', '#3', '#4']);
  });
});
