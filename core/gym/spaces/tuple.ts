/** Arrays with one value of each part. */
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson, type ValueOf } from './space.ts';

/** The type of a `Tuple`'s values: one value of each part, in the order of the parts. */
export type TupleValue<Parts extends readonly Space<unknown>[]> = {
  readonly [Index in keyof Parts]: ValueOf<Parts[Index]>;
};

/** Arrays with one value of each part, in the order of the parts. */
export class Tuple<const Parts extends readonly Space<unknown>[]> extends Space<TupleValue<Parts>> {
  readonly spaces: Parts;

  constructor(spaces: Parts) {
    super();
    this.spaces = Object.freeze([...spaces]) as unknown as Parts;
  }

  override sampleFrom(uniform: Uniform): TupleValue<Parts> {
    return this.spaces.map((space) => space.sampleFrom(uniform)) as TupleValue<Parts>;
  }

  override contains(value: unknown): value is TupleValue<Parts> {
    return (
      Array.isArray(value) &&
      value.length === this.spaces.length &&
      this.spaces.every((space, i) => space.contains(value[i]))
    );
  }

  override toJSON(): SpaceJson {
    return { type: 'Tuple', spaces: this.spaces.map((space) => space.toJSON()) };
  }
}
