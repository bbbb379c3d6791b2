import { InvalidWorld } from '../base/errors.ts';
import type { Compiled } from '../tables/compile.ts';
import type { DiscipleSpec, World } from '../world/world.ts';
import { isCompiled, worldOf } from './disciple.ts';

const FIELDS = ['id', 'summary', 'horizon', 'aftermath', 'actions', 'evidence', 'quantities', 'questions'] as const;
const METHODS = ['begin', 'step', 'key', 'observe', 'utility', 'harm', 'draw', 'wire', 'text'] as const;

/**
 * The same world, or the same tables, with another library: what the master picks from. Nothing is compiled anew. The
 * first disciple must be the null program. Throws `InvalidWorld`.
 */
export function withLibrary<State>(world: World<State>, disciples: readonly DiscipleSpec[]): World<State>;
export function withLibrary<State>(compiled: Compiled<State>, disciples: readonly DiscipleSpec[]): Compiled<State>;
export function withLibrary<State>(
  target: World<State> | Compiled<State>,
  disciples: readonly DiscipleSpec[],
): World<State> | Compiled<State> {
  const world = worldOf(target);
  if (disciples[0]?.source !== '') throw new InvalidWorld(`${world.id}: expected the null program first in a library`);
  const ids = disciples.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new InvalidWorld(`${world.id}: expected different ids but received '${twice}' twice`);
  const derived: World<State> = Object.create(world, { disciples: { value: disciples, enumerable: true } });
  // Read from the original and bound to it, whose are a class's private fields; its own, so that a copy has them too.
  const define = (name: string, value: unknown) => Object.defineProperty(derived, name, { value, enumerable: true });
  for (const name of FIELDS) if (world[name] !== undefined) define(name, world[name]);
  for (const name of METHODS) if (world[name] !== undefined) define(name, world[name].bind(world));
  return isCompiled(target) ? { ...target, world: derived } : derived;
}
