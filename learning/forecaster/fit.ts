/** Trains the networks of a learned forecaster. */

import type { GradSaveFunc, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { createAdam, createNetwork, type NetworkState } from '../network/network.ts';
import { geometric } from '../network/schedule.ts';
import { BatchBuilder, type QuestionBatch } from './batches.ts';
import type { InputLayout } from './layout.ts';
import type { Prefixes } from './prefixes.ts';

export interface FitOptions {
  /** How many steps of Adam are made. */
  readonly updates: number;
  /** How many rows of the pool are drawn for an update, with replacement. */
  readonly batch: number;
  /** How many hidden units each question's network has. */
  readonly hidden: number;
  readonly seed: number;
  /** Called after every update, with the number of updates made and the batch's cross-entropy in nats per outcome. */
  readonly onUpdate?: (updates: number, crossEntropy: number) => void;
}

const FIRST_RATE = 0.01;
const rateAt = geometric(FIRST_RATE, 0.01);

/**
 * Fits one network for each question to P(answer | earlier answers, e, S, X) by cross-entropy. Leaves no tensor behind.
 * @returns the networks' states; null for a question of which only one answer was seen.
 */
export function fitNetworks(
  backend: Backend,
  layout: InputLayout,
  prefixes: Prefixes,
  options: FitOptions,
): (NetworkState | null)[] {
  const { updates, batch, hidden, seed, onUpdate } = options;
  const { tf } = backend;
  const networks = layout.vocabulary.map((cells, q) =>
    cells.length < 2
      ? null
      : createNetwork(backend, {
          sizes: [layout.width(q), hidden, cells.length],
          stream: stream(seed, 'forecaster', 'weights', q),
          outputScale: 0.1,
        }),
  );
  const fitted = networks.flatMap((network, q) => (network ? [{ network, q }] : []));
  const adam = createAdam(
    backend,
    fitted.flatMap(({ network }) => network.variables),
    { learningRate: FIRST_RATE },
  );
  const builder = new BatchBuilder(layout, prefixes);
  const uniform = stream(seed, 'forecaster', 'batches');
  const drawn = new Int32Array(batch);
  const step = (update: number) => {
    for (let i = 0; i < batch; i++) drawn[i] = Math.floor(uniform() * prefixes.rows);
    builder.begin();
    const parts = fitted.map(({ network, q }) => {
      const part = builder.build(q, drawn);
      return { network, ...tensors(backend, part, layout.width(q), layout.vocabulary[q].length) };
    });
    adam.learningRate = rateAt(update / updates);
    const loss = adam.step(() => {
      const sums = parts.map(({ network, x, counts }) => crossEntropy(backend, network.forward(x), counts));
      return tf.div<Scalar>(tf.addN(sums), batch);
    });
    for (const { x, counts } of parts) tf.dispose([x, counts]);
    onUpdate?.(update + 1, loss ?? Number.NaN);
  };
  try {
    for (let update = 0; update < updates && fitted.length > 0; update++) step(update);
    return networks.map((network) => network?.save() ?? null);
  } finally {
    for (const { network } of fitted) network.dispose();
    adam.dispose();
  }
}

function tensors({ tf }: Backend, { rows, inputs, counts }: QuestionBatch, width: number, outputs: number) {
  return { x: tf.tensor2d(inputs, [rows, width]), counts: tf.tensor2d(counts, [rows, outputs]) };
}

/**
 * −Σ counts · log softmax(logits). Its gradient, n · softmax − counts with n the sum of a row's counts, is written out,
 * so that tfjs computes it in one piece.
 */
function crossEntropy({ tf }: Backend, logits: Tensor2D, counts: Tensor2D): Scalar {
  const sum = tf.customGrad((...parameters) => {
    const probabilities = tf.softmax(parameters[0] as Tensor2D);
    const save = parameters.at(-1) as GradSaveFunc;
    // Rounding can bring a probability to 0 although the answer was seen.
    const logs = tf.log(tf.maximum(probabilities, 1e-30));
    const value = tf.neg<Scalar>(tf.sum(tf.mul(counts, logs)));
    save([probabilities]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) =>
      tf.mul(dy, tf.sub(tf.mul(tf.sum(counts, 1, true), saved), counts));
    return { value, gradFunc };
  });
  return sum(logits) as Scalar;
}
