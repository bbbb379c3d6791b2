/** Builds multilayer perceptrons on tfjs, which train alike from one seed on every machine. */

import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import type { Stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { assign } from '../backend/variables.ts';
import { denseOf } from './dense.ts';
import { checkSizes, decodeState, encodeFloats, type NetworkState, parameterShapes } from './network-state.ts';

export { type Adam, type AdamOptions, type AdamState, createAdam } from './adam.ts';
export type { NetworkState } from './network-state.ts';

export interface NetworkOptions {
  /** The number of inputs, then of the units of each hidden layer, then of outputs: at least two positive integers. */
  readonly sizes: readonly number[];
  /** Draws the initial weights, layer by layer and row by row. The biases begin at 0. */
  readonly stream: Stream;
  /** What the hidden layers apply to their sums. The last layer is linear. Default `relu`. */
  readonly activation?: 'relu' | 'tanh';
  /** Multiplies the last layer's initial weights. A small factor makes all outputs begin near 0. Default 1. */
  readonly outputScale?: number;
}

/** A multilayer perceptron on tfjs variables. */
export interface Network {
  readonly backend: Backend;
  readonly sizes: readonly number[];
  /** Two for each layer: its weights [inputs, outputs] and its bias [outputs]. */
  readonly variables: readonly Variable[];
  /**
   * Maps inputs [rows, inputs] to outputs [rows, outputs]. Call it inside `tf.tidy` or a loss. Gradients flow to the
   * variables and not to x.
   */
  forward(x: Tensor2D): Tensor2D;
  /** The shape and the weights, as JSON. */
  save(): NetworkState;
  /**
   * Takes the weights of `state` over.
   * @throws InvalidOption when its sizes or its activation are not this network's.
   */
  restore(state: NetworkState): void;
  /** Frees the variables. The network must not be used afterwards. */
  dispose(): void;
}

/**
 * Makes a network. The weights begin uniform in ±√(6/inputs) before a relu (He et al. 2015), and else in
 * ±√(6/(inputs + outputs)) (Glorot and Bengio 2010). They are drawn from the stream alone, so that they are the same on
 * every backend.
 * @throws InvalidOption when there are fewer than two sizes, when a size is no positive integer, or when the network
 * would have more than 64 layers, 1,000,000 units in a layer or 20,000,000 weights.
 */
export function createNetwork(backend: Backend, options: NetworkOptions): Network {
  const { stream, activation = 'relu', outputScale = 1 } = options;
  const sizes = [...options.sizes];
  checkSizes(sizes);
  const { tf } = backend;
  const dense = denseOf(backend);
  const shapes = parameterShapes(sizes);
  const last = sizes.length - 2;
  const variables = shapes.map((shape, i) => {
    const values = new Float32Array(shape[0] * (shape[1] ?? 1));
    if (shape.length === 2) {
      const [inputs, outputs] = shape;
      const isLast = i === 2 * last;
      const limit =
        activation === 'relu' && !isLast
          ? Math.sqrt(6 / inputs)
          : Math.sqrt(6 / (inputs + outputs)) * (isLast ? outputScale : 1);
      for (let k = 0; k < values.length; k++) values[k] = limit * (2 * stream() - 1);
    }
    return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
  });
  const weightsOf = (layer: number) => variables[2 * layer] as Variable & Tensor2D;
  const biasOf = (layer: number) => variables[2 * layer + 1] as Variable & Tensor1D;
  return {
    backend,
    sizes,
    variables,
    forward(x) {
      let values = x;
      for (let layer = 0; layer <= last; layer++)
        values = dense(values, weightsOf(layer), biasOf(layer), layer < last ? activation : 'linear', layer > 0);
      return values;
    },
    save() {
      const weights = variables.map((variable) => encodeFloats(variable.dataSync() as Float32Array));
      return { sizes: [...sizes], activation, weights };
    },
    restore(state) {
      const arrays = decodeState(state);
      const wanted = `${sizes.join('-')} ${activation}`;
      const received = `${state.sizes.join('-')} ${state.activation}`;
      if (wanted !== received) throw new InvalidOption(expected('network state', wanted, received));
      arrays.forEach((values, i) => {
        assign(backend, variables[i], values);
      });
    },
    dispose() {
      for (const variable of variables) variable.dispose();
    },
  };
}

/**
 * Maps inputs [rows, inputs], row by row, to outputs [rows, outputs], row by row. Leaves no tensor behind.
 * @throws InvalidOption when the inputs' length is not rows · inputs.
 */
export function evaluate(network: Network, inputs: Float32Array, rows: number): Float32Array {
  const [width] = network.sizes;
  if (inputs.length !== rows * width)
    throw new InvalidOption(expected('network inputs', `${rows} × ${width} numbers`, inputs.length));
  const { tf } = network.backend;
  return tf.tidy(() => network.forward(tf.tensor2d(inputs, [rows, width])).dataSync() as Float32Array);
}
