/** Encodes numbers whose values are not known beforehand: each new value takes a spare input. */

import { InvalidOption, InvalidWorld } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** Which input stands for which value, as JSON. */
export interface OneHotCode {
  /** Inputs 0 to cases − 1 say which case it is, such as the tick of an observation or the evidence of an outcome. */
  readonly cases: number;
  /** For each component of the tuple, its pairs (value, input). */
  readonly values: readonly (readonly (readonly [value: number, input: number])[])[];
}

/**
 * Encodes a case and a tuple of numbers as one-hots: one input is 1 for the case and one for the value of each
 * component. A value that is met for the first time takes a spare input, so that a network can learn from what only a
 * trained policy reaches. Where no input is spare, or the code is frozen, the value reads as the nearest one that has
 * an input.
 */
export class OneHotEncoder {
  /** How many inputs are 1 at any time: one for each component, and the case's. */
  readonly active: number;
  private readonly inputs: Map<number, number>[];
  private next: number;

  /** @param capacity how many inputs there are, with those of the cases; Infinity as long as values are collected. */
  constructor(
    private readonly cases: number,
    components: number,
    readonly capacity: number,
    private readonly frozen = false,
  ) {
    this.active = components + 1;
    this.inputs = Array.from({ length: components }, () => new Map());
    this.next = cases;
  }

  /**
   * The encoder of a saved code, frozen unless a capacity is given.
   * @throws InvalidOption when `code` is no code.
   */
  static restore(code: OneHotCode, capacity?: number): OneHotEncoder {
    const { cases, values } = checkedCode(code);
    const used = values.reduce((sum, pairs) => sum + pairs.length, cases);
    const encoder = new OneHotEncoder(cases, values.length, capacity ?? used, capacity === undefined);
    values.forEach((pairs, component) => {
      for (const [value, input] of pairs) encoder.inputs[component].set(value, input);
    });
    encoder.next = used;
    return encoder;
  }

  /** How many inputs stand for something: those below this number. */
  get used(): number {
    return this.next;
  }

  /**
   * Writes the inputs of the components to `into`, from `start` on. The caller writes the case, whose number is its
   * input.
   * @throws InvalidWorld where a component is no finite number.
   */
  write(tuple: readonly number[], into: Int32Array, start: number): void {
    for (let component = 0; component < this.inputs.length; component++)
      into[start + component] = this.inputOf(component, tuple[component]);
  }

  save(): OneHotCode {
    return { cases: this.cases, values: this.inputs.map((known) => [...known]) };
  }

  private inputOf(component: number, value: number): number {
    const known = this.inputs[component];
    const input = known.get(value);
    if (input !== undefined) return input;
    if (!Number.isFinite(value)) throw new InvalidWorld(expected('one-hot code', 'a finite number', value));
    if (!this.frozen && this.next < this.capacity) {
      known.set(value, this.next);
      return this.next++;
    }
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [other, candidate] of known) {
      const distance = Math.abs(other - value);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }
}

function checkedCode(code: OneHotCode): OneHotCode {
  const { cases, values } = code ?? {};
  if (!Number.isInteger(cases) || cases < 1 || !Array.isArray(values))
    throw new InvalidOption(expected('one-hot code', 'cases and values', code));
  const inputs = new Set<number>();
  for (const pairs of values) {
    if (!Array.isArray(pairs) || pairs.length === 0)
      throw new InvalidOption(expected('one-hot code', 'values of each component', pairs));
    const known = new Set<number>();
    for (const pair of pairs) {
      const [value, input] = Array.isArray(pair) ? pair : [];
      if (!Number.isFinite(value) || known.has(value) || !Number.isInteger(input) || input < cases || inputs.has(input))
        throw new InvalidOption(expected('one-hot code', 'for each value an input of its own', pair));
      known.add(value);
      inputs.add(input);
    }
  }
  for (let input = cases; input < cases + inputs.size; input++)
    if (!inputs.has(input)) throw new InvalidOption(expected('one-hot code', 'inputs without gaps', [...inputs]));
  return code;
}
