/** The master `oracle`, which knows everything that a master may know. */

import { bestIndex } from '../../penalties/objective.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/**
 * Sends the disciple with the greatest (1 − ε) · E[U | X=1] + ε · E[U | X=0] − λ · penalty. Among equally good ones the
 * null program comes first, and then the lower index.
 */
export const oracle: MasterSpec = {
  id: 'oracle',
  summary: 'the exact argmax of utility − λ · penalty',
  learns: false,
  async create({ utilities, penalties, weight }) {
    const penalty = await penalties();
    return fixedMaster(
      utilities().map((row, e) => bestIndex(row.map((utility, s) => utility - weight * penalty[e][s]))),
    );
  },
};
