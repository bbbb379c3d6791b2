import type { GradSaveFunc, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { createAdam, createNetwork, type NetworkState } from '../network/network.ts';
import { BatchBuilder, type QuestionBatch } from './batches.ts';
import type { InputLayout } from './layout.ts';
import type { Prefixes } from './prefixes.ts';

export interface FitOptions {
  /** Steps of Adam. */
  readonly updates: number;
  /** Rows of the pool drawn an update, with replacement. */
  readonly batch: number;
  /** Hidden units of each question's network. */
  readonly hidden: number;
  readonly seed: number;
  /** Called after every update with how many have been made and the cross-entropy of its batch, in nats an outcome. */
  readonly onUpdate?: (updates: number, crossEntropy: number) => void;
}

const FIRST_RATE = 0.01;
/** By which factor the learning rate has fallen at the end. */
const LAST_SHARE = 0.01;

/**
 * Fits a network a question to P(answer | earlier answers, e, S, X) by cross-entropy; null where only one answer was seen.
 * One optimiser steps all of them. Leaves no tensor behind.
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
  for (let update = 0; update < updates && fitted.length > 0; update++) {
    for (let i = 0; i < batch; i++) drawn[i] = Math.floor(uniform() * prefixes.rows);
    builder.begin();
    const parts = fitted.map(({ network, q }) => {
      const part = builder.build(q, drawn);
      return { network, ...tensors(backend, part, layout.width(q), layout.vocabulary[q].length) };
    });
    adam.learningRate = FIRST_RATE * LAST_SHARE ** (update / updates);
    const loss = adam.step(() => {
      const sums = parts.map(({ network, x, counts }) => crossEntropy(backend, network.forward(x), counts));
      return tf.div<Scalar>(tf.addN(sums), batch);
    });
    for (const { x, counts } of parts) tf.dispose([x, counts]);
    onUpdate?.(update + 1, loss ?? Number.NaN);
  }
  const states = networks.map((network) => network?.save() ?? null);
  for (const { network } of fitted) network.dispose();
  adam.dispose();
  return states;
}

function tensors({ tf }: Backend, { rows, inputs, counts }: QuestionBatch, width: number, outputs: number) {
  return { x: tf.tensor2d(inputs, [rows, width]), counts: tf.tensor2d(counts, [rows, outputs]) };
}

/** −Σ counts · log softmax(logits), with its gradient n · softmax − counts, n the counts of a row, in one piece. */
function crossEntropy({ tf }: Backend, logits: Tensor2D, counts: Tensor2D): Scalar {
  const sum = tf.customGrad((...parameters) => {
    const probabilities = tf.softmax(parameters[0] as Tensor2D);
    const save = parameters.at(-1) as GradSaveFunc;
    // Rounding can bring a probability to 0 where the answer was seen all the same.
    const logs = tf.log(tf.maximum(probabilities, 1e-30));
    const value = tf.neg<Scalar>(tf.sum(tf.mul(counts, logs)));
    save([probabilities]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) =>
      tf.mul(dy, tf.sub(tf.mul(tf.sum(counts, 1, true), saved), counts));
    return { value, gradFunc };
  });
  return sum(logits) as Scalar;
}
