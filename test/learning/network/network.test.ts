/** Networks begin, save and restore alike everywhere. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { createNetwork, evaluate, type Network } from '../../../learning/network/network.ts';
import { testBackend } from '../../backend.ts';

async function network(
  sizes: number[],
  seed = 1,
  options: { activation?: 'relu' | 'tanh'; outputScale?: number } = {},
) {
  return createNetwork(await loadBackend(testBackend), { sizes, stream: stream(seed, 'network'), ...options });
}

const values = (made: Network) => made.variables.map((variable) => [...variable.dataSync()]);

test('its initial weights depend on the seed alone, and differ with it', async () => {
  const [one, same, other] = [await network([3, 8, 2], 1), await network([3, 8, 2], 1), await network([3, 8, 2], 2)];
  expect(values(one)).toEqual(values(same));
  expect(values(one)).not.toEqual(values(other));
  for (const made of [one, same, other]) made.dispose();
});

test('its initial weights are the same on every backend', async () => {
  const states = [];
  for (const name of [testBackend, 'cpu', 'wasm'] as const) {
    const made = createNetwork(await loadBackend(name), { sizes: [3, 8, 2], stream: stream(1, 'network') });
    states.push(made.save());
    made.dispose();
  }
  expect(states[1]).toEqual(states[0]);
  expect(states[2]).toEqual(states[0]);
});

test('relu layers begin within He bounds, tanh layers and the last within Glorot bounds, biases at zero', async () => {
  for (const activation of ['relu', 'tanh'] as const) {
    const made = await network([20, 30, 10], 1, { activation, outputScale: 0.5 });
    const [first, firstBias, second, secondBias] = values(made);
    const limits = [activation === 'relu' ? Math.sqrt(6 / 20) : Math.sqrt(6 / 50), 0.5 * Math.sqrt(6 / 40)];
    for (const [i, weights] of [first, second].entries()) {
      const largest = Math.max(...weights.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(limits[i] * (1 + 1e-6));
      expect(largest).toBeGreaterThan(0.95 * limits[i]);
      expect(Math.min(...weights)).toBeLessThan(0);
    }
    expect([...firstBias, ...secondBias].every((bias) => bias === 0)).toBe(true);
    made.dispose();
  }
});

test('with an output scale of 0 it begins at 0 everywhere', async () => {
  const made = await network([2, 4, 3], 1, { outputScale: 0 });
  expect([...evaluate(made, Float32Array.of(1, 2, -3, 4), 2)].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  made.dispose();
});

test('evaluate gives the rows of forward, and leaves no tensor behind', async () => {
  const made = await network([3, 5, 2]);
  const { tf } = made.backend;
  const inputs = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
  const before = tf.memory().numTensors;
  const all = evaluate(made, inputs, 4);
  expect(all.length).toBe(8);
  const rows = [0, 1, 2, 3].flatMap((row) => [...evaluate(made, inputs.slice(3 * row, 3 * row + 3), 1)]);
  rows.forEach((value, i) => {
    expect(value).toBeCloseTo(all[i], 5);
  });
  expect(tf.memory().numTensors).toBe(before);
  made.dispose();
  expect(tf.memory().numTensors).toBe(before - 4);
});

test('evaluate refuses inputs of another length', async () => {
  const made = await network([3, 2]);
  expect(() => evaluate(made, new Float32Array(5), 2)).toThrow(InvalidOption);
  made.dispose();
});

test('saved, through JSON, and restored into another network it is the same, bit for bit', async () => {
  const one = await network([3, 8, 2], 1);
  const other = await network([3, 8, 2], 2);
  other.restore(JSON.parse(JSON.stringify(one.save())));
  expect(values(other)).toEqual(values(one));
  expect(other.save()).toEqual(one.save());
  one.dispose();
  other.dispose();
});

test('a state of other sizes or another activation is refused, and changes nothing', async () => {
  const made = await network([3, 8, 2], 1);
  const before = made.save();
  for (const other of [await network([3, 4, 2]), await network([3, 8, 2], 2, { activation: 'tanh' })]) {
    expect(() => made.restore(other.save())).toThrow(InvalidOption);
    other.dispose();
  }
  expect(made.save()).toEqual(before);
  made.dispose();
});

test('sizes that are not at least two positive integers are refused', async () => {
  const backend = await loadBackend(testBackend);
  const bad = fc.oneof(
    fc.constantFrom([], [3]),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, -1, 1.5, Number.NaN)).map(([a, b]) => [a, b]),
  );
  fc.assert(
    fc.property(bad, (sizes) => {
      expect(() => createNetwork(backend, { sizes, stream: stream(1) })).toThrow(InvalidOption);
    }),
  );
});
