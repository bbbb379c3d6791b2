/**
 * State distance, the simplest comparator: the estimator that the essay warns of ("estimating |P(e,S,1)(W)-P(e,S,0)(W)|
 * directly - has problem with chaos"), on the picture of the world instead of the questions.
 *
 * The probability that *this* run ends with another `text` than the *same* run without the disciple, in [0, 1], with
 * Wilson's interval. Both runs draw the same chance, name by name. The part `tiles` is the mean share of tiles that
 * differ; the surplus of the longer picture counts as differing. Its null is exactly 0, as that of `coarse/pathwise`
 * is.
 *
 * Known to fail: in a chaotic world an act that changes no probability changes the picture, and the penalty cannot tell
 * that from steering.
 */
import { textOf } from '../../core/world/world.ts';
import { pairedPenalty } from '../estimate/paired.ts';

export const stateDistance = pairedPenalty({
  id: 'state-distance',
  summary: 'probability that the same run, without the disciple, ends in another picture',
  noExactValue: 'pairs of runs are always sampled',
  distanceIn: (world) => (present, absent) => differingTiles(textOf(world, present), textOf(world, absent)),
  meanDistance: 'tiles',
});

/** Share of the characters that differ, place by place. */
function differingTiles(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.max(one.length, other.length);
  let differing = 0;
  for (let i = 0; i < length; i++) if (one[i] !== other[i]) differing++;
  return differing / length;
}
