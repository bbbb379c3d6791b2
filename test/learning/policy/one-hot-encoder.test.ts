/** The encoder gives each value an input, and keeps its code. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld } from '../../../core/base/errors.ts';
import { denseRows } from '../../../learning/network/one-hot.ts';
import { type OneHotCode, OneHotEncoder } from '../../../learning/policy/one-hot-encoder.ts';

/** The inputs that an encoder gives to a tuple. */
function inputsOf(encoder: OneHotEncoder, ...tuple: number[]): number[] {
  const into = new Int32Array(tuple.length);
  encoder.write(tuple, into, 0);
  return [...into];
}

describe('an encoder that may grow', () => {
  test('gives each value of each component an input of its own, after those of the cases', () => {
    const encoder = new OneHotEncoder(3, 2, Number.POSITIVE_INFINITY);
    expect([encoder.active, encoder.used]).toEqual([3, 3]);
    expect(inputsOf(encoder, 7, 7)).toEqual([3, 4]);
    expect(inputsOf(encoder, -2.5, 7)).toEqual([5, 4]);
    expect(inputsOf(encoder, 7, 0)).toEqual([3, 6]);
    expect(encoder.used).toBe(7);
  });

  test('gives new values spare inputs, and reads the nearest value once none is spare', () => {
    const encoder = new OneHotEncoder(1, 2, 4);
    expect(inputsOf(encoder, 0, 10)).toEqual([1, 2]);
    expect(inputsOf(encoder, 4, 10)).toEqual([3, 2]);
    expect(encoder.used).toBe(4);
    expect(inputsOf(encoder, 3, 99)).toEqual([3, 2]);
    expect(inputsOf(encoder, 1, -99)).toEqual([1, 2]);
    // As near to both: the first that was met.
    expect(inputsOf(encoder, 2, 10)).toEqual([1, 2]);
    expect(encoder.used).toBe(4);
  });

  test('writes from the start that it is given, and leaves the input of the case alone', () => {
    const encoder = new OneHotEncoder(1, 2, 9);
    const into = new Int32Array(6).fill(-1);
    encoder.write([5, 6], into, 3);
    expect([...into]).toEqual([-1, -1, -1, 1, 2, -1]);
  });

  test('takes −0 for 0', () => {
    const encoder = new OneHotEncoder(1, 1, 9);
    expect(inputsOf(encoder, -0)).toEqual(inputsOf(encoder, 0));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined as unknown as number])(
    'refuses the component %s',
    (value) => {
      const encoder = new OneHotEncoder(1, 1, 9);
      expect(() => inputsOf(encoder, value)).toThrow(InvalidWorld);
      inputsOf(encoder, 1);
      expect(() => inputsOf(OneHotEncoder.restore(encoder.save()), value)).toThrow('expected a finite number');
      expect(encoder.used).toBe(2);
    },
  );
});

describe('save and restore', () => {
  const tuples = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 9 })), { minLength: 1 });

  test('keep the input of every value, through JSON', () => {
    fc.assert(
      fc.property(tuples, tuples, fc.integer({ min: 1, max: 4 }), (met, asked, cases) => {
        const encoder = new OneHotEncoder(cases, 2, Number.POSITIVE_INFINITY);
        for (const tuple of met) inputsOf(encoder, ...tuple);
        const code: OneHotCode = JSON.parse(JSON.stringify(encoder.save()));
        const frozen = OneHotEncoder.restore(code);
        expect([frozen.used, frozen.capacity, frozen.active]).toEqual([encoder.used, encoder.used, encoder.active]);
        for (const tuple of met) expect(inputsOf(frozen, ...tuple)).toEqual(inputsOf(encoder, ...tuple));
        // A full encoder and the frozen one read what neither has met alike: so a policy runs as it was trained.
        const full = OneHotEncoder.restore(code, encoder.used);
        for (const tuple of asked) expect(inputsOf(frozen, ...tuple)).toEqual(inputsOf(full, ...tuple));
        expect(frozen.save()).toEqual(code);
      }),
    );
  });

  test('a frozen encoder never grows, and one with capacity goes on from the saved code', () => {
    const encoder = new OneHotEncoder(2, 1, 9);
    inputsOf(encoder, 4);
    const frozen = OneHotEncoder.restore(encoder.save());
    expect([inputsOf(frozen, 1000), frozen.used]).toEqual([[2], 3]);
    const growing = OneHotEncoder.restore(encoder.save(), 4);
    expect([inputsOf(growing, 1000), inputsOf(growing, 2000), growing.used]).toEqual([[3], [3], 4]);
  });

  const good = { cases: 1, values: [[[0, 1]], [[0, 2]]] };
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'code'],
    ['no cases', { values: good.values }],
    ['0 cases', { ...good, cases: 0 }],
    ['half a case', { ...good, cases: 0.5 }],
    ['no values', { cases: 1 }],
    ['values of another form', { cases: 1, values: [7] }],
    ['a component without values', { cases: 1, values: [[[0, 1]], []] }],
    ['a value without input', { cases: 1, values: [[[0]]] }],
    ['a value that is no number', { cases: 1, values: [[[null, 1]]] }],
    ['an input of the cases', { cases: 1, values: [[[0, 0]]] }],
    ['one input for two values', { cases: 1, values: [[[0, 1]], [[0, 1]]] }],
    [
      'two inputs for one value',
      {
        cases: 1,
        values: [
          [
            [0, 1],
            [0, 2],
          ],
        ],
      },
    ],
    ['a gap between inputs', { cases: 1, values: [[[0, 1]], [[0, 3]]] }],
    ['half an input', { cases: 1, values: [[[0, 1.5]]] }],
  ])('%s is refused in one line', (_, code) => {
    expect(OneHotEncoder.restore(good as unknown as OneHotCode).used).toBe(3);
    const restore = () => OneHotEncoder.restore(code as never);
    expect(restore).toThrow(InvalidOption);
    expect(restore).toThrow(/^one-hot code: expected [^\n]+$/);
  });
});

test('dense rows are 1 at their inputs and 0 elsewhere', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 4, max: 9 }))), (rows) => {
      const dense = denseRows(Int32Array.from(rows.flat()), 2, 10);
      expect(dense.length).toBe(10 * rows.length);
      rows.forEach((ones, row) => {
        for (let i = 0; i < 10; i++) expect(dense[10 * row + i]).toBe(ones.includes(i) ? 1 : 0);
      });
    }),
  );
});
