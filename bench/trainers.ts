/** Training updates of the kinds that the package makes, on made-up rows, to be timed and watched for leaks. */

import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { type Stream, stream } from '../core/base/random.ts';
import type { Backend } from '../learning/backend/backend.ts';
import { createAdam, createNetwork } from '../learning/network/network.ts';

export interface Trainer {
  /** Makes one update on a batch, which is uploaded anew as in training. Returns the loss before it. */
  update(): number;
  /** Every weight and bias, in order. */
  weights(): Float32Array[];
  dispose(): void;
}

/** The number of inputs, hidden units and outputs. One output makes it a discriminator, several make it a policy. */
export type Sizes = readonly number[];

const LEARNING_RATE = 1e-3;
/** This share of a row's inputs is 1, as with one-hots. */
const SHARE_OF_ONES = 0.1;

interface Batch {
  readonly inputs: Float32Array;
  /** [rows × outputs]: the branch, 0 or 1; or, for a policy, the gradient at its outputs. */
  readonly targets: Float32Array;
}

function makeBatch(sizes: Sizes, rows: number, uniform: Stream): Batch {
  const outputs = sizes.at(-1)!;
  const inputs = Float32Array.from({ length: rows * sizes[0] }, () => (uniform() < SHARE_OF_ONES ? 1 : 0));
  const targets = Float32Array.from({ length: rows * outputs }, (_, i) =>
    outputs === 1 ? i % 2 : (2 * uniform() - 1) / rows,
  );
  return { inputs, targets };
}

function lossOf({ tf }: Backend, outputs: Tensor, targets: Tensor2D): Scalar {
  if (targets.shape[1] > 1) return tf.sum(tf.mul(outputs, targets));
  return tf.mean(tf.sub(tf.softplus(outputs), tf.mul(targets, outputs)));
}

function withBatch<T>({ tf }: Backend, sizes: Sizes, batch: Batch, use: (x: Tensor2D, y: Tensor2D) => T): T {
  const rows = batch.inputs.length / sizes[0];
  const x = tf.tensor2d(batch.inputs, [rows, sizes[0]]);
  const y = tf.tensor2d(batch.targets, [rows, sizes.at(-1)!]);
  const result = use(x, y);
  tf.dispose([x, y]);
  return result;
}

/** The package's own trainer: its Adam, and its layers, or with `plain` layers whose gradient is tfjs' own. */
export function ours(backend: Backend, sizes: Sizes, rows: number, plain = false): Trainer {
  // The cpu backend has the plain layers, which run on every backend.
  const network = createNetwork(plain ? { ...backend, name: 'cpu' } : backend, { sizes, stream: stream(0, 'network') });
  const adam = createAdam(backend, network.variables, { learningRate: LEARNING_RATE });
  const batch = makeBatch(sizes, rows, stream(0, 'batch'));
  return {
    update: () =>
      withBatch(backend, sizes, batch, (x, y) => adam.step(() => lossOf(backend, network.forward(x), y)) ?? Number.NaN),
    weights: () => network.variables.map((variable) => variable.dataSync() as Float32Array),
    dispose() {
      adam.dispose();
      network.dispose();
    },
  };
}

/** Two ways to make an update through tfjs-layers, neither of which is always the faster. */
export type LayersWay = 'minimize' | 'trainOnBatch';

/** The same network, loss and optimiser, made of `tf.sequential` and `tf.train.adam`. */
export function throughLayers(backend: Backend, sizes: Sizes, rows: number, way: LayersWay) {
  const { tf } = backend;
  const last = sizes.length - 2;
  const model = layers.sequential({
    layers: sizes.slice(1).map((units, layer) =>
      layers.layers.dense({
        units,
        activation: layer < last ? 'relu' : 'linear',
        ...(layer === 0 ? { inputShape: [sizes[0]] } : {}),
      }),
    ),
  });
  const start = createNetwork(backend, { sizes, stream: stream(0, 'network') });
  model.setWeights([...start.variables]);
  start.dispose();
  const optimizer = tf.train.adam(LEARNING_RATE, 0.9, 0.999, 1e-7);
  model.compile({ optimizer, loss: (targets, outputs) => lossOf(backend, outputs, targets as Tensor2D) });
  const batch = makeBatch(sizes, rows, stream(0, 'batch'));
  const minimise = (x: Tensor2D, y: Tensor2D): number => {
    const cost = optimizer.minimize(() => lossOf(backend, model.apply(x, { training: true }) as Tensor, y), true)!;
    const [value] = cost.dataSync();
    cost.dispose();
    return value;
  };
  return {
    async update(): Promise<number> {
      if (way === 'minimize') return withBatch(backend, sizes, batch, minimise);
      const x = tf.tensor2d(batch.inputs, [rows, sizes[0]]);
      const y = tf.tensor2d(batch.targets, [rows, sizes.at(-1)!]);
      const cost = await model.trainOnBatch(x, y);
      tf.dispose([x, y]);
      return cost as number;
    },
    weights: () => model.getWeights().map((tensor) => tensor.dataSync() as Float32Array),
    dispose() {
      model.dispose();
      optimizer.dispose();
    },
  };
}
