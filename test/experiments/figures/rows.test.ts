/** What figures read of a table. */
import { describe, expect, test } from 'vitest';
import { groupsOf, numberIn, shown, shownWeight, tableOf, valuesOf } from '../../../experiments/figures/rows.ts';
import { toCsv } from '../../../experiments/run/csv.ts';

describe('a table', () => {
  test('comes back as it was written, with commas, quotes and line breaks in its cells', () => {
    const csv = toCsv(
      ['a', 'b, c'],
      [
        ['x "y"', 'z\nw'],
        [1.5, null],
      ],
    );
    expect(tableOf(csv)).toEqual({
      columns: ['a', 'b, c'],
      rows: [
        { a: 'x "y"', 'b, c': 'z\nw' },
        { a: '1.5', 'b, c': '' },
      ],
    });
  });

  test('of nothing has no rows, and a short line has empty cells', () => {
    expect(tableOf('')).toEqual({ columns: [], rows: [] });
    expect(tableOf('a,b\n1\n').rows).toEqual([{ a: '1', b: '' }]);
  });

  test('has no number in an empty cell, in a word or in a column that is not there', () => {
    const row = { empty: '', word: 'high', number: '-1e-3' };
    expect(['empty', 'word', 'missing', 'number'].map((column) => numberIn(row, column))).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      -0.001,
    ]);
  });

  test('gives its groups and values in the order of its rows', () => {
    const { rows } = tableOf('world,x\nb,1\na,2\nb,3\n');
    expect(valuesOf(rows, 'world')).toEqual(['b', 'a']);
    expect(groupsOf(rows, ({ world }) => world).map(([key, own]) => [key, own.length])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});

test('a figure is shown without the sign of a zero, and a weight without an exponent', () => {
  expect([shown(-1e-17), shown(-0.5), shown(Number.NaN)]).toEqual(['0.00', '−0.50', '—']);
  expect([shownWeight(0.001), shownWeight(0.47500001), shownWeight(1000)]).toEqual(['0.001', '0.475', '1000']);
});
