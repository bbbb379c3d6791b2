import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** A network's shape and weights, as JSON: exact, and the same on every backend. */
export interface NetworkState {
  /** Inputs, hidden layers, outputs. */
  readonly sizes: readonly number[];
  /** Of the hidden layers; the last layer is linear. */
  readonly activation: 'relu' | 'tanh';
  /** Per layer its weights [inputs, outputs] by rows, then its bias [outputs]: base64 of little-endian 32-bit floats. */
  readonly weights: readonly string[];
}

/** Lengths of the arrays of `NetworkState.weights`. */
export function parameterShapes(sizes: readonly number[]): readonly (readonly [number, number] | readonly [number])[] {
  return sizes.slice(1).flatMap((outputs, layer) => [[sizes[layer], outputs] as const, [outputs] as const]);
}

/** @throws InvalidOption unless there are at least two sizes, all of them positive integers. */
export function checkSizes(sizes: readonly number[]): void {
  if (!Array.isArray(sizes) || sizes.length < 2 || !sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new InvalidOption(expected('network sizes', 'at least two positive integers', sizes));
}

/** The bytes of 32-bit floats as base64. */
export function encodeFloats(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

/**
 * The inverse of `encodeFloats`, bit for bit.
 * @throws InvalidOption when the text does not hold exactly `length` floats.
 */
export function decodeFloats(text: unknown, length: number, subject = 'weights'): Float32Array<ArrayBuffer> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  if (bytes === undefined || bytes.byteLength !== 4 * length || bytes.toString('base64') !== text)
    throw new InvalidOption(expected(subject, `base64 of ${length} 32-bit floats`, text));
  const values = new Float32Array(length);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}

/**
 * The arrays of a state, checked: for whatever comes from a file or a user.
 * @throws InvalidOption when `state` is no network's state.
 */
export function decodeState(state: NetworkState): Float32Array<ArrayBuffer>[] {
  if (typeof state !== 'object' || state === null)
    throw new InvalidOption(expected('network state', 'an object', state));
  const { sizes, activation, weights } = state;
  checkSizes(sizes);
  if (activation !== 'relu' && activation !== 'tanh')
    throw new InvalidOption(expected('network activation', "'relu' or 'tanh'", activation));
  const shapes = parameterShapes(sizes);
  if (!Array.isArray(weights) || weights.length !== shapes.length)
    throw new InvalidOption(expected('network weights', `${shapes.length} texts`, weights));
  return shapes.map((shape, i) => decodeFloats(weights[i], shape[0] * (shape[1] ?? 1), `network weights ${i}`));
}

/** Inputs [rows, sizes[0]] by rows ↦ outputs [rows, sizes.at(-1)] by rows. */
export type ArrayForward = (inputs: ArrayLike<number>, rows?: number) => Float32Array;

/**
 * The network's forward pass on typed arrays: synchronous, without any backend, equal to tfjs' within 1e-5. Decodes the
 * state once; the function it returns keeps no state between calls.
 * @throws InvalidOption when `state` is no network's state, or later when the inputs' length is not rows · sizes[0].
 */
export function forwardArrays(state: NetworkState): ArrayForward {
  const parameters = decodeState(state);
  const sizes = [...state.sizes];
  const last = sizes.length - 2;
  const activate = state.activation === 'relu' ? (sum: number) => Math.max(sum, 0) : Math.tanh;
  return (inputs, rows = 1) => {
    if (inputs.length !== rows * sizes[0])
      throw new InvalidOption(expected('network inputs', `${rows} × ${sizes[0]} numbers`, inputs.length));
    let values = Float32Array.from(inputs);
    for (let layer = 0; layer <= last; layer++) {
      const sums = addProduct(values, parameters[2 * layer], parameters[2 * layer + 1], rows);
      values = layer < last ? sums.map(activate) : sums;
    }
    return values;
  };
}

/** x · weights + bias, by rows. */
function addProduct(
  x: Float32Array,
  weights: Float32Array,
  bias: Float32Array,
  rows: number,
): Float32Array<ArrayBuffer> {
  const outputs = bias.length;
  const inputs = weights.length / outputs;
  const result = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const sums = result.subarray(row * outputs, (row + 1) * outputs);
    sums.set(bias);
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i];
      if (value === 0) continue;
      const start = i * outputs;
      for (let j = 0; j < outputs; j++) sums[j] += value * weights[start + j];
    }
  }
  return result;
}
