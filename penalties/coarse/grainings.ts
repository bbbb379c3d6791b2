/** The coarse-grainings of the coarse family: whole outcomes, all answers, one question at a time, random questions. */
import { memoise } from '../../core/base/memoise.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { World } from '../../core/world/world.ts';
import type { Graining } from '../graining.ts';
import { randomQuestions } from './random-questions.ts';

/** Every outcome is a cell of its own: the direct comparison, which the essay says fails. */
export function identity<State>(world: World<State>): Graining<State> {
  return { id: 'identity', world, names: ['identity'], cells: (state) => [world.key(state)] };
}

/** A cell is the tuple of all answers. */
export function joint<State>(world: World<State>, coarseness: number): Graining<State> {
  const cells = questionCells(world, coarseness);
  return { id: `joint*${coarseness}`, world, names: ['joint'], cells: (state) => [cells(state).join(',')] };
}

/** One partition for each question: a cell is its answer. */
export function each<State>(world: World<State>, coarseness: number): Graining<State> {
  return {
    id: `each*${coarseness}`,
    world,
    names: world.questions.map(({ id }) => id),
    cells: questionCells(world, coarseness),
  };
}

const KEPT_RANDOM = 8;

/** One partition for each of `count` random yes/no questions on the world's quantities. */
export function random<State>(world: World<State>, count: number, seed: number): Graining<State> {
  const id = `random*${count}*${seed}`;
  const make = (): Graining<State> => {
    const questions = randomQuestions(world, count, seed);
    return {
      id,
      world,
      names: questions.map(({ text }) => text),
      cells: (state: State) => questions.map(({ holds }) => (holds(state) ? 1 : 0)),
    };
  };
  return memoise(world, ['random questions', id], make, KEPT_RANDOM);
}

/** A cell is the tuple of the answers to `count` random yes/no questions. */
export function randomJoint<State>(world: World<State>, count: number, seed: number): Graining<State> {
  const { id, cells } = random(world, count, seed);
  return { id: `joint ${id}`, world, names: ['joint'], cells: (state) => [cells(state).join('')] };
}
