/** Networks are saved as text bit for bit, and damaged ones are refused. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { createNetwork, evaluate } from '../../../learning/network/network.ts';
import { decodeFloats, decodeState, encodeFloats } from '../../../learning/network/network-state.ts';
import { testBackend } from '../../backend.ts';
import { forwardArrays } from '../../fixtures/forward-arrays.ts';

test('floats survive as base64 bit for bit, NaN and -0 included', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.float(), fc.constantFrom(-0, Number.NaN, 1e-45))), (list) => {
      const values = Float32Array.from(list);
      const decoded = decodeFloats(encodeFloats(values), values.length);
      expect(new Uint8Array(decoded.buffer)).toEqual(new Uint8Array(values.buffer));
    }),
  );
});

test('a view into a larger array is encoded alone', () => {
  const view = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  expect([...decodeFloats(encodeFloats(view), 2)]).toEqual([2, 3]);
});

test('the forward pass without a backend equals that on the backend within 1e-5', async () => {
  const backend = await loadBackend(testBackend);
  const sizes = fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(sizes, fc.constantFrom('relu', 'tanh'), fc.integer({ min: 1, max: 6 }), (sizes, activation, rows) => {
      const draw = stream(1, ...sizes, rows);
      const network = createNetwork(backend, { sizes, stream: draw, activation });
      const inputs = Float32Array.from({ length: rows * sizes[0] }, () => 2 * draw() - 1);
      const onBackend = evaluate(network, inputs, rows);
      const onArrays = forwardArrays(network.save())(inputs, rows);
      network.dispose();
      expect(onArrays.length).toBe(onBackend.length);
      onArrays.forEach((value, i) => {
        expect(Math.abs(value - onBackend[i])).toBeLessThan(1e-5);
      });
    }),
    { numRuns: 50 },
  );
});

test('the forward pass equals a perceptron that is written by hand', () => {
  const weights = [[1, -1, 2, 0.5], [0.5, -3], [2, 4], [-1]].map((list) => encodeFloats(Float32Array.from(list)));
  const forward = forwardArrays({ sizes: [2, 2, 1], activation: 'relu', weights });
  // Hidden sums of (1, 2): 1 + 4 + 0.5 = 5.5 and -1 + 1 - 3 = -3; output 2 · 5.5 + 4 · 0 - 1.
  expect([...forward([1, 2])]).toEqual([10]);
});

test.each([
  [new Array(1_000_001).fill(1), 'network sizes: expected at most 64 layers but received 1000000'],
  [[1, 1_000_001, 1], 'network sizes: expected at most 1000000 units in a layer but received 1000001'],
  [[5000, 5000, 1], 'network sizes: expected at most 20000000 weights but received 25005000'],
])('a network that is too large is refused at once, before its weights are read', (sizes, message) => {
  const begun = performance.now();
  expect(() => decodeState({ sizes, activation: 'relu', weights: [] })).toThrow(message);
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('what is no network state is refused in one line', () => {
  const good = { sizes: [1, 1], activation: 'relu', weights: ['AAAAAA==', 'AAAAAA=='] } as const;
  expect(decodeState(good).map((array) => [...array])).toEqual([[0], [0]]);
  const bad: unknown[] = [
    null,
    'text',
    {},
    { ...good, sizes: [1] },
    { ...good, activation: 'sine' },
    { ...good, weights: ['AAAAAA=='] },
    { ...good, weights: ['AAAAAA==', 'AAAA'] },
    { ...good, weights: ['AAAAAA==', 'AAAAAA==!'] },
    { ...good, weights: ['AAAAAA==', 7] },
  ];
  for (const state of bad) {
    expect(() => decodeState(state as never)).toThrow(InvalidOption);
    expect(() => forwardArrays(state as never)).toThrow(/^[^\n]+$/);
  }
  expect(() => forwardArrays(good)([1, 2])).toThrow(InvalidOption);
});
