/** Turns a world into flat tables, by meeting every state that can be reached. */
import { memoise } from '../base/memoise.ts';
import { validateWorld } from '../world/validate-world.ts';
import type { World } from '../world/world.ts';
import type { Compiled } from './compiled.ts';
import { Compiler } from './compiler.ts';

export type { Compiled, SparseDistribution } from './compiled.ts';

export interface CompileOptions {
  /** Default 2 million. */
  readonly maxStates?: number;
  /** Default 50 million. */
  readonly maxTransitions?: number;
  /** Called about ten times a second with the number of states found so far; a fast compilation never calls it. */
  readonly onProgress?: (states: number) => void;
}

/**
 * Walks the states that can be reached within the world's horizon and aftermath, breadth first, and returns its tables.
 * @throws InvalidWorld for bad probabilities, an unfaithful key, a step that gives no state, or utility out of range.
 * @throws WorldTooLarge beyond the limits on states, transitions, the memory of keys, and the choices in one call.
 * @example
 * ```ts
 * import { boot, compile, exactForecaster, expectation, registry } from 'reduced-impact';
 *
 * const world = registry.world('Subagent-v0');
 * const compiled = compile(world);
 * const forecast = exactForecaster(compiled)([1, 0], boot(compiled, 'modest'), 1);
 * console.log(compiled.states.length, expectation(forecast, world.utility).toFixed(3)); // 396 0.500
 * ```
 */
export function compile<State>(world: World<State>, options: CompileOptions = {}): Compiled<State> {
  validateWorld(world);
  return new Compiler(world, options).compile();
}

/** `compile` with the default limits, once for each world object. */
export function compileCached<State>(world: World<State>): Compiled<State> {
  return memoise(world, 'tables', () => compile(world));
}
