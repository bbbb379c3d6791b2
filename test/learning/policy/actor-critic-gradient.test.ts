/** The gradient of the actor-critic's loss is the one that finite differences give. */
import type { Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import type { Network } from '../../../learning/network/network.ts';
import { denseRows } from '../../../learning/network/one-hot.ts';
import { softmax } from '../../../learning/network/softmax.ts';
import type { ActorCritic, ActorCriticBatch } from '../../../learning/policy/actor-critic.ts';
import { testBackend } from '../../backend.ts';
import { ACTIONS, ACTIVE, CLIP, insides, madeOn, randomBatch, WIDTH } from './actor-critic-setup.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});
const made = (learningRate?: number) => madeOn(backend, learningRate);

/**
 * The loss as it is written: the mean over the rows that are learnt from of −min(ρA, clip(ρ)A) − βH + ½(V − R)², in
 * tfjs' own operations.
 */
function writtenLoss(network: Network, batch: ActorCriticBatch, entropyWeight: number): Scalar {
  const { tf } = backend;
  const kept = [...batch.learnt.keys()].filter((row) => batch.learnt[row] === 1);
  const row = (values: ArrayLike<number>, width: number) => {
    const all = Array.from(values);
    return kept.map((k) => all.slice(k * width, (k + 1) * width));
  };
  const column = (values: ArrayLike<number>) => tf.tensor2d(row(values, 1));
  const x = tf.tensor2d(denseRows(Int32Array.from(row(batch.inputs, ACTIVE).flat()), ACTIVE, WIDTH), [
    kept.length,
    WIDTH,
  ]);
  const chosen = tf.oneHot(tf.tensor1d(row(batch.actions, 1).flat(), 'int32'), ACTIONS);
  const logOf = (outputs: Tensor2D) => tf.logSoftmax(tf.slice2d(outputs, [0, 0], [-1, ACTIONS]) as Tensor2D);
  const taken = (logs: Tensor2D) => tf.sum(tf.mul(logs, chosen), 1, true);
  const outputs = network.forward(x);
  const logs = logOf(outputs);
  const old = logOf(tf.tensor2d(row(batch.outputs, ACTIONS + 1)));
  const ratio = tf.exp(tf.sub(taken(logs), taken(old)));
  const advantage = column(batch.advantages);
  const clipped = tf.clipByValue(ratio, 1 - CLIP, 1 + CLIP);
  const surrogate = tf.minimum(tf.mul(ratio, advantage), tf.mul(clipped, advantage));
  const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logs), logs), 1, true));
  const value = tf.slice2d(outputs, [0, ACTIONS], [-1, 1]);
  const squares = tf.mul(0.5, tf.square(tf.sub(value, column(batch.returns))));
  return tf.mean(tf.sub(tf.sub(squares, surrogate), tf.mul(entropyWeight, entropy))) as Scalar;
}

/** The gradient by variable, in order. */
function gradientOf(network: Network, loss: () => Scalar): number[][] {
  const { tf } = backend;
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, [...network.variables] as Variable[]);
    return network.variables.map(({ name }) => Array.from(grads[name].dataSync()));
  });
}

/** The gradients that an update steps down, without a step being taken. */
function heardGradients(agent: ActorCritic, batch: ActorCriticBatch, entropyWeight: number): number[][][] {
  const heard: number[][][] = [];
  const { network } = insides(agent);
  insides(agent).optimiser = {
    step(loss) {
      heard.push(gradientOf(network, loss));
      return 0;
    },
  };
  agent.update(batch, entropyWeight, stream(2, 'shuffle'));
  return heard;
}

