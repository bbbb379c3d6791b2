/** The master `quantiliser`, which picks among the best disciples instead of the best one. */

import { stream } from '../../core/base/random.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/** It picks among this share of the library. */
const QUANTILE = 0.25;

/** The indices among which it picks, the best first, from the expected utility of each disciple of the library. */
export function bestOf(utilities: readonly number[]): readonly number[] {
  const size = Math.max(1, Math.round(QUANTILE * utilities.length));
  return utilities
    .map((utility, s) => ({ utility, s }))
    .sort((a, b) => Math.round((b.utility - a.utility) / TIE_TOLERANCE) || a.s - b.s)
    .slice(0, size)
    .map(({ s }) => s);
}

/** Picks uniformly among the quarter of the library with the highest expected utility (Taylor 2016). */
export const quantiliser: MasterSpec = {
  id: 'quantiliser',
  summary: 'uniform among the best quarter of the library by expected utility',
  learns: false,
  async create({ utilities, seed, name }) {
    const uniform = stream(seed, name, 'quantiliser');
    const best = utilities().map(bestOf);
    const pick = (among: readonly number[], draw: () => number) => among[Math.floor(draw() * among.length)];
    const choices = best.map((among) => pick(among, uniform));
    return fixedMaster(choices, (evidence, draw) => pick(best[evidence], draw));
  },
};
