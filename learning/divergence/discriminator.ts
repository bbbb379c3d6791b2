/** A network that tells the world with a disciple from the world without it. */

import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { Stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { type Adam, type AdamState, createAdam } from '../network/adam.ts';
import { createNetwork, evaluate, type Network, type NetworkState } from '../network/network.ts';

export interface DiscriminatorState {
  readonly network: NetworkState;
  readonly optimiser: AdamState;
}

const HIDDEN = [64, 64];

/**
 * Maps rows of one-hots, such as (cells, e, S), to the logit of X, trained by cross-entropy. Both branches weigh the
 * same, so that the logit estimates log p₁/p₀. See docs/learning.md.
 */
export class Discriminator {
  private readonly network: Network;
  private readonly optimiser: Adam;

  /** @param width how many inputs a row has. */
  constructor(
    private readonly backend: Backend,
    private readonly width: number,
    options: { readonly stream: Stream; readonly learningRate: number },
  ) {
    this.network = createNetwork(backend, { sizes: [width, ...HIDDEN, 1], stream: options.stream });
    this.optimiser = createAdam(backend, this.network.variables, { learningRate: options.learningRate });
  }

  set learningRate(rate: number) {
    this.optimiser.learningRate = rate;
  }

  /** One logit for each row of `inputs` [rows × width]. */
  logits(inputs: Float32Array, rows: number): Float32Array {
    return evaluate(this.network, inputs, rows);
  }

  /**
   * Trains once on rows of which row i came from branch `labels[i]`. Each branch weighs half, however few of the rows
   * are its own: a row's weight is rows / (2 · rows of its branch).
   */
  update(inputs: Float32Array, labels: Float32Array): void {
    const { tf } = this.backend;
    const rows = labels.length;
    let ones = 0;
    for (const label of labels) ones += label;
    if (ones === 0 || ones === rows) return;
    const weight1 = rows / (2 * ones);
    const weight0 = rows / (2 * (rows - ones));
    const weights = labels.map((label) => (label === 1 ? weight1 : weight0));
    this.step(inputs, [labels, weights], (logit, [y, w]) => {
      const loss = tf.sub(tf.softplus(logit), tf.mul(y, logit));
      return tf.mean(tf.mul(w, loss));
    });
  }

  /**
   * Trains once on rows of which row i stands for `weights1[i]` of branch 1 and `weights0[i]` of branch 0, both ≥ 0.
   * This is the cross-entropy of draws, of which equal ones were counted.
   */
  updateWeighted(inputs: Float32Array, weights1: Float32Array, weights0: Float32Array): void {
    const { tf } = this.backend;
    const both = weights1.map((weight, i) => weight + weights0[i]);
    this.step(inputs, [weights1, both], (logit, [w1, sum]) =>
      // w₁ log(1 + e⁻ˡ) + w₀ log(1 + eˡ), in which log(1 + e⁻ˡ) = log(1 + eˡ) − l.
      tf.sum(tf.sub(tf.mul(sum, tf.softplus(logit)), tf.mul(w1, logit))),
    );
  }

  save(): DiscriminatorState {
    return { network: this.network.save(), optimiser: this.optimiser.save() };
  }

  /** @throws InvalidOption when `state` does not fit this network. */
  restore(state: DiscriminatorState): void {
    this.network.restore(state.network);
    this.optimiser.restore(state.optimiser);
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.network.dispose();
  }

  /** One step down a loss of the logits and of two columns, one entry for each row. */
  private step(
    inputs: Float32Array,
    columns: readonly [Float32Array, Float32Array],
    loss: (logit: Tensor2D, columns: readonly Tensor2D[]) => unknown,
  ): void {
    const { tf } = this.backend;
    const rows = columns[0].length;
    const x = tf.tensor2d(inputs, [rows, this.width]);
    const given = columns.map((column) => tf.tensor2d(column, [rows, 1]));
    this.optimiser.step(() => loss(this.network.forward(x), given) as Scalar);
    tf.dispose([x, ...given]);
  }
}
