/** Every penalty of the suite: one line each. */
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

penalties.register(none);
for (const penalty of coarsePenalties) penalties.register(penalty);
penalties.register(similar);
penalties.register(pathwise);
for (const penalty of learnedPenalties) penalties.register(penalty);
for (const penalty of shapePenalties) penalties.register(penalty);
for (const penalty of informationPenalties) penalties.register(penalty);
for (const penalty of importancePenalties) penalties.register(penalty);
penalties.register(stateDistance);
for (const penalty of comparators) penalties.register(penalty);
