/** The answers that an outcome gives to a world’s questions. */
import { InvalidWorld } from '../base/errors.ts';
import { expected, messageOf } from '../base/messages.ts';
import type { World } from './world.ts';

/** A reading is at most so many grains from 0: the fourth power of it must still be a number. */
const MOST_GRAINS = 1e60;
/** Readings nearer to the edge of a cell than this share of a grain, or than rounding, are on the edge. */
const EDGE = 1e-9;
const ROUNDING = 2 ** -50;

/**
 * A question's reading of a state.
 * @throws InvalidWorld where the question throws, or the reading is not finite or more than 10⁶⁰ grains from 0.
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
  if (Math.abs(value) > MOST_GRAINS * (question.grain ?? 1)) {
    const wanted = `a reading of at most ${MOST_GRAINS.toExponential()} grains`;
    throw new InvalidWorld(expected(`${world.id}: question ${question.id}`, wanted, value));
  }
  return value;
}

/**
 * The cell of a reading, in cells of `size` from the origin: the whole number below its place. A place that is nearer
 * to the edge above it than 10⁻⁹ of a cell, or than rounding, lies on the edge: 0.1 · 3 and 0.3 are then in one cell.
 * The reading and the origin are rounded before they are subtracted, so the larger of them says how much that may be.
 */
function cellOf(value: number, origin: number, size: number): number {
  const place = (value - origin) / size;
  if (Number.isInteger(place)) return place;
  const rounding = (ROUNDING * Math.max(Math.abs(value), Math.abs(origin))) / size;
  return Math.floor(place + Math.min(0.25, Math.max(EDGE, rounding)));
}

/**
 * The function that gives the cell of each question in a state: floor((reading − origin) / (coarseness · grain)), where
 * a reading just below an edge lies on it. Where `coarseness` is 0, the finest, the cell is the reading itself.
 */
export function questionCells<State>(world: World<State>, coarseness: number): (state: State) => number[] {
  return (state) =>
    world.questions.map((question) => {
      const value = reading(world, question, state);
      if (coarseness === 0) return value;
      return cellOf(value, question.origin ?? 0, (question.grain ?? 1) * coarseness);
    });
}
