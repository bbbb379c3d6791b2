/** Saves networks as JSON, exactly, and reads them with every check. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** A network's shape and weights as JSON. They are exact, and mean the same on every backend. */
export interface NetworkState {
  /** The number of inputs, then of the units of each hidden layer, then of outputs. */
  readonly sizes: readonly number[];
  /** What the hidden layers apply to their sums. The last layer is linear. */
  readonly activation: 'relu' | 'tanh';
  /**
   * Two texts for each layer: its weights [inputs, outputs] row by row, then its bias [outputs]. Each text is base64 of
   * 32-bit floats, lowest byte first.
   */
  readonly weights: readonly string[];
}

/** The largest networks that are accepted: far above any use here, and far below what fills the memory. */
const LARGEST = { layers: 64, units: 1_000_000, weights: 20_000_000 };

/** The shapes of the arrays in `NetworkState.weights`. */
export function parameterShapes(sizes: readonly number[]): readonly (readonly [number, number] | readonly [number])[] {
  return sizes.slice(1).flatMap((outputs, layer) => [[sizes[layer], outputs] as const, [outputs] as const]);
}

/**
 * Refuses sizes that no network here has.
 * @throws InvalidOption unless there are at least two sizes, all of them positive integers, with at most 64 layers,
 * 1,000,000 units in each of them and 20,000,000 weights in all.
 */
export function checkSizes(sizes: readonly number[]): void {
  if (!Array.isArray(sizes) || sizes.length < 2)
    throw new InvalidOption(expected('network sizes', 'at least two positive integers', sizes));
  if (sizes.length - 1 > LARGEST.layers)
    throw new InvalidOption(expected('network sizes', `at most ${LARGEST.layers} layers`, sizes.length - 1));
  if (!sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new InvalidOption(expected('network sizes', 'at least two positive integers', sizes));
  const widest = Math.max(...sizes);
  if (widest > LARGEST.units)
    throw new InvalidOption(expected('network sizes', `at most ${LARGEST.units} units in a layer`, widest));
  const weights = sizes.slice(1).reduce((sum, outputs, layer) => sum + sizes[layer] * outputs, 0);
  if (weights > LARGEST.weights)
    throw new InvalidOption(expected('network sizes', `at most ${LARGEST.weights} weights`, weights));
}

/** Writes the bytes of 32-bit floats as base64. */
export function encodeFloats(values: Float32Array): string {
  return toBase64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/**
 * Reads what `encodeFloats` wrote, bit for bit.
 * @param subject names the array in an error.
 * @throws InvalidOption when the text does not hold exactly `length` floats.
 */
export function decodeFloats(text: unknown, length: number, subject = 'weights'): Float32Array<ArrayBuffer> {
  const values = new Float32Array(length);
  const bytes = new Uint8Array(values.buffer);
  const binary = fromBase64(text);
  if (binary?.length === bytes.length) for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  // What was written again must be the same: `atob` takes blanks and missing padding too.
  if (binary?.length !== bytes.length || toBase64(bytes) !== text)
    throw new InvalidOption(expected(subject, `base64 of ${length} 32-bit floats`, text));
  return values;
}

/** An engine takes only so many arguments at a time. */
const CHUNK = 8192;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary);
}

/** One character for each byte; null where `text` is no base64. */
function fromBase64(text: unknown): string | null {
  try {
    return typeof text === 'string' ? atob(text) : null;
  } catch {
    return null;
  }
}

/**
 * The arrays of a network's state, which may come from a file or a user: two for each layer, its weights and its bias.
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
