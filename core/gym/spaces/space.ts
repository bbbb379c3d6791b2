/** The set of values that an observation or an action is one of. */
import { dequal } from 'dequal';
import type { Dictionary } from 'ts-essentials';
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import { type Stream, stream } from '../../base/random.ts';
import type { Uniform } from '../../world/chance.ts';

/** Plain JSON that describes a space; the name of its kind is under `type`. */
export type SpaceJson = { readonly type: string } & Readonly<Dictionary<unknown>>;

/** Gymnasium's `Space`: the set of values that an observation or an action is one of. */
export abstract class Space<Value> {
  private random: Stream | null = null;

  /** A random value. All randomness comes from `uniform`, which returns numbers in [0, 1). */
  abstract sampleFrom(uniform: Uniform): Value;

  /** Whether `value` is in the space. Any value may be asked about. */
  abstract contains(value: unknown): value is Value;

  /** Plain JSON. Infinite bounds become the strings 'Infinity' and '-Infinity'. */
  abstract toJSON(): SpaceJson;

  /**
   * A random value from the space's own stream. The seed is 0 until `seed` is called, so that runs repeat. (Gymnasium
   * seeds from the operating system instead.)
   */
  sample(): Value {
    this.random ??= stream(0, 'space');
    return this.sampleFrom(this.random);
  }

  /**
   * Restarts the space's own stream.
   * @throws InvalidOption unless `seed` is an integer.
   */
  seed(seed: number): void {
    if (!Number.isSafeInteger(seed)) throw new InvalidOption(expected('space seed', 'an integer', seed));
    this.random = stream(seed, 'space');
  }

  /** Whether `other` is a space of the same kind with the same values. */
  equals(other: Space<unknown>): boolean {
    return dequal(this.toJSON(), other.toJSON());
  }
}

/** The type of a space's values: `ValueOf<Discrete>` is `number`. */
export type ValueOf<S> = S extends Space<infer Value> ? Value : never;
