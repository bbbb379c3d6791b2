/** The suite of penalties: one line a penalty or a family. Import `penalties` from here, so that it is complete. */
import { coarsePenalties } from './coarse/index.ts';
import { learnedPenalties } from './coarse/learned.ts';
import { pathwise } from './coarse/pathwise.ts';
import { similar } from './coarse/similar.ts';
import { comparators } from './comparators/index.ts';
import { stateDistance } from './comparators/state-distance.ts';
import { importancePenalties } from './importance/index.ts';
import { informationPenalties } from './information/index.ts';
import { none } from './none.ts';
import { penalties } from './registry.ts';
import { shapePenalties } from './shape/index.ts';

const suite = [
  none,
  ...coarsePenalties,
  similar,
  pathwise,
  ...learnedPenalties,
  ...shapePenalties,
  ...informationPenalties,
  ...importancePenalties,
  stateDistance,
  ...comparators,
];

for (const penalty of suite) penalties.register(penalty);

export { type PenaltyFactory, penalties } from './registry.ts';