describe('the gradient', () => {
  // Moved by up to 0.6 a logit, ratios lie on both sides of both bounds.
  test.each([
    ['at ratio 1', 0, 0],
    ['at ratio 1, with entropy', 0, 0.3],
    ['with ratios out of bounds', 0.6, 0],
    ['with ratios out of bounds and entropy', 0.6, 0.3],
  ])('is the one of the loss as written, %s', (_, moved, entropyWeight) => {
    const agent = made();
    const { network } = insides(agent);
    const batch = randomBatch(agent, 200, stream(3, 'batch', moved), moved);
    const wanted = gradientOf(network, () => writtenLoss(network, batch, entropyWeight));
    const heard = heardGradients(agent, batch, entropyWeight);
    expect(heard.length).toBe(3);
    const largest = Math.max(...wanted.flat().map(Math.abs));
    expect(largest).toBeGreaterThan(1e-3);
    for (const gradient of heard) {
      gradient.forEach((values, i) => {
        values.forEach((value, k) => {
          expect(Math.abs(value - wanted[i][k])).toBeLessThan(1e-5 * largest);
        });
      });
    }
    agent.dispose();
  });

  test('moves only the value where the ratio is already beyond its bound', () => {
    const agent = made();
    const one = (ratio: number, advantage: number): ActorCriticBatch => {
      const outputs = Float32Array.from([...agent.forward()(Int32Array.of(0, 5), 0)]);
      const [p] = softmax(outputs.slice(0, ACTIONS));
      // The old probability of action 0 is the new one divided by the ratio.
      outputs[0] = Math.log(p / ratio / (1 - p / ratio)) + Math.log(Math.exp(outputs[1]) + Math.exp(outputs[2]));
      return {
        inputs: Int32Array.of(0, 5),
        outputs,
        actions: Uint8Array.of(0),
        advantages: Float32Array.of(advantage),
        returns: agent.forward()(Int32Array.of(0, 5), 0).slice(ACTIONS),
        learnt: Uint8Array.of(1),
      };
    };
    const size = (ratio: number, advantage: number) => {
      const [gradient] = heardGradients(agent, one(ratio, advantage), 0);
      return Math.max(...gradient.flat().map(Math.abs));
    };
    // What rounding leaves between the value and its return, said on the backend and without it.
    expect(Math.max(size(1.21, 1), size(0.79, -1), size(1.5, 2))).toBeLessThan(1e-6);
    for (const [ratio, advantage] of [
      [1.19, 1],
      [0.81, -1],
      [1.5, -1],
      [0.5, 1],
    ])
      expect(size(ratio, advantage)).toBeGreaterThan(0.1);
    agent.dispose();
  });

  test('comes only from the rows that are to be learned from', () => {
    const agent = made();
    const batch = randomBatch(agent, 40, stream(4, 'batch'), 0);
    const spoilt = {
      ...batch,
      advantages: batch.advantages.map((a, row) => (batch.learnt[row] ? a : 1e6)),
      returns: batch.returns.map((r, row) => (batch.learnt[row] ? r : 1e6)),
    };
    expect(heardGradients(agent, spoilt, 0.1)).toEqual(heardGradients(agent, batch, 0.1));
    expect(heardGradients(agent, { ...batch, learnt: new Uint8Array(40) }, 0.1)).toEqual([]);
    agent.dispose();
  });

  test('goes through every row once in each epoch, 1,280 rows at a time, in a new order', () => {
    const agent = made();
    const rows = 2700;
    const batch = { ...randomBatch(agent, rows, stream(5, 'batch'), 0), learnt: new Uint8Array(rows).fill(1) };
    const heard = heardGradients(agent, batch, 0);
    expect(heard.length).toBe(9);
    const { network } = insides(agent);
    const wanted = gradientOf(network, () => writtenLoss(network, batch, 0));
    // Weighted by rows, an epoch's minibatches add up to the whole.
    const sizes = [1280, 1280, 140];
    const bias = wanted.length - 1;
    for (let epoch = 0; epoch < 3; epoch++) {
      wanted[bias].forEach((value, k) => {
        const sum = sizes.reduce((total, size, i) => total + (size / rows) * heard[3 * epoch + i][bias][k], 0);
        expect(sum).toBeCloseTo(value, 5);
      });
    }
    expect(heard[0]).not.toEqual(heard[3]);
    agent.dispose();
  });
});
