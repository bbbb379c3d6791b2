/** Estimates how many transitions the states in sight still need, so that a world too large is refused early. */
import { stream } from '../base/random.ts';
import { Enumerator, TooManyChoices } from '../world/chance.ts';
import type { World } from '../world/world.ts';

/** Rows that are measured at most, and traces they may take together once a few have been measured. */
const ROWS = 64;
const FEWEST_ROWS = 8;
const TRACES = 200_000;

/** States whose rows are not filled yet: those that need a row for each action, and those that need one for 'wait'. */
export interface Pending<State> {
  readonly acting: readonly State[];
  readonly waiting: readonly State[];
}

/**
 * An estimate of the transitions of pending states: the number of their rows times the mean length of some rows, which
 * are drawn at random among them. It says nothing of states that have not been met, so it is a lower bound for the
 * world, up to the error of the mean.
 */
export function projectTransitions<State>(world: World<State>, { acting, waiting }: Pending<State>): number {
  const actions = world.actions.length;
  const actingRows = acting.length * actions;
  const all = actingRows + waiting.length;
  if (all === 0) return 0;
  const uniform = stream(0, 'compile', 'look ahead');
  const enumerator = new Enumerator();
  const below = (n: number) => Math.floor(uniform() * n);
  let rows = 0;
  let traces = 0;
  let length = 0;
  for (; rows < ROWS && (rows < FEWEST_ROWS || traces < TRACES); rows++) {
    const row = below(all);
    const [state, action] =
      row < actingRows ? [acting[Math.floor(row / actions)], row % actions] : [waiting[row - actingRows], 0];
    const keys = new Set<string>();
    try {
      enumerator.run(
        (chance) => world.step(state, action, chance),
        (next) => {
          traces++;
          keys.add(world.key(next));
        },
      );
    } catch (error) {
      if (error instanceof TooManyChoices) return Number.POSITIVE_INFINITY;
      // What the world's own code throws is for the walk to report, which says where.
      return 0;
    }
    length += keys.size;
  }
  return all * (length / rows);
}
