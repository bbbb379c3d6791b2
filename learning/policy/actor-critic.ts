/** Trains a policy and its value baseline, as one network, by clipped policy gradient. */

import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { type Stream, shuffle } from '../../core/base/random.ts';
import type { Uniform } from '../../core/world/chance.ts';
import type { Backend } from '../backend/backend.ts';
import { type Adam, createAdam } from '../network/adam.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { decodeState, encodeFloats, type NetworkState } from '../network/network-state.ts';
import { denseRows } from '../network/one-hot.ts';
import { type OneHotForward, oneHotForward } from '../network/one-hot-forward.ts';
import { logSoftmax } from '../network/softmax.ts';

const HIDDEN = [64, 64];
/** The weight of the value baseline's squared error in the loss. */
const VALUE_WEIGHT = 0.5;
/** How often each batch is gone through. */
const EPOCHS = 3;
/** So many rows make one step. */
const MINIBATCH = 1280;
/** Once a batch has changed a probability by this share of itself, the batch does not push it further. */
const CLIP = 0.2;

/** Rows of experience that were all gathered with the present weights. */
export interface ActorCriticBatch {
  /** [rows × active]: the inputs that are 1. */
  readonly inputs: Int32Array;
  /** [rows × (actions + 1)]: the outputs of `forward`, which are the logits and then the value. */
  readonly outputs: Float32Array;
  /** [rows]: the actions that were taken. */
  readonly actions: Uint8Array;
  /** [rows]: how much better each action was than the baseline, in units of their deviation. */
  readonly advantages: Float32Array;
  /** [rows]: what the value baseline is to learn. */
  readonly returns: Float32Array;
  /** [rows]: 1 where the row is to be learned from, else 0. */
  readonly learnt: Uint8Array;
}

/** A network that maps one-hots to one logit for each action, and then to the value of the state. */
export class ActorCritic {
  private readonly network: Network;
  private readonly optimiser: Adam;

  /**
   * @param width how many inputs there are.
   * @param active how many of them are 1 at any time.
   */
  constructor(
    private readonly backend: Backend,
    private readonly width: number,
    private readonly active: number,
    private readonly actions: number,
    options: { readonly stream: Stream; readonly learningRate: number },
  ) {
    this.network = createNetwork(backend, {
      sizes: [width, ...HIDDEN, actions + 1],
      stream: options.stream,
      outputScale: 0.01,
    });
    this.optimiser = createAdam(backend, this.network.variables, { learningRate: options.learningRate });
  }

  set learningRate(rate: number) {
    this.optimiser.learningRate = rate;
  }

  /** The forward pass with the present weights; later updates do not change it. */
  forward(): OneHotForward {
    const parameters = this.network.variables.map((variable) => Float32Array.from(variable.dataSync() as Float32Array));
    return oneHotForward(this.network.sizes, 'relu', parameters, this.active);
  }

  /**
   * Takes some epochs of steps down a loss of three parts: the clipped surrogate of −A · log π(a) (Schulman et al.
   * 2017), −β · H(π), and ½ (V − R)². The steps go over minibatches of the rows that `batch.learnt` marks. The gradient
   * at the outputs is written out, so that tfjs only has to carry it back through the layers.
   * @param entropyWeight β ≥ 0.
   * @param uniform draws the order of the rows.
   */
  update(batch: ActorCriticBatch, entropyWeight: number, uniform: Uniform): void {
    const rows = Int32Array.from(batch.actions.keys()).filter((row) => batch.learnt[row] === 1);
    const old = logChances(batch, this.actions);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      shuffle(rows, uniform);
      for (let start = 0; start < rows.length; start += MINIBATCH)
        this.step(batch, old, rows.subarray(start, start + MINIBATCH), entropyWeight);
    }
  }

  private step(batch: ActorCriticBatch, old: Float32Array, rows: Int32Array, entropyWeight: number): void {
    const { tf } = this.backend;
    const inputs = new Int32Array(rows.length * this.active);
    for (let i = 0; i < rows.length; i++)
      inputs.set(batch.inputs.subarray(rows[i] * this.active, (rows[i] + 1) * this.active), i * this.active);
    const x = tf.tensor2d(denseRows(inputs, this.active, this.width), [rows.length, this.width]);
    const surrogate = tf.customGrad((outputs) => {
      const said = (outputs as Tensor).dataSync() as Float32Array;
      const slopes = outputSlopes(said, batch, old, rows, this.actions, entropyWeight);
      return { value: tf.scalar(0), gradFunc: () => tf.tensor2d(slopes, [rows.length, this.actions + 1]) };
    });
    this.optimiser.step(() => surrogate(this.network.forward(x)) as Scalar);
    x.dispose();
  }

  /** The policy without the value, and with the first `used` inputs only: the others have never been 1. */
  policy(used: number): NetworkState {
    const state = this.network.save();
    const arrays = decodeState(state);
    const last = arrays.length - 2;
    const outputs = this.actions + 1;
    const withoutValue = (values: Float32Array) => values.filter((_, i) => i % outputs !== this.actions);
    const kept = arrays.map((values, i) => {
      if (i === 0) return values.slice(0, used * state.sizes[1]);
      return i >= last ? withoutValue(values) : values;
    });
    return {
      sizes: [used, ...state.sizes.slice(1, -1), this.actions],
      activation: state.activation,
      weights: kept.map(encodeFloats),
    };
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.network.dispose();
  }
}

/** For each row, log π of the action that was taken. */
function logChances({ outputs, actions: taken }: ActorCriticBatch, actions: number): Float32Array {
  const logs = new Float64Array(actions);
  return Float32Array.from(taken, (action, row) => {
    logSoftmax(outputs, row * (actions + 1), logs);
    return logs[action];
  });
}

/** The gradient of the mean loss at the network's outputs, [rows × (actions + 1)]. */
function outputSlopes(
  outputs: Float32Array,
  { actions: taken, advantages, returns }: ActorCriticBatch,
  old: Float32Array,
  rows: Int32Array,
  actions: number,
  entropyWeight: number,
): Float32Array {
  const width = actions + 1;
  const slopes = new Float32Array(rows.length * width);
  const logs = new Float64Array(actions);
  for (let i = 0; i < rows.length; i++) {
    const start = i * width;
    const row = rows[i];
    const entropy = logSoftmax(outputs, start, logs);
    const ratio = Math.exp(logs[taken[row]] - old[row]);
    const advantage = advantages[row];
    const clipped = advantage > 0 ? ratio > 1 + CLIP : ratio < 1 - CLIP;
    const gain = clipped ? 0 : ratio * advantage;
    for (let a = 0; a < actions; a++) {
      const p = Math.exp(logs[a]);
      const slope = entropyWeight * p * (logs[a] + entropy) - gain * ((a === taken[row] ? 1 : 0) - p);
      slopes[start + a] = slope / rows.length;
    }
    slopes[start + actions] = (2 * VALUE_WEIGHT * (outputs[start + actions] - returns[row])) / rows.length;
  }
  return slopes;
}
