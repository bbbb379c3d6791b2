/** Fully connected layers whose gradients are written so that each backend computes them fast. */

import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Backend, TensorFlow } from '../backend/backend.ts';

/** What a layer applies to its sums. `relu` is by far the cheapest; on wasm, `tanh` takes 80 times as long. */
export type Activation = 'relu' | 'tanh' | 'linear';

/** One layer: maps x [rows, inputs] to activation(x · weights + bias) [rows, outputs]. */
export type Dense = (
  x: Tensor2D,
  weights: Tensor2D,
  bias: Tensor1D,
  activation: Activation,
  /** Whether the gradient must flow on to x. The first layer of a network needs none, which saves a product. */
  towardsInput: boolean,
) => Tensor2D;

/** The layer that trains fastest on this backend. All layers agree up to rounding. */
export function denseOf(backend: Pick<Backend, 'name' | 'tf'>): Dense {
  const { name, tf } = backend;
  if (name === 'cpu') return plainDense(tf);
  return customDense(tf, name === 'wasm' ? explicitProducts(tf) : flaggedProducts(tf));
}

/** The layer with tfjs' own gradient, which is the reference. */
export function plainDense(tf: TensorFlow): Dense {
  return (x, weights, bias, activation) => forward(tf, x, weights, bias, activation);
}

/** The parts of a layer's gradient. `dz` [rows, outputs] is the gradient at its sums. */
interface Products {
  /** The slope of relu, which is 0 or 1, where its output was y. */
  slope(y: Tensor2D): Tensor2D;
  /** xᵀ · dz [inputs, outputs]. */
  weights(x: Tensor2D, dz: Tensor2D): Tensor2D;
  /** The column sums of dz [outputs]. */
  bias(dz: Tensor2D): Tensor1D;
  /** dz · weightsᵀ [rows, inputs]. */
  input(dz: Tensor2D, weights: Tensor2D): Tensor2D;
}

/** For native: `matMul` transposes its operands itself, which is fast there. */
export function flaggedProducts(tf: TensorFlow): Products {
  return {
    // The sign of a relu's output is its slope. On native `step` takes 700 µs and `sign` 34 µs (2048 × 64).
    slope: (y) => tf.sign(y),
    weights: (x, dz) => tf.matMul(x, dz, true, false),
    bias: (dz) => tf.sum(dz, 0),
    input: (dz, weights) => tf.matMul(dz, weights, false, true),
  };
}

/**
 * For wasm. Its `matMul` is slow when it has to transpose an operand (8 ms instead of 0.6 ms at 2048 × 64 × 64), and
 * its column sums are slow on tall matrices (0.5 ms, as long as a product).
 */
export function explicitProducts(tf: TensorFlow): Products {
  return {
    // On wasm `step` takes 41 µs and `sign` 970 µs (2048 × 64).
    slope: (y) => tf.step(y),
    weights: (x, dz) =>
      // It is faster to transpose the narrower of the two tall factors, and then the small product.
      dz.shape[1] < x.shape[1] ? tf.transpose(tf.matMul(transposed(tf, dz), x)) : tf.matMul(transposed(tf, x), dz),
    bias: (dz) => tf.reshape(tf.matMul(tf.ones([1, dz.shape[0]]), dz), [dz.shape[1]]),
    input: (dz, weights) => tf.matMul(dz, tf.transpose(weights)),
  };
}

const BLOCK = 64;
/**
 * Where the number of rows is a multiple of this, a transposed column falls into few lines of the processor's cache.
 */
const CROWDING = 256;

/**
 * xᵀ on wasm. Its own `transpose` is slow where it writes with a stride of a high power of two (0.50 ms at 2048 × 64):
 * there it is faster to transpose within blocks of rows, and then the blocks (0.11 ms). Elsewhere its own is the faster
 * (0.07 ms at 2000 × 64).
 */
export function transposed(tf: TensorFlow, x: Tensor2D): Tensor2D {
  const [rows, columns] = x.shape;
  if (rows % CROWDING !== 0 || columns === 1) return tf.transpose(x);
  const blocks = tf.transpose(tf.reshape(x, [rows / BLOCK, BLOCK, columns]), [0, 2, 1]);
  return tf.reshape(tf.transpose(blocks, [1, 0, 2]), [columns, rows]);
}

/** The layer with a gradient that takes fewer operations, and products that suit the backend. */
export function customDense(tf: TensorFlow, products: Products): Dense {
  const tanhSlope = (y: Tensor2D) => tf.sub<Tensor2D>(1, tf.square(y));
  return (x, weights, bias, activation, towardsInput) => {
    const gradient = (dy: Tensor2D, [y, w, x]: Tensor2D[]): Tensor[] => {
      const dz =
        activation === 'linear' ? dy : tf.mul<Tensor2D>(dy, activation === 'relu' ? products.slope(y) : tanhSlope(y));
      const own = [products.weights(x, dz), products.bias(dz)];
      return towardsInput ? [...own, products.input(dz, w)] : own;
    };
    // tfjs passes what gets a gradient, and after it a function that keeps tensors for `gradFunc`.
    const layer = tf.customGrad((...parameters) => {
      const [w, b] = parameters as [Tensor2D, Tensor1D];
      const save = parameters.at(-1) as GradSaveFunc;
      const input = towardsInput ? (parameters[2] as Tensor2D) : x;
      const value = forward(tf, input, w, b, activation);
      save([value, w, input]);
      return { value, gradFunc: (dy, saved) => gradient(dy as Tensor2D, saved as Tensor2D[]) };
    });
    return (towardsInput ? layer(weights, bias, x) : layer(weights, bias)) as Tensor2D;
  };
}

function forward(tf: TensorFlow, x: Tensor2D, weights: Tensor2D, bias: Tensor1D, activation: Activation): Tensor2D {
  const sums = tf.add<Tensor2D>(tf.matMul(x, weights), bias);
  if (activation === 'relu') return tf.relu(sums);
  return activation === 'tanh' ? tf.tanh(sums) : sums;
}
