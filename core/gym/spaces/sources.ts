/** The texts that are programs of a world. */
import { InvalidSource } from '../../base/errors.ts';
import { checkSource } from '../../disciple/disciple.ts';
import { grammar } from '../../grammar/grammar.ts';
import type { Uniform } from '../../world/chance.ts';
import type { World } from '../../world/world.ts';
import type { SpaceJson } from './space.ts';
import { Text } from './text.ts';

/** The longest source, in characters: a policy that was trained may take a million. */
const LONGEST = 10_000_000;

/** The sources of one world: what a disciple may boot from. '' is among them, since it is the null program. */
export class Sources extends Text {
  constructor(private readonly world: World) {
    super(LONGEST, { minLength: 0, charset: null });
  }

  /** A random program of the world's grammar. The first one compiles the world. */
  override sampleFrom(uniform: Uniform): string {
    const { sample, spell } = grammar(this.world);
    return spell(sample(uniform));
  }

  /** Whether a value is a source that parses. It may still lack a finite value at some outcome. */
  override contains(value: unknown): value is string {
    if (typeof value !== 'string' || value.length > this.maxLength) return false;
    try {
      checkSource(this.world, value);
      return true;
    } catch (error) {
      if (error instanceof InvalidSource) return false;
      throw error;
    }
  }

  override toJSON(): SpaceJson {
    return { ...super.toJSON(), sourcesOf: this.world.id };
  }
}
