/** Makes the forecaster's networks into functions on typed arrays, without any backend. */

import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { decodeState, type NetworkState } from '../network/network-state.ts';
import { oneHotForward } from '../network/one-hot-forward.ts';
import { softmax } from '../network/softmax.ts';
import type { InputLayout } from './layout.ts';

/**
 * The law of question q: one probability for each answer in its vocabulary, valid until the next call.
 * @param inputs the inputs that are 1: those of the condition, and one for each earlier answer. What follows is
 * ignored.
 */
export type Conditional = (inputs: Int32Array) => Float32Array;

/**
 * One law for each question, from the networks' states.
 * @throws InvalidOption where a state is not one of that question's network.
 */
export function conditionals(layout: InputLayout, states: readonly (NetworkState | null)[]): Conditional[] {
  const conditions = layout.condition(0, 0).length;
  return states.map((state, q) => {
    if (state === null && layout.vocabulary[q].length === 1) {
      const sure = Float32Array.of(1);
      return () => sure;
    }
    if (state === null) throw new InvalidOption(expected(`forecaster: network ${q}`, 'a network', state));
    const parameters = decodeState(state);
    const { sizes, activation } = state;
    const wanted = [layout.width(q), sizes[1], layout.vocabulary[q].length];
    if (activation !== 'relu' || sizes.join() !== wanted.join())
      throw new InvalidOption(expected(`forecaster: network ${q}`, `relu, ${wanted.join('-')}`, sizes.join('-')));
    const forward = oneHotForward(sizes, activation, parameters, conditions + q);
    return (inputs) => softmax(forward(inputs, 0));
  });
}
