/**
 * The coarse family, without edges between cells. The essay: "worlds with very similar results on these scales are
 * grouped together". Here results that *nearly* agree count as nearly the same.
 *
 * ½ MMD² of the questions' readings with the product kernel Π exp(−|Δreading| / grain), in [0, 1]. On samples it is
 * unbiased, and clipped at 0 only for display: the part `raw` is not clipped. See `docs/penalties/coarse.md`.
 *
 * Known to fail: it is quadratic in a small difference of probabilities, so it forgives many small changes more readily
 * than total variation does.
 */

import { reading } from '../../core/world/answers.ts';
import { real } from '../../core/world/parameters.ts';
import type { World } from '../../core/world/world.ts';
import { comparison, counts } from '../comparison.ts';
import type { Convex } from '../convex.ts';
import { similarEstimate, similarExact } from '../estimate/similar.ts';
import { atoms, type Graining } from '../graining.ts';
import { exactly, type Penalty } from '../penalty.ts';
import type { PenaltyFactory } from '../registry.ts';

function readings<State>(world: World<State>): Graining<State> {
  return {
    id: 'readings',
    world,
    names: world.questions.map(({ id }) => id),
    cells: (state) => world.questions.map((question) => reading(world, question, state)),
  };
}

export const similar: PenaltyFactory = {
  name: 'coarse/similar',
  summary: '½ MMD²: outcomes with nearly the same answers count as nearly the same',
  parameters: { coarseness: real(1, 1e-6, 1e6, 'factor on every grain') },
  create({ coarseness }, id): Penalty {
    const grainsOf = <State>(world: World<State>) => world.questions.map(({ grain = 1 }) => grain * coarseness);
    const convex: Convex = (world) => ({ kind: 'kernel', graining: readings(world), grains: grainsOf(world) });
    return comparison({ id, summary: similar.summary, convex }, (p1, p0, world, seed) => {
      const joined = atoms(p1, p0, readings(world));
      const grains = grainsOf(world);
      const matrix = Float64Array.from(joined.cells.flat() as number[]);
      if (p1.draws === null || p0.draws === null) {
        return exactly(similarExact(matrix, grains, joined.weights1, joined.weights0));
      }
      const counts1 = counts(joined.weights1, p1.draws);
      const counts0 = counts(joined.weights0, p0.draws);
      const estimate = similarEstimate(matrix, grains, counts1, counts0, p1.draws, p0.draws, { seed });
      const { value, interval, null: relabelled, raw } = estimate;
      return { value, interval, null: relabelled, parts: { raw } };
    });
  },
};
