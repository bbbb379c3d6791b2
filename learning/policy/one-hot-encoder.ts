import { InvalidOption, InvalidWorld } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';

/** Which input stands for which value of each component, as JSON. */
export interface OneHotCode {
  /** Inputs 0 to cases − 1 say which case it is: the tick of an observation, the evidence value of an outcome. */
  readonly cases: number;
  /** By component: pairs (value, input). */
  readonly values: readonly (readonly (readonly [value: number, input: number])[])[];
}

/**
 * A case and a tuple of numbers as one-hots: one input for the case and one for each component's value. A value met for the
 * first time takes a spare input while there is one, so that a network can learn from what only a trained policy reaches;
 * where none is spare, or the code is frozen, it reads as the nearest value that has one.
 */
export class OneHotEncoder {
  /** How many inputs are 1 at any time: one a component and the case's. */
  readonly active: number;
  private readonly inputs: Map<number, number>[];
  private next: number;

  /** @param capacity inputs in all, those of the cases included; Infinity while a pilot looks around. */
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

  /** Frozen unless a capacity is given. @throws InvalidOption when `code` is none. */
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

  /** Inputs that stand for something: all below this number. */
  get used(): number {
    return this.next;
  }

  /**
   * Writes the inputs of the components to `into[start…]`, without the case, whose input is the case itself.
   * @throws InvalidWorld on a component that is no finite number.
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

/** Rows of one-hots by rows, from the inputs that are 1: [rows × active] ↦ [rows × width]. */
export function denseRows(inputs: Int32Array, active: number, width: number): Float32Array {
  const rows = inputs.length / active;
  const dense = new Float32Array(rows * width);
  for (let row = 0, i = 0; row < rows; row++) {
    const start = row * width;
    for (let k = 0; k < active; k++, i++) dense[start + inputs[i]] = 1;
  }
  return dense;
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
