/** The master `satisficer`, which takes any disciple that is good enough. */

import { stream } from '../../core/base/random.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/** It is content with this expected utility. */
const THRESHOLD = 0.5;

/** The indices among which it picks, from the expected utility of each disciple of the library. */
export function contentWith(utilities: readonly number[]): readonly number[] {
  const enough = utilities.flatMap((utility, s) => (s > 0 && utility >= THRESHOLD - TIE_TOLERANCE ? [s] : []));
  return enough.length > 0 ? enough : [0];
}

/**
 * "The most obvious path to coding reduced impact is to build a satisficer rather than a maximiser" (essay). It picks
 * uniformly among the disciples whose expected utility is at least ½, whatever else they do. The null program is not
 * among them; it is sent where no disciple is good enough.
 */
export const satisficer: MasterSpec = {
  id: 'satisficer',
  summary: 'uniform among the non-null disciples of expected utility ≥ ½',
  learns: false,
  async create({ utilities, seed, name }) {
    const uniform = stream(seed, name, 'satisficer');
    const content = utilities().map(contentWith);
    const pick = (among: readonly number[], draw: () => number) => among[Math.floor(draw() * among.length)];
    const choices = content.map((among) => pick(among, uniform));
    return fixedMaster(choices, (evidence, draw) => pick(content[evidence], draw));
  },
};
