import { stream } from '../../core/base/random.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/** The share of the library it picks among. */
const QUANTILE = 0.25;

/** The indices among which it picks, from a row of expected utilities by library index; the best first. */
export function bestOf(utilities: readonly number[]): readonly number[] {
  const size = Math.max(1, Math.round(QUANTILE * utilities.length));
  return utilities
    .map((utility, s) => ({ utility, s }))
    .sort((a, b) => Math.round((b.utility - a.utility) / TIE_TOLERANCE) || a.s - b.s)
    .slice(0, size)
    .map(({ s }) => s);
}

/** Picks uniformly among the best quarter of the library by expected utility (Taylor 2016), at least one disciple. */
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
