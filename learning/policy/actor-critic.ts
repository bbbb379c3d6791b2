import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { type Stream, shuffle } from '../../core/base/random.ts';
import type { Uniform } from '../../core/world/chance.ts';
import type { Backend } from '../backend/backend.ts';
import { type Adam, createAdam } from '../network/adam.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { decodeState, encodeFloats, type NetworkState } from '../network/network-state.ts';
import { type OneHotForward, oneHotForward } from '../network/one-hot-forward.ts';
import { denseRows } from './one-hot-encoder.ts';

const HIDDEN = [64, 64];
/** Weight of the squared error of the value baseline. */
const VALUE_WEIGHT = 0.5;
/** How often a batch is gone through, and by how many rows at a time. */
const EPOCHS = 3;
const MINIBATCH = 1280;
/** A probability that a batch has moved by this share of itself is not pushed any further. */
const CLIP = 0.2;

/** Some rows of experience, all taken with the weights as they stand. */
export interface ActorCriticBatch {
  /** [rows × active]: the inputs that are 1. */
  readonly inputs: Int32Array;
  /** [rows × (actions + 1)]: what `forward` said: the logits, then the value. */
  readonly outputs: Float32Array;
  readonly actions: Uint8Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
  /** 1 where a row is to be learnt from. */
  readonly learnt: Uint8Array;
}

/** A policy and its value baseline in one network: one-hots ↦ a logit an action, and the value. */
export class ActorCritic {
  private readonly network: Network;
  private readonly optimiser: Adam;

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

  /** The forward pass with the weights as they stand. */
  forward(): OneHotForward {
    const parameters = this.network.variables.map((variable) => Float32Array.from(variable.dataSync() as Float32Array));
    return oneHotForward(this.network.sizes, 'relu', parameters, this.active);
  }

  /**
   * Some epochs of steps down the clipped surrogate of −A·log π(a) (Schulman et al. 2017), −β·H(π) + ½(V − R)², over
   * minibatches of the rows that `batch.learnt` marks, in an order that `uniform` draws. The gradient at the outputs is
   * written out, so that tfjs carries it back through the layers and nothing else.
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

  /** The policy alone, on the first `used` inputs: the others have never been 1. */
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

  dispose(): void {
    this.network.dispose();
  }
}

/** log π of the action taken, by row. */
function logChances({ outputs, actions: taken }: ActorCriticBatch, actions: number): Float32Array {
  const logs = new Float64Array(actions);
  return Float32Array.from(taken, (action, row) => {
    logSoftmax(outputs, row * (actions + 1), logs);
    return logs[action];
  });
}

/** The gradient of the mean loss at the outputs [rows × (actions + 1)]. */
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

/** Writes the logarithms of the softmax of `logs.length` logits; returns its entropy in nats. */
function logSoftmax(logits: Float32Array, start: number, logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < logs.length; a++) top = Math.max(top, logits[start + a]);
  let sum = 0;
  for (let a = 0; a < logs.length; a++) sum += Math.exp(logits[start + a] - top);
  const logSum = top + Math.log(sum);
  let entropy = 0;
  for (let a = 0; a < logs.length; a++) {
    logs[a] = logits[start + a] - logSum;
    entropy -= Math.exp(logs[a]) * logs[a];
  }
  return entropy;
}
