/** The master `q-network`: it learns which reward each disciple brings. */

import type { Scalar } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { evaluate } from '../../learning/network/network.ts';
import { readState } from '../../learning/network/read-state.ts';
import { linear } from '../../learning/network/schedule.ts';
import type { EpisodeBatch, Master, MasterContext, MasterSpec } from './master.ts';
import { argmax, masterNetwork, networkStateShape } from './network.ts';

const HIDDEN = 64;
/** The share of choices that explore. */
const explorationAt = linear(1, 0.2);

/** Regresses the reward on (e, S), and explores with a falling share of its choices. An episode has only one step. */
export const qNetwork: MasterSpec = {
  id: 'q-network',
  summary: 'regression of the reward on evidence and disciple, ε-greedy (tfjs)',
  learns: true,
  trains: true,
  create,
};

async function create(context: MasterContext): Promise<Master> {
  const { evidences, disciples } = context;
  const learned = await masterNetwork(context, { hidden: HIDDEN, outputs: 1, further: disciples });
  const { backend, network, optimiser, width, rows } = learned;
  const { tf } = backend;
  let exploration = explorationAt(0);
  /** For each evidence index, the reward expected of each disciple; null where it must be computed again. */
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
    learned.setRate(progress);
    exploration = explorationAt(progress);
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
    save: () => ({ ...learned.save(), exploration }),
    restore(state) {
      const saved = readState('agent q-network', stateSchema, state);
      learned.restore(saved);
      exploration = saved.exploration;
      values = null;
    },
    dispose() {
      network.dispose();
    },
  };
}

const stateSchema = z.object({ ...networkStateShape, exploration: z.number().min(0).max(1) });
