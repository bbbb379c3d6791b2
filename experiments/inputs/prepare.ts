/** Compiles and checks a world before a run begins. */

import { InvalidOption, WorldTooLarge } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { unitValue } from '../../core/world/state-values.ts';
import type { World } from '../../core/world/world.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { logLine } from '../terminal.ts';
import { compileOrRead, tellStates } from './tables-cache.ts';

/** What is compiled, or the world itself, and a line about it for the person. */
export interface Target<State> {
  readonly target: Compiled<State> | World<State>;
  readonly note: string;
}

/**
 * Compiles a world. A world too large to compile is used as it is where every library source boots without tables; else
 * `WorldTooLarge` is thrown. Only a compilation that takes seconds tells how far it is.
 */
export function compileOrSample<State>(world: World<State>, tell: (line: string) => void = logLine): Target<State> {
  const begun = performance.now();
  try {
    const { compiled, wasKept } = compileOrRead(world, {
      onProgress: tellStates(world, tell),
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const size = `${compiled.states.length} states, ${compiled.successors.length} transitions`;
    const how = wasKept ? 'read from the cache' : 'compiled';
    return { target: compiled, note: `${world.id}: ${size}, ${how} in ${seconds} s` };
  } catch (error) {
    if (!(error instanceof WorldTooLarge)) throw error;
    try {
      for (const { source } of world.disciples) boot(world, source);
    } catch {
      throw error;
    }
    return { target: world, note: `${error.message}; going on with rollouts alone` };
  }
}

/** A line about the backend, and how to get a faster one. @param notice null also where no network trains */
export function backendNote(name: BackendName, notice: string | null): string {
  return `tfjs backend: ${name}${notice ? ` (${notice})` : ''}`;
}

/** Refuses a world that has a wire of its own. Throws `InvalidOption`. */
export function refuseOwnWire({ id, wire }: World): void {
  if (!wire) return;
  const wanted = 'a world whose wire sends the source or nothing';
  throw new InvalidOption(expected('--world', wanted, `${id}, whose wire is its own`));
}

/** The whole contract, harm's range included, before anything is written. Throws `InvalidWorld`, `LeakyWire`. */
export function checkAll<State>(world: World<State>, compiled: Compiled<State> | null, allowLeak: boolean): void {
  checkWorld(world, { compiled, allowLeak });
  for (const state of compiled?.states ?? []) unitValue(world, state, 'harm');
}
