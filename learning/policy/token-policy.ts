/** Writes sequences token by token, conditioned on evidence, and learns by policy gradient which to write. */

import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { assign } from '../backend/variables.ts';
import { type Adam, createAdam } from '../network/adam.ts';
import { createNetwork, type Network, type NetworkState } from '../network/network.ts';
import { denseRows, type OneHotBlocks, oneHotBlocks } from '../network/one-hot.ts';
import { type OneHotForward, oneHotForward } from '../network/one-hot-forward.ts';
import { maskedSoftmax } from '../network/softmax.ts';

const HIDDEN = [64, 64];
/** So many of the latest tokens are seen a second time, by how long ago they were written. */
const LATEST = 2;

export interface TokenPolicyOptions {
  /** How many values each evidence variable has. */
  readonly arities: readonly number[];
  /** How many tokens there are, the end token included, which is the last of them. */
  readonly tokens: number;
  /** How many tokens a sequence has at most, the end token not counted. */
  readonly most: number;
  /** The logit with which each token begins, about. */
  readonly bias: readonly number[];
  /** Draws the initial weights. */
  readonly stream: Stream;
  /** Step size, > 0. */
  readonly learningRate: number;
}

/** One token that was written. */
export interface TokenChoice {
  /** The inputs that are 1, as `inputs` gives them. */
  readonly inputs: Int32Array;
  /** 1 for each token that could have been written here. */
  readonly allowed: Uint8Array;
  readonly token: number;
  /** How much its log-probability is to grow; negative where it is to fall. */
  readonly gain: number;
  /** How much the entropy of the choice is to grow, ≥ 0. */
  readonly entropy: number;
}

/**
 * A network that maps the evidence and the tokens written so far to one logit for each next token. It sees every token
 * at its position, and the latest ones also by how long ago they were written, so that what it learns about a pair of
 * tokens holds at every position.
 */
export class TokenPolicy {
  /** How many inputs are 1 at any time. */
  readonly active: number;
  private readonly blocks: OneHotBlocks;
  private readonly network: Network;
  private readonly optimiser: Adam;

  constructor(
    private readonly backend: Backend,
    private readonly options: TokenPolicyOptions,
  ) {
    const { arities, tokens, most, bias, stream, learningRate } = options;
    const sizes = [...arities, ...Array<number>(most + LATEST).fill(tokens)];
    this.blocks = oneHotBlocks(sizes);
    this.active = sizes.length;
    this.network = createNetwork(backend, {
      sizes: [this.blocks.width, ...HIDDEN, tokens],
      stream,
      outputScale: 0.01,
    });
    assign(backend, this.network.variables[this.network.variables.length - 1], Float32Array.from(bias));
    this.optimiser = createAdam(backend, this.network.variables, { learningRate });
  }

  set learningRate(rate: number) {
    this.optimiser.learningRate = rate;
  }

  /** The inputs that are 1 under some evidence after a prefix. The end token stands where nothing is written yet. */
  inputs(evidence: readonly number[], prefix: readonly number[]): Int32Array {
    const { arities, tokens, most } = this.options;
    const blank = tokens - 1;
    const latest = Array.from({ length: LATEST }, (_, ago) => prefix[prefix.length - 1 - ago] ?? blank);
    const written = Array.from({ length: most }, (_, i) => prefix[i] ?? blank);
    const values = [...arities.map((_, i) => evidence[i]), ...written, ...latest];
    return Int32Array.from(values, (value, block) => this.blocks.starts[block] + value);
  }

  /** The forward pass with the present weights; later updates do not change it. */
  forward(): OneHotForward {
    const parameters = this.network.variables.map((variable) => Float32Array.from(variable.dataSync() as Float32Array));
    return oneHotForward(this.network.sizes, 'relu', parameters, this.active);
  }

  /**
   * Takes one step up Σ gain · log π(token) + entropy · H(π), in which π is the softmax over the allowed tokens alone.
   * The gradient at the logits is written out, so that tfjs only has to carry it back through the layers.
   */
  update(choices: readonly TokenChoice[]): void {
    if (choices.length === 0) return;
    const { tf } = this.backend;
    const { active, blocks } = this;
    const { tokens } = this.options;
    const inputs = new Int32Array(choices.length * active);
    choices.forEach((choice, i) => {
      inputs.set(choice.inputs, i * active);
    });
    const x = tf.tensor2d(denseRows(inputs, active, blocks.width), [choices.length, blocks.width]);
    const objective = tf.customGrad((logits) => {
      const slopes = logitSlopes((logits as Tensor).dataSync() as Float32Array, choices, tokens);
      return { value: tf.scalar(0), gradFunc: () => tf.tensor2d(slopes, [choices.length, tokens]) };
    });
    this.optimiser.step(() => objective(this.network.forward(x)) as Scalar);
    x.dispose();
  }

  /** The network, as JSON. */
  save(): NetworkState {
    return this.network.save();
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.network.dispose();
  }
}

/** The gradient of −Σ gain · log π(token) + entropy · H(π) at the logits, [choices × tokens]. */
function logitSlopes(logits: Float32Array, choices: readonly TokenChoice[], tokens: number): Float32Array {
  const slopes = new Float32Array(choices.length * tokens);
  const chances = new Float64Array(tokens);
  choices.forEach(({ allowed, token, gain, entropy: weight }, i) => {
    const start = i * tokens;
    const entropy = maskedSoftmax(logits, start, allowed, chances);
    for (let a = 0; a < tokens; a++) {
      const p = chances[a];
      if (p > 0) slopes[start + a] = weight * p * (Math.log(p) + entropy) + gain * p;
    }
    slopes[start + token] -= gain;
  });
  return slopes;
}
