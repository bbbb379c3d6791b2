import { TIE_TOLERANCE } from '../core/plan.ts';
import { stream } from '../core/random.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/** The share of the library it picks among. */
const QUANTILE = 0.25;

/** Picks uniformly among the best quarter of the library by expected utility (Taylor 2016), at least one disciple. */
export const quantiliser: MasterSpec = {
  id: 'quantiliser',
  summary: 'uniform among the best quarter of the library by expected utility',
  learns: false,
  async create({ utilities, disciples, seed, name }) {
    const uniform = stream(seed, name, 'quantiliser');
    const size = Math.max(1, Math.round(QUANTILE * disciples));
    const best = utilities().map((row) =>
      row
        .map((utility, s) => ({ utility, s }))
        .sort((a, b) => Math.round((b.utility - a.utility) / TIE_TOLERANCE) || a.s - b.s)
        .slice(0, size)
        .map(({ s }) => s),
    );
    const pick = (among: readonly number[], draw: () => number) => among[Math.floor(draw() * among.length)];
    const choices = best.map((among) => pick(among, uniform));
    return fixedMaster(choices, (evidence, draw) => pick(best[evidence], draw));
  },
};
