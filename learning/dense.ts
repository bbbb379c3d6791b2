import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Backend, TensorFlow } from './backend.ts';

/** What a layer applies to its sums; `relu` is by far the cheapest everywhere, and wasm's `tanh` costs 80 × as much. */
export type Activation = 'relu' | 'tanh' | 'linear';

/** One fully connected layer: x [rows, inputs] ↦ activation(x · weights + bias) [rows, outputs]. */
export type Dense = (
  x: Tensor2D,
  weights: Tensor2D,
  bias: Tensor1D,
  activation: Activation,
  /** Whether the gradient must flow on to x; a network's first layer saves a product without it. */
  towardsInput: boolean,
) => Tensor2D;

/** The layer whose training is fastest on this backend; all agree up to rounding. */
export function denseOf(backend: Pick<Backend, 'name' | 'tf'>): Dense {
  const { name, tf } = backend;
  if (name === 'cpu') return plainDense(tf);
  return customDense(tf, name === 'wasm' ? explicitProducts(tf) : flaggedProducts(tf));
}

/** The layer with tfjs' own gradient: the reference. */
export function plainDense(tf: TensorFlow): Dense {
  return (x, weights, bias, activation) => forward(tf, x, weights, bias, activation);
}

/** The three products of a layer's gradient; `dz` [rows, outputs] is the gradient at its sums. */
interface Products {
  /** xᵀ · dz [inputs, outputs]. */
  weights(x: Tensor2D, dz: Tensor2D): Tensor2D;
  /** The column sums of dz [outputs]. */
  bias(dz: Tensor2D): Tensor1D;
  /** dz · weightsᵀ [rows, inputs]. */
  input(dz: Tensor2D, weights: Tensor2D): Tensor2D;
}

/** Leaves transposing to `matMul`: as it should be, and as it is fast on native. */
export function flaggedProducts(tf: TensorFlow): Products {
  return {
    weights: (x, dz) => tf.matMul(x, dz, true, false),
    bias: (dz) => tf.sum(dz, 0),
    input: (dz, weights) => tf.matMul(dz, weights, false, true),
  };
}

/**
 * For wasm, whose `matMul` leaves its fast path when an operand is to be transposed (SPEED, lesson 8: 8 ms for 0.6 ms at
 * 2048 × 64 × 64), and whose `transpose` and column sums are slow on tall matrices: 0.5 ms each, as much as a product.
 */
export function explicitProducts(tf: TensorFlow): Products {
  return {
    weights: (x, dz) =>
      // Transposes the narrower of the two tall factors, and the small product back.
      dz.shape[1] < x.shape[1] ? tf.transpose(tf.matMul(tf.transpose(dz), x)) : tf.matMul(tf.transpose(x), dz),
    bias: (dz) => tf.reshape(tf.matMul(tf.ones([1, dz.shape[0]]), dz), [dz.shape[1]]),
    input: (dz, weights) => tf.matMul(dz, tf.transpose(weights)),
  };
}

/** The layer with a gradient of its own: fewer operations, and products that suit the backend. */
export function customDense(tf: TensorFlow, products: Products): Dense {
  return (x, weights, bias, activation, towardsInput) => {
    const gradient = (dy: Tensor2D, [y, w, x]: Tensor2D[]): Tensor[] => {
      const dz = beforeActivation(tf, dy, y, activation);
      const own = [products.weights(x, dz), products.bias(dz)];
      return towardsInput ? [...own, products.input(dz, w)] : own;
    };
    // Its parameters are what gets a gradient, and a function that keeps tensors for `gradFunc`.
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

/** The gradient at the sums, from that at the outputs `y`. */
function beforeActivation(tf: TensorFlow, dy: Tensor2D, y: Tensor2D, activation: Activation): Tensor2D {
  if (activation === 'linear') return dy;
  // The sign of a relu's output is its slope; native's `step`, which tfjs uses, is 25 × slower than `sign`.
  return tf.mul(dy, activation === 'relu' ? tf.sign(y) : tf.sub(1, tf.square(y)));
}
