import '../learning/policy/policy-source.ts';
/** Every master of the suite: one line each. */
import { bandit } from './masters/bandit.ts';
import { masters } from './masters/master.ts';
import { oracle } from './masters/oracle.ts';
import { qNetwork } from './masters/q-network.ts';
import { quantiliser } from './masters/quantiliser.ts';
import { random } from './masters/random.ts';
import { reinforce } from './masters/reinforce.ts';
import { satisficer } from './masters/satisficer.ts';

masters.register(oracle);
masters.register(random);
masters.register(satisficer);
masters.register(quantiliser);
masters.register(bandit);
masters.register(reinforce);
masters.register(qNetwork);
