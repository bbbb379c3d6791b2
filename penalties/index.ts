/** Every penalty of the suite: one line each. */
import { coarsePenalties } from './coarse/index.ts';
import { learnedPenalties } from './coarse/learned.ts';
import { pathwise } from './coarse/pathwise.ts';
import { similar } from './coarse/similar.ts';
import { none } from './none.ts';
import { penalties } from './registry.ts';

penalties.register(none);
for (const penalty of coarsePenalties) penalties.register(penalty);
penalties.register(similar);
penalties.register(pathwise);
for (const penalty of learnedPenalties) penalties.register(penalty);
