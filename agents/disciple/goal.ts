import { parseExpression } from '../../core/expression.ts';
import type { World } from '../../core/world.ts';

/**
 * A learned disciple's goal in a state: an expression over the world's quantities, in which `utility` may be named like
 * one of them. Throws `InvalidSource`.
 */
export function goalOf<State>(world: World<State>, goal: string): (state: State) => number {
  return parseExpression<State>(goal, { utility: (state: State) => world.utility(state), ...world.quantities });
}
