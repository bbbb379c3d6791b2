/** The tables of a world, or the world itself where it is too large to compile. */
import { WorldTooLarge } from '../../core/base/errors.ts';
import { withLibrary } from '../../core/disciple/library.ts';
import type { World } from '../../core/world/world.ts';
import { compileOrSample, type Target } from '../inputs/prepare.ts';

/** A world without its library, but for the null program: in a world without tables no plan can be made. */
export function playedOnly(world: World): World {
  return withLibrary(world, [world.disciples[0]]);
}

/** The tables of a world, or the world itself where it is too large. `tell` hears how far a long compilation is. */
export function targetOf(world: World, tell?: (line: string) => void): Target<unknown> {
  try {
    return compileOrSample(world, tell);
  } catch (error) {
    if (!(error instanceof WorldTooLarge)) throw error;
    return {
      target: playedOnly(world),
      note: `${error.message.split(':')[0]}: too large to compile, so everything is learned or sampled`,
    };
  }
}
