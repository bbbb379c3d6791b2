/** The forward pass on one-hots equals the one on whole rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { createNetwork, evaluate } from '../../../learning/network/network.ts';
import { decodeState, encodeFloats, type NetworkState } from '../../../learning/network/network-state.ts';
import { denseRows } from '../../../learning/network/one-hot.ts';
import { oneHotForward } from '../../../learning/network/one-hot-forward.ts';
import { testBackend } from '../../backend.ts';
import { forwardArrays } from '../../fixtures/forward-arrays.ts';
import { randomNetwork } from '../../fixtures/policies.ts';

const TOLERANCE = 1e-5;
const activations = fc.constantFrom('relu' as const, 'tanh' as const);
/** Sizes around multiples of 8, which layers are padded to, and by row the inputs that are 1. */
const shapes = fc
  .record({
    inputs: fc.integer({ min: 1, max: 30 }),
    hidden: fc.array(fc.constantFrom(1, 7, 8, 9, 16, 21), { maxLength: 3 }),
    outputs: fc.integer({ min: 1, max: 17 }),
    rows: fc.integer({ min: 1, max: 5 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .chain(({ inputs, hidden, outputs, rows, share }) => {
    const active = Math.max(1, Math.round(share * inputs));
    const row = fc.shuffledSubarray([...Array(inputs).keys()], { minLength: active, maxLength: active });
    return fc.record({
      sizes: fc.constant([inputs, ...hidden, outputs]),
      ones: fc.array(row, { minLength: rows, maxLength: rows }),
    });
  });

function forwardOf(state: NetworkState, active: number) {
  return oneHotForward(state.sizes, state.activation, decodeState(state), active);
}

function expectNear(received: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(received.length).toBe(wanted.length);
  // A NaN is no number below the tolerance either.
  for (let i = 0; i < wanted.length; i++) expect(Math.abs(received[i] - wanted[i])).toBeLessThan(TOLERANCE);
}

test('adding up rows equals the forward pass on dense rows within 1e-5, whatever the sizes and the activation', () => {
  fc.assert(
    fc.property(shapes, activations, fc.nat(), ({ sizes, ones }, activation, seed) => {
      const state = randomNetwork(sizes, activation, seed, 0.5);
      const active = ones[0].length;
      const inputs = Int32Array.from(ones.flat());
      const dense = forwardArrays(state)(denseRows(inputs, active, sizes[0]), ones.length);
      const forward = forwardOf(state, active);
      const outputs = sizes[sizes.length - 1];
      ones.forEach((_, row) => {
        expectNear(forward(inputs, row * active), dense.subarray(row * outputs, (row + 1) * outputs));
      });
    }),
    { numRuns: 300 },
  );
});

test('the forward pass equals the one on the backend', async () => {
  const backend = await loadBackend(testBackend);
  fc.assert(
    fc.property(shapes, activations, fc.nat(), ({ sizes, ones }, activation, seed) => {
      const network = createNetwork(backend, { sizes, activation, stream: stream(seed) });
      const active = ones[0].length;
      const inputs = Int32Array.from(ones.flat());
      const onBackend = evaluate(network, denseRows(inputs, active, sizes[0]), ones.length);
      const forward = forwardOf(network.save(), active);
      network.dispose();
      const outputs = sizes[sizes.length - 1];
      ones.forEach((_, row) => {
        expectNear(forward(inputs, row * active), onBackend.subarray(row * outputs, (row + 1) * outputs));
      });
    }),
    { numRuns: 60 },
  );
});

test('the forward pass equals a perceptron that is written by hand', () => {
  const weights = [[1, -1, 2, -3, 8, 8], [0.5, 1], [2, 4], [-1]].map((list) => encodeFloats(Float32Array.from(list)));
  const forward = forwardOf({ sizes: [3, 2, 1], activation: 'relu', weights }, 2);
  // Inputs 0 and 1: hidden sums 1 + 2 + ½ = 3½ and −1 − 3 + 1 = −3; output 2 · 3½ + 4 · 0 − 1.
  expect([...forward(Int32Array.of(0, 1), 0)]).toEqual([6]);
  // Two ones on the same input count twice; a start further on reads what stands there.
  expect([...forward(Int32Array.of(9, 0, 0), 1)]).toEqual([2 * 2.5 - 1]);
});

test('a call does not change the next one', () => {
  const state = randomNetwork([6, 9, 3], 'relu', 3);
  const inputs = Int32Array.of(0, 1, 4, 5);
  const forward = forwardOf(state, 2);
  const first = [...forward(inputs, 0)];
  expect([...forward(inputs, 2)]).not.toEqual(first);
  expect([...forward(inputs, 0)]).toEqual(first);
});
