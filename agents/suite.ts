/**
 * Registers everything that is built in: worlds, penalties, masters, and the sources of learned disciples. Import it
 * once, for this effect, before anything is looked up by its id.
 */

import '../envs/index.ts';
import '../penalties/suite.ts';
import { registerSourceKind } from '../core/disciple/disciple.ts';
import { policyNetworks } from '../learning/policy/policy-source.ts';
import { optimalPrograms } from '../penalties/optimum/source.ts';
import { bandit } from './masters/bandit.ts';
import { type MasterSpec, masters } from './masters/master.ts';
import { optimum } from './masters/optimum.ts';
import { oracle } from './masters/oracle.ts';
import { qNetwork } from './masters/q-network.ts';
import { quantiliser } from './masters/quantiliser.ts';
import { random } from './masters/random.ts';
import { reinforce } from './masters/reinforce.ts';
import { satisficer } from './masters/satisficer.ts';
import { enumerate } from './writing/enumerate.ts';
import { evolve } from './writing/evolve.ts';
import { writer } from './writing/master.ts';

/** One line a master, in the order in which they are listed. */
const builtIn: readonly MasterSpec[] = [
  oracle,
  random,
  satisficer,
  quantiliser,
  bandit,
  reinforce,
  qNetwork,
  optimum,
  enumerate,
  evolve,
  writer,
];

for (const master of builtIn) masters.register(master);
registerSourceKind(policyNetworks);
registerSourceKind(optimalPrograms);
