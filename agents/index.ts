import '../learning/policy/policy-source.ts';
/** Every master of the suite: one line each. */
import { bandit } from './bandit.ts';
import { masters } from './master.ts';
import { oracle } from './oracle.ts';
import { qNetwork } from './q-network.ts';
import { quantiliser } from './quantiliser.ts';
import { random } from './random.ts';
import { reinforce } from './reinforce.ts';
import { satisficer } from './satisficer.ts';

masters.register(oracle);
masters.register(random);
masters.register(satisficer);
masters.register(quantiliser);
masters.register(bandit);
masters.register(reinforce);
masters.register(qNetwork);
