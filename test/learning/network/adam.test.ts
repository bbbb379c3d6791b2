/** The optimiser Adam: its steps, its saved state, and what it refuses. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { type BackendName, loadBackend } from '../../../learning/backend/backend.ts';
import { createAdam } from '../../../learning/network/adam.ts';
import { createNetwork, evaluate, type Network } from '../../../learning/network/network.ts';
import { testBackend } from '../../backend.ts';

const inputs = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
const targets = Float32Array.of(0, 1, 1, 0);

/** A network to learn exclusive or, its optimiser, and one step of training. */
async function exclusiveOr(name: BackendName = testBackend, learningRate = 0.02) {
  const backend = await loadBackend(name);
  const { tf } = backend;
  const network = createNetwork(backend, { sizes: [2, 16, 16, 1], stream: stream(3, 'network') });
  const adam = createAdam(backend, network.variables, { learningRate });
  const loss = (): Scalar => {
    const output = network.forward(tf.tensor2d(inputs, [4, 2]));
    return tf.mean(tf.square(tf.sub(output, tf.tensor2d(targets, [4, 1]))));
  };
  return { backend, network, adam, step: () => adam.step(loss) };
}

const bytes = (network: Network) => network.save().weights;

test('a network learns exclusive or', async () => {
  const { network, step } = await exclusiveOr();
  const first = step();
  for (let i = 0; i < 300; i++) step();
  const last = step();
  expect(first).toBeGreaterThan(0.1);
  expect(last).toBeLessThan(1e-3);
  [...evaluate(network, inputs, 4)].forEach((output, i) => {
    expect(Math.abs(output - targets[i])).toBeLessThan(0.1);
  });
  network.dispose();
});

test('as many tensors are alive after 1,000 updates as after 10', async () => {
  const { backend, network, step } = await exclusiveOr();
  const before = backend.tf.memory().numTensors;
  for (let i = 0; i < 10; i++) step();
  const after10 = backend.tf.memory().numTensors;
  for (let i = 10; i < 1000; i++) step();
  expect(backend.tf.memory().numTensors).toBe(after10);
  expect(after10).toBe(before);
  network.dispose();
});

test('saved mid-training, through JSON, and restored elsewhere, it continues bit for bit', async () => {
  const whole = await exclusiveOr();
  const part = await exclusiveOr();
  for (let i = 0; i < 37; i++) {
    whole.step();
    part.step();
  }
  part.adam.learningRate = whole.adam.learningRate = 0.013;
  const saved = JSON.stringify([part.network.save(), part.adam.save()]);
  const resumed = await exclusiveOr(testBackend, 0.5);
  // What it did before must not matter.
  resumed.step();
  const [network, adam] = JSON.parse(saved);
  resumed.network.restore(network);
  resumed.adam.restore(adam);
  expect(resumed.adam.learningRate).toBe(0.013);
  expect(resumed.adam.iterations).toBe(37);
  const losses = Array.from({ length: 60 }, () => [whole.step(), resumed.step()]);
  for (const [one, other] of losses) expect(other).toBe(one);
  expect(bytes(resumed.network)).toEqual(bytes(whole.network));
  expect(resumed.adam.save()).toEqual(whole.adam.save());
  // The state that was saved is a copy: training on does not change it.
  expect(JSON.stringify([network, adam])).toBe(saved);
  for (const { network } of [whole, part, resumed]) network.dispose();
});

test("a step equals one of tfjs' own Adam within rounding", async () => {
  const { backend, network, step } = await exclusiveOr();
  const { tf } = backend;
  const twin = createNetwork(backend, { sizes: [2, 16, 16, 1], stream: stream(3, 'network') });
  const optimizer = tf.train.adam(0.02, 0.9, 0.999, 1e-7);
  const loss = (): Scalar => {
    const output = twin.forward(tf.tensor2d(inputs, [4, 2]));
    return tf.mean(tf.square(tf.sub(output, tf.tensor2d(targets, [4, 1]))));
  };
  for (let i = 0; i < 5; i++) {
    step();
    optimizer.minimize(loss, false, [...twin.variables]);
  }
  network.variables.forEach((variable, i) => {
    const others = twin.variables[i].dataSync();
    variable.dataSync().forEach((value, k) => {
      expect(Math.abs(value - others[k])).toBeLessThan(1e-4);
    });
  });
  optimizer.dispose();
  twin.dispose();
  network.dispose();
});

test('one update agrees across backends within 1e-4', async () => {
  const results: number[][] = [];
  for (const name of [testBackend, 'wasm', 'cpu'] as const) {
    const { network, step } = await exclusiveOr(name);
    step();
    results.push(network.variables.flatMap((variable) => [...variable.dataSync()]));
    network.dispose();
  }
  for (const other of results.slice(1))
    for (const [i, value] of results[0].entries()) expect(Math.abs(value - other[i])).toBeLessThan(1e-4);
});

test('a loss or gradient that is not finite changes nothing, and gives null', async () => {
  const { backend, network, adam, step } = await exclusiveOr();
  const { tf } = backend;
  step();
  const before = [bytes(network), adam.save()];
  const x = tf.ones([1, 2]) as Tensor2D;
  const alive = tf.memory().numTensors;
  expect(adam.step(() => tf.mul(Number.NaN, tf.sum(network.forward(x))) as Scalar)).toBeNull();
  // A finite loss, 0, whose slope is infinite.
  expect(adam.step(() => tf.sum(tf.sqrt(tf.mul(0, network.forward(x)))) as Scalar)).toBeNull();
  expect([bytes(network), adam.save()]).toEqual(before);
  expect(tf.memory().numTensors).toBe(alive);
  x.dispose();
  network.dispose();
});

test('variables the loss does not depend on stay as they are', async () => {
  const backend = await loadBackend(testBackend);
  const { tf } = backend;
  const used = tf.variable(tf.tensor1d([1, 2]));
  const unused = tf.variable(tf.tensor1d([3]));
  const adam = createAdam(backend, [used, unused], { learningRate: 0.1 });
  expect(adam.step(() => tf.sum(tf.square(used)))).toBe(5);
  expect([...unused.dataSync()]).toEqual([3]);
  // The first step of Adam is the learning rate, down each slope.
  expect(used.dataSync()[0]).toBeCloseTo(0.9, 5);
  expect(used.dataSync()[1]).toBeCloseTo(1.9, 5);
  used.dispose();
  unused.dispose();
});

test('a learning rate that is not positive, and a state of other variables, are refused', async () => {
  const { backend, network, adam } = await exclusiveOr();
  for (const learningRate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => createAdam(backend, network.variables, { learningRate })).toThrow(InvalidOption);
    expect(() => {
      adam.learningRate = learningRate;
    }).toThrow(InvalidOption);
  }
  const smaller = createAdam(backend, network.variables.slice(1), { learningRate: 1 });
  const before = adam.save();
  expect(() => adam.restore(smaller.save())).toThrow(InvalidOption);
  expect(() => adam.restore({ ...before, squares: before.means.map(() => '') })).toThrow(InvalidOption);
  expect(adam.save()).toEqual(before);
  network.dispose();
});
