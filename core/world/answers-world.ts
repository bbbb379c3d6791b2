/** A world reduced to its answers, for learned forecasters. */
import { InvalidOption } from '../base/errors.ts';
import { questionCells } from './answers.ts';
import type { World } from './world.ts';

/** For each question, the cell of its answer: floor((reading − origin) / grain). */
export type Answers = readonly number[];

/**
 * The function that gives an outcome's answers to a world's questions. It throws `InvalidWorld` where a reading is not
 * finite.
 */
export function answersOf<State>(world: World<State>): (state: State) => number[] {
  return questionCells(world, 1);
}

/**
 * A world whose states are the answers of outcomes, which is all that a learned forecaster tells of them. It asks the
 * same questions, and each question reads the middle of its cell. Penalties on cells therefore find the same cells, at
 * any whole coarseness. Penalties on readings, such as `coarse/similar`, no longer see what happens inside a cell.
 * Whatever needs more than answers throws `InvalidOption`: dynamics, whole outcomes and their description, quantities,
 * utility and harm.
 */
export function answersWorld<State>(world: World<State>): World<Answers> {
  const id = `answers/${world.id}`;
  const refuse = (wanted: string) => (): never => {
    throw new InvalidOption(`${id}: expected ${wanted} but received answers alone: use ${world.id} itself`);
  };
  const { questions, horizon, aftermath, actions, evidence, disciples, wire } = world;
  return {
    id,
    summary: `What the questions of ${world.id} tell of its outcomes.`,
    horizon,
    aftermath,
    actions,
    evidence,
    quantities: {},
    questions: questions.map(({ id, text, grain = 1, origin = 0 }, q) => ({
      id,
      text,
      grain,
      origin,
      read: (answers) => origin + (answers[q] + 0.5) * grain,
    })),
    disciples,
    begin: refuse('a beginning'),
    step: refuse('dynamics'),
    key: refuse('whole outcomes'),
    observe: (answers) => answers,
    utility: refuse('utility'),
    harm: refuse('harm'),
    draw: (answers) => questions.map((question, q) => `${question.id} ${range(question, answers[q])}`).join('\n'),
    text: refuse('a description of outcomes'),
    wire,
  };
}

/** The readings of one cell as text: one number where the grain is 1 and the origin is a whole number, else a range. */
function range({ grain = 1, origin = 0 }: World['questions'][number], cell: number): string {
  const from = origin + cell * grain;
  return grain === 1 && Number.isInteger(origin) ? `${from}` : `${from}…${from + grain}`;
}
