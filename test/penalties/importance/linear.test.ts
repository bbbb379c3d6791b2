/** The small linear algebra of the importance family. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addScaled,
  dot,
  gram,
  pivotedQr,
  positivePart,
  residualAngle,
  singularValues,
  symmetricEigen,
  trace,
  traceNorm,
} from '../../../penalties/importance/linear.ts';

const columns = (...values: number[][]) => values.map((column) => Float64Array.from(column));
const entry = fc.integer({ min: -9, max: 9 });
const tall = fc
  .record({ rows: fc.integer({ min: 1, max: 7 }), count: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, count }) =>
    fc.array(fc.array(entry, { minLength: rows, maxLength: rows }), { minLength: count, maxLength: count }),
  );
const symmetric = fc
  .integer({ min: 1, max: 5 })
  .chain((n) => fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }))
  .map((rows) => rows.map((row, i) => Float64Array.from(row, (value, j) => value + rows[j][i])));

describe('pivoted QR', () => {
  test('of ((3,4),(0,0),(6,8.5)) takes the largest column first, its norm on the diagonal, then what is left', () => {
    const { order, diagonal, rank, basis } = pivotedQr(columns([3, 4], [0, 0], [6, 8.5]));
    expect(order).toEqual([2, 0, 1]);
    expect(rank).toBe(2);
    expect(diagonal[0]).toBeCloseTo(Math.hypot(6, 8.5), 12);
    // The determinant of the two columns is 3 · 8.5 − 4 · 6.
    expect(diagonal[0] * diagonal[1]).toBeCloseTo(1.5, 12);
    expect(dot(basis[0], basis[1])).toBeCloseTo(0, 14);
  });

  test('its basis is orthonormal and spans every column; the diagonal falls', () => {
    fc.assert(
      fc.property(tall, (values) => {
        const given = columns(...values);
        const { basis, diagonal, rank } = pivotedQr(given);
        expect(basis.length).toBe(rank);
        basis.forEach((a, i) => {
          basis.forEach((b, j) => {
            expect(dot(a, b)).toBeCloseTo(Number(i === j), 10);
          });
        });
        for (let k = 1; k < rank; k++) expect(diagonal[k]).toBeLessThanOrEqual(diagonal[k - 1] + 1e-9);
        for (const column of given) {
          const rest = column.slice();
          for (const direction of basis) addScaled(rest, -dot(direction, rest), direction);
          expect(Math.sqrt(dot(rest, rest))).toBeLessThan(1e-8);
        }
      }),
    );
  });

  test('the rank of copies is that of the original', () => {
    expect(pivotedQr(columns([1, 2, 3], [2, 4, 6], [1, 2, 3])).rank).toBe(1);
    expect(pivotedQr(columns([0, 0])).rank).toBe(0);
    expect(pivotedQr([]).rank).toBe(0);
  });
});

describe('the residual angle', () => {
  test.each([
    [[1, 0, 0], 0],
    [[1, 0, 1], Math.PI / 4],
    [[0, 0, 2], Math.PI / 2],
    [[0, 0, 0], 0],
  ])('of %j to the plane of the first two axes is %d', (vector, angle) => {
    const { basis } = pivotedQr(columns([1, 1, 0], [1, -1, 0]));
    expect(residualAngle(basis, Float64Array.from(vector))).toBeCloseTo(angle, 12);
  });

  test('to nothing at all is a right angle', () => {
    expect(residualAngle([], Float64Array.of(1, 2))).toBe(Math.PI / 2);
  });
});

describe('singular values', () => {
  test('of ((3,4),(0,5)) are √45 and √5', () => {
    const [first, second] = singularValues(columns([3, 4], [0, 5]));
    expect(first).toBeCloseTo(Math.sqrt(45), 12);
    expect(second).toBeCloseTo(Math.sqrt(5), 12);
  });

  test('keep the relative accuracy of a small one: that of ((1,0),(1,1e-9)) is 1e-9/√2', () => {
    const [, second] = singularValues(columns([1, 0], [1, 1e-9]));
    expect(second / (1e-9 / Math.SQRT2)).toBeCloseTo(1, 8);
  });

  test('squared are the eigenvalues of the Gram matrix', () => {
    fc.assert(
      fc.property(tall, (values) => {
        const given = columns(...values);
        const squares = singularValues(given).map((value) => value * value);
        const eigen = [...symmetricEigen(gram(given)).values].sort((a, b) => b - a);
        squares.forEach((square, i) => {
          expect(square).toBeCloseTo(eigen[i], 7);
        });
      }),
    );
  });
});

describe('symmetric eigenvalues', () => {
  test('of ((2,1),(1,2)) are 3 and 1; of its opposite −3 and −1, of trace norm 4', () => {
    const values = [...symmetricEigen(columns([2, 1], [1, 2])).values].sort();
    expect(values[0]).toBeCloseTo(1, 14);
    expect(values[1]).toBeCloseTo(3, 14);
    expect(traceNorm(columns([-2, -1], [-1, -2]))).toBeCloseTo(4, 13);
    expect(traceNorm(columns([0, 1], [1, 0]))).toBeCloseTo(2, 13);
  });

  test('Av = λv for each pair, the vectors are orthonormal and the values sum to the trace', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace(matrix), 8);
        vectors.forEach((v, k) => {
          expect(dot(v, v)).toBeCloseTo(1, 10);
          matrix.forEach((row, i) => {
            expect(dot(row, v)).toBeCloseTo(values[k] * v[i], 8);
          });
        });
      }),
    );
  });

  test('the positive part of ((0,1),(1,0)) is ½ everywhere; A is its positive part less that of −A', () => {
    for (const row of positivePart(columns([0, 1], [1, 0])))
      for (const value of row) expect(value).toBeCloseTo(0.5, 14);
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const plus = positivePart(matrix);
        const minus = positivePart(matrix.map((row) => row.map((value) => -value)));
        matrix.forEach((row, i) => {
          row.forEach((value, j) => {
            expect(plus[i][j] - minus[i][j]).toBeCloseTo(value, 8);
          });
        });
        expect(traceNorm(plus)).toBeCloseTo(trace(plus), 7);
      }),
    );
  });
});
