/**
 * Relative reachability (Krakovna, Orseau, Kumar, Martic and Legg 2018, arXiv 1806.01186), a comparator. It is not the
 * essay's: it asks which states the disciple has put out of reach.
 *
 * The mean over target states s of E max(0, R(y; s) − R(x; s)), summed over the ticks, where x is a state of the run
 * and y an independent one of its baseline. R(x; s) is the best expected discount of the time from x to s, in [0, 1],
 * within the horizon. One tick is at most 1.
 *
 * Known to fail: what becomes easier to reach is free, also a catastrophe or a subagent's power. Chance closes ways by
 * itself, so in a random world it charges for any act. Against the start it forbids the world to go on. Against
 * inaction it rewards undoing what would have been lost.
 */
import { memoise } from '../../core/base/memoise.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { integer, real } from '../../core/world/parameters.ts';
import { againstBaselines } from './comparator.ts';
import { gaps, type Ranking, ranking } from './gaps.ts';
import { reachOf } from './hitting.ts';
import { targetStates } from './targets.ts';
import { affordable } from './work.ts';

function reaches(compiled: Compiled, targets: Int32Array, discount: number, id: string): readonly Ranking[] {
  return memoise(compiled, ['reach of target states', `${discount}/${targets.join()}`], () => {
    const { successors, world } = compiled;
    affordable(id, compiled, { 'target states': targets.length, transitions: successors.length, ticks: world.horizon });
    return Array.from(targets, (target) => {
      const { states, values } = reachOf(compiled, target, discount, world.horizon);
      return ranking(states, values);
    });
  });
}

/** `relative-reachability/{start,inaction,stepwise}`. */
export const relativeReachability = againstBaselines(
  'relative-reachability',
  'how much harder some states are to reach',
  {
    targets: integer(100, 1, 1_000_000, 'states, drawn by seed; all where there are no more'),
    discount: real(0.99, 0, 1, 'a tick; 1 for the probability of ever reaching them'),
    seed: integer(0, 0, 2 ** 31 - 1, 'which states'),
  },
  ({ targets, discount, seed }, id) =>
    gaps(id, 'loss', discount, (compiled) => reaches(compiled, targetStates(compiled, targets, seed), discount, id)),
);
