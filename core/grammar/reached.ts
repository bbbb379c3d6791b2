/** The values that a world's quantities reach at the outcomes of episodes. */
import { WorldTooLarge } from '../base/errors.ts';
import { memoise } from '../base/memoise.ts';
import { stream } from '../base/random.ts';
import { type Disciple, isCompiled, worldOf } from '../disciple/disciple.ts';
import { drawEvidence } from '../forecast/branches.ts';
import { rollOut } from '../forecast/rollout.ts';
import { type Compiled, compileCached } from '../tables/compile.ts';
import { possibleOutcomes } from '../tables/plan.ts';
import { evidenceValues } from '../world/evidence.ts';
import type { World } from '../world/world.ts';

/** So many episodes show what a world without tables reaches. */
const EPISODES = 500;
/** In so many of them the disciple does nothing. */
const ABSENT_EPISODES = 50;

/**
 * For each quantity, in the world's order, the values that it has at outcomes, in rising order. They are all of them
 * where the world compiles. Of a larger world they are those of 500 seeded episodes; in most a disciple acts at random.
 */
export function reachedValues<State>(target: World<State> | Compiled<State>): ReadonlyMap<string, readonly number[]> {
  return memoise(target, 'reached values', () => {
    const outcomes = outcomesOf(target);
    const entries = Object.entries(worldOf(target).quantities);
    return new Map(
      entries.map(([name, read]) => {
        const values = new Set(outcomes.map((state) => Number(read(state))));
        return [name, [...values].sort((a, b) => a - b)];
      }),
    );
  });
}

function outcomesOf<State>(target: World<State> | Compiled<State>): State[] {
  if (isCompiled(target)) return tabulated(target);
  try {
    return tabulated(compileCached(target));
  } catch (error) {
    if (!(error instanceof WorldTooLarge)) throw error;
    return played(target);
  }
}

function tabulated<State>(compiled: Compiled<State>): State[] {
  const possible = possibleOutcomes(compiled);
  return compiled.states.filter((_, index) => possible[index] === 1);
}

function played<State>(world: World<State>): State[] {
  const uniform = stream(0, 'grammar');
  const evidences = evidenceValues(world);
  const count = world.actions.length;
  const wanderer: Disciple<State> = { source: 'random', act: () => Math.floor(uniform() * count), table: null };
  return Array.from({ length: EPISODES }, (_, i) =>
    rollOut(world, evidences[drawEvidence(evidences, uniform)].value, wanderer, i >= ABSENT_EPISODES, uniform),
  );
}
