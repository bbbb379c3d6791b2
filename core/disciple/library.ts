/** A world's library: what the master picks from. */
import { InvalidSource } from '../base/errors.ts';
import { messageOf, show } from '../base/messages.ts';
import type { Compiled } from '../tables/compiled.ts';
import { DATA, METHODS, OPTIONAL_METHODS, validateLibrary } from '../world/validate-world.ts';
import type { DiscipleSpec, World } from '../world/world.ts';
import { checkSource, isCompiled, worldOf } from './disciple.ts';

/**
 * The same world, or the same tables, with another library. Nothing is compiled anew.
 * @throws InvalidWorld unless the first disciple is the null program and each has an id of its own.
 * @throws InvalidSource where a source cannot be parsed.
 */
export function withLibrary<State>(world: World<State>, disciples: readonly DiscipleSpec[]): World<State>;
export function withLibrary<State>(compiled: Compiled<State>, disciples: readonly DiscipleSpec[]): Compiled<State>;
export function withLibrary<State>(
  target: World<State> | Compiled<State>,
  disciples: readonly DiscipleSpec[],
): World<State> | Compiled<State> {
  const world = worldOf(target);
  checkLibrary(world, disciples);
  const derived: World<State> = Object.create(world, { disciples: { value: disciples, enumerable: true } });
  const define = (name: string, value: unknown) => Object.defineProperty(derived, name, { value, enumerable: true });
  // The fields become its own, so that a copy has them too. The methods stay bound to the world they were written for,
  // because an instance of a class may read its private fields.
  for (const name of DATA) if (world[name] !== undefined) define(name, world[name]);
  for (const name of [...METHODS, ...OPTIONAL_METHODS]) {
    if (world[name] !== undefined) define(name, world[name].bind(world));
  }
  return isCompiled(target) ? { ...target, world: derived } : derived;
}

/**
 * Checks a library before it is used, since an invalid source that has arrived only waits, without a word.
 * @throws InvalidWorld unless the first disciple is the null program and each has an id of its own.
 * @throws InvalidSource where a source cannot be parsed. Nothing is planned, so values that are not finite pass.
 */
export function checkLibrary<State>(world: World<State>, disciples: readonly DiscipleSpec[]): void {
  validateLibrary(world.id, disciples);
  for (const disciple of disciples) checkLibrarySource(world, disciple);
}

/**
 * Checks that a library source boots. On a world that is not compiled, a planned source passes where it parses.
 * @throws InvalidSource naming the world and the disciple.
 */
export function checkLibrarySource<State>(
  target: World<State> | Compiled<State>,
  { id, source }: Pick<DiscipleSpec, 'id' | 'source'>,
): void {
  try {
    checkSource(target, source);
  } catch (error) {
    if (!(error instanceof InvalidSource)) throw error;
    const what = messageOf(error).replace(/^disciple source/, 'source');
    throw new InvalidSource(`${worldOf(target).id}: disciple ${show(id)}: ${what}`, { cause: error });
  }
}
