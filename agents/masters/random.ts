/** The master `random`, which other masters must beat. */

import { stream } from '../../core/base/random.ts';
import { fixedMaster, type MasterSpec } from './master.ts';

/** Sends any disciple, all equally likely. The choice by which it is judged is drawn once for each evidence value. */
export const random: MasterSpec = {
  id: 'random',
  summary: 'any disciple, uniformly',
  learns: false,
  async create({ evidences, disciples, seed, name }) {
    const uniform = stream(seed, name, 'random');
    const choices = evidences.map(() => Math.floor(uniform() * disciples));
    return fixedMaster(choices, (_, draw) => Math.floor(draw() * disciples));
  },
};
