import { checkWorld } from '../core/check-world.ts';
import { type Compiled, compile, unitValue } from '../core/compile.ts';
import { boot } from '../core/disciple.ts';
import { WorldTooLarge } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import { say } from './terminal.ts';

/**
 * Compiles a world, telling its size and time. A world too large to compile is used as it is where every library source boots without
 * tables; else `WorldTooLarge` is thrown.
 */
export function compileOrSample<State>(world: World<State>): Compiled<State> | World<State> {
  const begun = performance.now();
  let told = begun;
  try {
    const compiled = compile(world, {
      onProgress(states) {
        if (performance.now() - told < 5000) return;
        told = performance.now();
        say(`compiling ${world.id}: ${states} states so far`);
      },
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    say(`${world.id}: ${compiled.states.length} states, ${compiled.successors.length} transitions, compiled in ${seconds} s`);
    return compiled;
  } catch (error) {
    if (!(error instanceof WorldTooLarge)) throw error;
    try {
      for (const { source } of world.disciples) boot(world, source);
    } catch {
      throw error;
    }
    say(`${error.message}; going on with rollouts alone`);
    return world;
  }
}

/** The whole contract, harm's range included, before anything is written. Throws `InvalidWorld`, `LeakyWire`. */
export function checkAll<State>(world: World<State>, compiled: Compiled<State> | null, allowLeak: boolean): void {
  checkWorld(world, { compiled, allowLeak });
  for (const state of compiled?.states ?? []) unitValue(world, state, 'harm');
}
