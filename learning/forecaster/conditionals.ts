import { expected, InvalidOption } from '../../core/errors.ts';
import { decodeState, type NetworkState } from '../network-state.ts';
import type { InputLayout } from './layout.ts';

/**
 * Question q's law given the inputs that are 1, the first `ones` of `inputs`: a probability for each answer of its vocabulary, written into
 * `probabilities`. On typed arrays: a one-hot input adds one row of weights, and hidden units at 0 add none.
 */
export type Conditional = (inputs: Int32Array, ones: number, probabilities: Float64Array) => void;

/** One a question, from the networks' states. @throws InvalidOption where one is no state of that question's network. */
export function conditionals(layout: InputLayout, states: readonly (NetworkState | null)[]): Conditional[] {
  return states.map((state, q) => {
    if (state === null && layout.vocabulary[q].length === 1) {
      return (_, __, probabilities) => {
        probabilities[0] = 1;
      };
    }
    if (state === null) throw new InvalidOption(expected(`forecaster: network ${q}`, 'a network', state));
    const [weights1, bias1, weights2, bias2] = decodeState(state);
    const { sizes, activation } = state;
    const wanted = [layout.width(q), sizes[1], layout.vocabulary[q].length];
    if (activation !== 'relu' || sizes.join() !== wanted.join())
      throw new InvalidOption(expected(`forecaster: network ${q}`, `relu, ${wanted.join('-')}`, sizes.join('-')));
    const hidden = bias1.length;
    const outputs = bias2.length;
    const sums = new Float64Array(hidden);
    return (inputs, ones, probabilities) => {
      for (let j = 0; j < hidden; j++) sums[j] = bias1[j];
      for (let i = 0; i < ones; i++) {
        const row = inputs[i] * hidden;
        for (let j = 0; j < hidden; j++) sums[j] += weights1[row + j];
      }
      for (let k = 0; k < outputs; k++) probabilities[k] = bias2[k];
      for (let j = 0; j < hidden; j++) {
        const value = sums[j];
        if (value <= 0) continue;
        const row = j * outputs;
        for (let k = 0; k < outputs; k++) probabilities[k] += value * weights2[row + k];
      }
      softmax(probabilities, outputs);
    };
  });
}

function softmax(values: Float64Array, count: number): void {
  let most = values[0];
  for (let k = 1; k < count; k++) if (values[k] > most) most = values[k];
  let sum = 0;
  for (let k = 0; k < count; k++) {
    values[k] = Math.exp(values[k] - most);
    sum += values[k];
  }
  for (let k = 0; k < count; k++) values[k] /= sum;
}
