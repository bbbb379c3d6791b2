import { bestIndex } from '../../penalties/objective.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/** The exact argmax of (1−ε)·E[U|X=1] + ε·E[U|X=0] − λ·penalty; ties to the null program, then to the lower index. */
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
