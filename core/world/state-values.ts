import { InvalidWorld } from '../base/errors.ts';
import { expected, messageOf, show } from '../base/messages.ts';
import type { World } from './world.ts';

/** A state's key, shortened for a message. */
export function shortKey(key: string): string {
  const printable = key.replace(/[^\x20-\x7e]/g, '·');
  return show(printable.length > 80 ? `${printable.slice(0, 77)}...` : printable);
}

/** `world.utility` or `world.harm` of a state. Throws `InvalidWorld` for a value outside [0, 1], or none. */
export function unitValue<State>(world: World<State>, state: State, name: 'utility' | 'harm'): number {
  let value: number;
  try {
    value = world[name](state);
  } catch (error) {
    throw new InvalidWorld(`${world.id}: ${name} of state ${shortKey(world.key(state))}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new InvalidWorld(
    expected(`${world.id}: ${name} of state ${shortKey(world.key(state))}`, 'a number in [0, 1]', value),
  );
}
