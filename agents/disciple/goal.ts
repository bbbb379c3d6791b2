/** What a learned disciple is trained to want. */

import { InvalidSource } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { parseExpression } from '../../core/disciple/expression.ts';
import type { World } from '../../core/world/world.ts';

/**
 * The value of a goal in a state.
 * @param goal an expression over the world's quantities; `utility` may stand in it like one of them.
 * @throws InvalidSource where the expression cannot be read or names something else.
 */
export function goalOf<State>(world: World<State>, goal: string): (state: State) => number {
  return parseExpression<State>(goal, { utility: (state: State) => world.utility(state), ...world.quantities });
}

/**
 * The goal's value, once it is known to be finite: its growth is paid tick by tick, and infinities have no difference.
 * @throws InvalidSource where it is not finite.
 */
export function finiteGoal(value: number, world: { readonly id: string }): number {
  if (Number.isFinite(value)) return value;
  throw new InvalidSource(expected(`${world.id}: goal of a learned disciple`, 'a finite number in every state', value));
}
