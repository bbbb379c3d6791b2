/** Records with one value of each named part. */
import type { Dictionary } from 'ts-essentials';
import type { Uniform } from '../../world/chance.ts';
import { Space, type SpaceJson, type ValueOf } from './space.ts';

/** The type of a `Dict`'s values: one value of each part, under the part's name. */
export type DictValue<Parts extends Dictionary<Space<unknown>>> = {
  readonly [Name in keyof Parts]: ValueOf<Parts[Name]>;
};

/** Records with exactly the named parts as keys, each with a value of its own space. */
export class Dict<Parts extends Dictionary<Space<unknown>>> extends Space<DictValue<Parts>> {
  readonly spaces: Readonly<Parts>;

  constructor(spaces: Parts) {
    super();
    this.spaces = Object.freeze({ ...spaces });
  }

  override sampleFrom(uniform: Uniform): DictValue<Parts> {
    const drawn = Object.entries(this.spaces).map(([name, space]) => [name, space.sampleFrom(uniform)]);
    return Object.fromEntries(drawn) as DictValue<Parts>;
  }

  override contains(value: unknown): value is DictValue<Parts> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Dictionary<unknown>;
    const names = Object.keys(this.spaces);
    return (
      Object.keys(record).length === names.length &&
      names.every((name) => Object.hasOwn(record, name) && this.spaces[name].contains(record[name]))
    );
  }

  override toJSON(): SpaceJson {
    const spaces = Object.fromEntries(Object.entries(this.spaces).map(([name, space]) => [name, space.toJSON()]));
    return { type: 'Dict', spaces };
  }
}
