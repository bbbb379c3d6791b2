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
 * d(cells, e, S) → logit of X, trained by cross-entropy, so that its logit estimates log p₁/p₀ where both branches weigh
 * the same (DESIGN §7).
 */
export class Discriminator {
  private readonly network: Network;
  private readonly optimiser: Adam;

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

  /** One logit a row; `inputs` has rows × width entries. */
  logits(inputs: Float32Array, rows: number): Float32Array {
    return evaluate(this.network, inputs, rows);
  }

  /**
   * One update on rows of which row i came from branch `labels[i]`. Each branch weighs half, however rare it is in the
   * rows: weights are rows / (2 · rows of the branch).
   */
  update(inputs: Float32Array, labels: Float32Array): void {
    const { tf } = this.backend;
    const rows = labels.length;
    let ones = 0;
    for (const label of labels) ones += label;
    if (ones === 0 || ones === rows) return;
    const weight1 = rows / (2 * ones);
    const weight0 = rows / (2 * (rows - ones));
    const x = tf.tensor2d(inputs, [rows, this.width]);
    const y = tf.tensor2d(labels, [rows, 1]);
    const w = tf.tensor2d(
      labels.map((label) => (label === 1 ? weight1 : weight0)),
      [rows, 1],
    );
    this.optimiser.step(() => {
      const logit = this.network.forward(x);
      const loss = tf.sub(tf.softplus(logit), tf.mul(y, logit));
      return tf.mean(tf.mul(w, loss)) as ReturnType<typeof tf.scalar>;
    });
    tf.dispose([x, y, w]);
  }

  /**
   * One update on rows of which row i stands for `weights1[i]` of branch 1 and `weights0[i]` of branch 0, both ≥ 0: the
   * cross-entropy of draws of which equal ones were counted.
   */
  updateWeighted(inputs: Float32Array, weights1: Float32Array, weights0: Float32Array): void {
    const { tf } = this.backend;
    const rows = weights1.length;
    const x = tf.tensor2d(inputs, [rows, this.width]);
    const w1 = tf.tensor2d(weights1, [rows, 1]);
    const both = tf.tensor2d(
      weights1.map((weight, i) => weight + weights0[i]),
      [rows, 1],
    );
    this.optimiser.step(() => {
      const logit = this.network.forward(x);
      // w₁ log(1 + e⁻ˡ) + w₀ log(1 + eˡ), in which log(1 + e⁻ˡ) = log(1 + eˡ) − l.
      return tf.sum(tf.sub(tf.mul(both, tf.softplus(logit)), tf.mul(w1, logit))) as ReturnType<typeof tf.scalar>;
    });
    tf.dispose([x, w1, both]);
  }

  save(): DiscriminatorState {
    return { network: this.network.save(), optimiser: this.optimiser.save() };
  }

  restore(state: DiscriminatorState): void {
    this.network.restore(state.network);
    this.optimiser.restore(state.optimiser);
  }

  dispose(): void {
    this.network.dispose();
  }
}
