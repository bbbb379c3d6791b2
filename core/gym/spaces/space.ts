import { dequal } from 'dequal';
import type { Dictionary } from 'ts-essentials';
import { InvalidOption } from '../../base/errors.ts';
import { expected } from '../../base/messages.ts';
import { type Stream, stream } from '../../base/random.ts';
import type { Uniform } from '../../world/chance.ts';

/** What a space's `toJSON` returns: plain JSON with the space's name under `type`. */
export type SpaceJson = { readonly type: string } & Readonly<Dictionary<unknown>>;

/** The set of values that observations or actions are drawn from (Gymnasium's `Space`; DESIGN §4). */
export abstract class Space<Value> {
  private random: Stream | null = null;

  /** A value drawn with `uniform`: composite spaces draw all their parts from one stream. */
  abstract sampleFrom(uniform: Uniform): Value;

  abstract contains(value: unknown): value is Value;

  /** Plain JSON; infinite bounds as the strings 'Infinity' and '-Infinity'. */
  abstract toJSON(): SpaceJson;

  /** A random value. Where `seed` was never called the seed is 0 (Gymnasium: entropy), so that runs repeat. */
  sample(): Value {
    this.random ??= stream(0, 'space');
    return this.sampleFrom(this.random);
  }

  /** Restarts sampling. Throws `InvalidOption` unless `seed` is an integer. */
  seed(seed: number): void {
    if (!Number.isSafeInteger(seed)) throw new InvalidOption(expected('space seed', 'an integer', seed));
    this.random = stream(seed, 'space');
  }

  /** Whether `other` is the same kind of space over the same values. */
  equals(other: Space<unknown>): boolean {
    return dequal(this.toJSON(), other.toJSON());
  }
}

/** The values of a space type. */
export type ValueOf<S> = S extends Space<infer Value> ? Value : never;
