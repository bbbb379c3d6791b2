/** The answers that an outcome gives to a world’s questions. */
import { InvalidWorld } from '../base/errors.ts';
import { expected, messageOf } from '../base/messages.ts';
import type { World } from './world.ts';

/**
 * A question's reading of a state.
 * @throws InvalidWorld where the question throws or the reading is not finite.
 */
export function reading<State>(world: World<State>, question: World<State>['questions'][number], state: State): number {
  let value: number;
  try {
    value = Number(question.read(state));
  } catch (error) {
    throw new InvalidWorld(`${world.id}: question ${question.id}: ${messageOf(error)}`, { cause: error });
  }
  if (!Number.isFinite(value)) {
    throw new InvalidWorld(expected(`${world.id}: question ${question.id}`, 'a finite reading', value));
  }
  return value;
}

/**
 * The function that gives the cell of each question in a state: floor((reading − origin) / (coarseness · grain)). Where
 * `coarseness` is 0, the finest, the cell is the reading itself.
 */
export function questionCells<State>(world: World<State>, coarseness: number): (state: State) => number[] {
  return (state) =>
    world.questions.map((question) => {
      const value = reading(world, question, state);
      if (coarseness === 0) return value;
      return Math.floor((value - (question.origin ?? 0)) / ((question.grain ?? 1) * coarseness));
    });
}
