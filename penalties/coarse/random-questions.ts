/** Makes random yes/no questions on a world's quantities. */
import { InvalidWorld } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { type Stream, stream } from '../../core/base/random.ts';
import { sampledChance } from '../../core/world/chance.ts';
import { totalTicks, type World } from '../../core/world/world.ts';

/** A yes/no question generated from a world's quantities. */
export interface RandomQuestion<State> {
  /** Such as `clips ≥ 3 and houses < 2`. */
  readonly text: string;
  holds(state: State): boolean;
}

/** Episodes of random behaviour from which thresholds are drawn. */
const EPISODES = 256;

/**
 * `count` random yes/no questions: a threshold on one quantity or, half the time, the conjunction of two thresholds.
 * The thresholds come from the outcomes of random episodes, half of them with a disciple that acts at random. So they
 * fall where the world lives, and depend on the world and the seed alone. This is the essay's "huge amount of auxiliary
 * measurements", of as many kinds as the world has quantities.
 *
 * @throws InvalidWorld for a quantity that is not finite
 */
export function randomQuestions<State>(world: World<State>, count: number, seed: number): RandomQuestion<State>[] {
  const uniform = stream(seed, 'random-questions', world.id);
  const outcomes = Array.from({ length: EPISODES }, (_, i) => wander(world, i % 2 === 0, uniform));
  const pools = Object.entries(world.quantities)
    .map(([name, read]) => {
      const values = outcomes.map((state) => Number(read(state)));
      const odd = values.find((value) => !Number.isFinite(value));
      if (odd !== undefined) throw new InvalidWorld(expected(`${world.id}: quantity ${name}`, 'a finite number', odd));
      const lowest = Math.min(...values);
      return { name, read, values: values.filter((value) => value > lowest) };
    })
    .filter(({ values }) => values.length > 0);
  if (pools.length === 0) return [];
  const threshold = (): RandomQuestion<State> => {
    const { name, read, values } = pools[Math.floor(uniform() * pools.length)];
    const level = values[Math.floor(uniform() * values.length)];
    return uniform() < 0.5
      ? { text: `${name} ≥ ${level}`, holds: (state) => Number(read(state)) >= level }
      : { text: `${name} < ${level}`, holds: (state) => Number(read(state)) < level };
  };
  return Array.from({ length: count }, () => {
    const one = threshold();
    if (uniform() < 0.5) return one;
    const other = threshold();
    return { text: `${one.text} and ${other.text}`, holds: (state) => one.holds(state) && other.holds(state) };
  });
}

/** The outcome of one episode under the prior, with a disciple that acts at random or without a disciple. */
function wander<State>(world: World<State>, present: boolean, uniform: Stream): State {
  const chance = sampledChance(uniform);
  let state = world.begin(world.evidence.prior(chance), present, chance);
  for (let tick = 0; tick < totalTicks(world); tick++) {
    const acts = present && tick < world.horizon;
    state = world.step(state, acts ? chance.below(world.actions.length) : 0, chance);
  }
  return state;
}
