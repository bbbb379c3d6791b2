import { InvalidSource } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { parseExpression } from '../../core/disciple/expression.ts';
import type { World } from '../../core/world/world.ts';

/**
 * A learned disciple's goal in a state: an expression over the world's quantities, in which `utility` may be named like
 * one of them. Throws `InvalidSource`.
 */
export function goalOf<State>(world: World<State>, goal: string): (state: State) => number {
  return parseExpression<State>(goal, { utility: (state: State) => world.utility(state), ...world.quantities });
}

/** The goal's value in a state. Throws `InvalidSource` where it is no finite number: its growth is paid tick by tick. */
export function finiteGoal(value: number, world: { readonly id: string }): number {
  if (Number.isFinite(value)) return value;
  throw new InvalidSource(expected(`${world.id}: goal of a learned disciple`, 'a finite number in every state', value));
}
