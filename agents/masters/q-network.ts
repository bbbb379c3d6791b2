import type { Scalar } from '@tensorflow/tfjs-core';
import { stream } from '../../core/base/random.ts';
import { type AdamState, createAdam } from '../../learning/network/adam.ts';
import { createNetwork, evaluate, type NetworkState } from '../../learning/network/network.ts';
import { argmax, evidenceInputs } from './inputs.ts';
import type { EpisodeBatch, Master, MasterContext, MasterSpec } from './master.ts';

const HIDDEN = 64;
const FIRST_RATE = 1e-2;
/** By which factor the learning rate has fallen at the end. */
const LAST_RATE_SHARE = 0.1;
/** Share of exploring choices, falling linearly from the first to the last. */
const FIRST_EXPLORATION = 1;
const LAST_EXPLORATION = 0.2;

interface QNetworkState {
  readonly network: NetworkState;
  readonly optimiser: AdamState;
  readonly exploration: number;
}

/** Regresses the reward on (e, S), ε-greedy; an episode has one step, so there is nothing to bootstrap (DESIGN §7). */
export const qNetwork: MasterSpec = {
  id: 'q-network',
  summary: 'regression of the reward on evidence and disciple, ε-greedy (tfjs)',
  learns: true,
  create,
};

async function create(context: MasterContext): Promise<Master> {
  const { evidences, arities, disciples, seed, name } = context;
  const backend = await context.backend();
  const { tf } = backend;
  const { width, rows } = evidenceInputs(evidences, arities, disciples);
  const network = createNetwork(backend, { sizes: [width, HIDDEN, 1], stream: stream(seed, name, 'weights') });
  const optimiser = createAdam(backend, network.variables, { learningRate: FIRST_RATE });
  let exploration = FIRST_EXPLORATION;
  let values: readonly Float32Array[] | null = null;

  const write = (inputs: Float32Array, row: number, e: number, s: number) => {
    inputs.set(rows[e], row * width);
    inputs[row * width + width - disciples + s] = 1;
  };
  const table = (): readonly Float32Array[] => {
    if (values) return values;
    const inputs = new Float32Array(evidences.length * disciples * width);
    for (let e = 0; e < evidences.length; e++) {
      for (let s = 0; s < disciples; s++) write(inputs, e * disciples + s, e, s);
    }
    const outputs = evaluate(network, inputs, evidences.length * disciples);
    values = evidences.map((_, e) => outputs.slice(e * disciples, (e + 1) * disciples));
    return values;
  };

  const learn = ({ evidence, action, reward }: EpisodeBatch, progress: number) => {
    const n = reward.length;
    const inputs = new Float32Array(n * width);
    for (let i = 0; i < n; i++) write(inputs, i, evidence[i], action[i]);
    optimiser.learningRate = FIRST_RATE * LAST_RATE_SHARE ** progress;
    exploration = FIRST_EXPLORATION + (LAST_EXPLORATION - FIRST_EXPLORATION) * progress;
    const x = tf.tensor2d(inputs, [n, width]);
    const y = tf.tensor2d(Float32Array.from(reward), [n, 1]);
    optimiser.step(() => tf.mean(tf.square(tf.sub(network.forward(x), y))) as Scalar);
    tf.dispose([x, y]);
    values = null;
  };

  return {
    act: (e, uniform) => (uniform() < exploration ? Math.floor(uniform() * disciples) : argmax(table()[e])),
    choose: (e) => argmax(table()[e]),
    learn,
    save: (): QNetworkState => ({ network: network.save(), optimiser: optimiser.save(), exploration }),
    restore(state) {
      const saved = state as QNetworkState;
      network.restore(saved.network);
      optimiser.restore(saved.optimiser);
      exploration = saved.exploration;
      values = null;
    },
    dispose() {
      network.dispose();
    },
  };
}
