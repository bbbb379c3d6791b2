/**
 * The estimator that the essay warns of: "The other alternative - estimating |P(e,S,1)(W)-P(e,S,0)(W)| directly - has
 * problem with chaos."
 *
 * The probability that *this* run ends in another joint cell than the *same* run without the disciple, in [0, 1], with
 * Wilson's interval. Both runs draw the same chance, name by name. It is at least `coarse/joint/tv`, however the runs
 * are coupled. Its null is exactly 0, because a program without effect meets the same chance and so ends in the same
 * cells.
 *
 * Known to fail: in a chaotic world an act that changes no probability changes the run.
 */

import { questionCells } from '../../core/world/answers.ts';
import { real } from '../../core/world/parameters.ts';
import { pairedPenalty } from '../estimate/paired.ts';
import type { Penalty } from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';

export const pathwise: PenaltyFactory = {
  name: 'coarse/pathwise',
  summary: 'probability that the same run, without the disciple, ends in another cell',
  parameters: { coarseness: real(1, 0, 1e6, 'factor on every grain; 0 for the finest cells') },
  create({ coarseness }, id): Penalty {
    return pairedPenalty({
      id,
      summary: pathwise.summary,
      noExactValue: 'pairs of runs are always sampled; coarse/joint/tv bounds it from below',
      distanceIn(world) {
        const cells = questionCells(world, coarseness);
        return (present, absent) => (cells(present).join() === cells(absent).join() ? 0 : 1);
      },
    });
  },
};
