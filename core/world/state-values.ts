/** States and the numbers read from them, checked where the world's own code gives them. */
import { InvalidWorld } from '../base/errors.ts';
import { expected, messageOf, show } from '../base/messages.ts';
import type { World } from './world.ts';

/** A state's key for a message: at most 80 characters, and ASCII only. */
export function shortKey(key: string): string {
  const ascii = key.replace(/[^\x20-\x7e]/g, '·');
  return show(ascii.length > 80 ? `${ascii.slice(0, 77)}...` : ascii);
}

/** The message about two different states that share a key. */
export function oneKey(key: string, first: unknown, second: unknown): string {
  const received = `${shortKey(key)} for both ${show(first)} and ${show(second)}`;
  return `expected key to differ for different states but received ${received}`;
}

/**
 * A state that the world's code gave.
 * @throws InvalidWorld for undefined, null or a promise: a missing `return`, or an `async` function.
 */
export function checkState<State>(state: State): State {
  if (state !== undefined && state !== null && !(state instanceof Promise)) return state;
  throw new InvalidWorld(`expected a state but received ${show(state)}`);
}

/**
 * `checkState` with the world and its method in the message.
 * @throws InvalidWorld
 */
export function requireState<State>(world: World<State>, method: 'begin' | 'step', state: State): State {
  if (state !== undefined && state !== null && !(state instanceof Promise)) return state;
  throw new InvalidWorld(expected(`${world.id}: ${method}`, 'a state', state));
}

/**
 * `world.utility` or `world.harm` of a state.
 * @throws InvalidWorld for a value outside [0, 1], or none.
 */
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
