import type { Scalar } from '@tensorflow/tfjs-core';
import { stream } from '../core/random.ts';
import { type AdamState, createAdam } from '../learning/adam.ts';
import { createNetwork, evaluate, type NetworkState } from '../learning/network.ts';
import { argmax, evidenceInputs } from './inputs.ts';
import type { EpisodeBatch, Master, MasterContext, MasterSpec } from './master.ts';

const HIDDEN = 32;
const FIRST_RATE = 1e-2;
/** By which factor the learning rate has fallen at the end. */
const LAST_RATE_SHARE = 0.1;
/** Weight of the policy's entropy, in units of the reward's deviation: it keeps exploring while the penalty is still being learned. */
const FIRST_ENTROPY = 0.3;
const LAST_ENTROPY = 0.02;
/**
 * Disciples at least this share as likely as the likeliest count as tied, and the tie goes to the lowest index, as the exact
 * argmax has it. The entropy bonus keeps equally good disciples about equally likely; between others the policy decides.
 */
const UNDECIDED = 1 / 3;
/** By which factor the running baselines forget, a batch. */
const DECAY = 0.95;

interface ReinforceState {
  readonly network: NetworkState;
  readonly optimiser: AdamState;
  readonly baselines: readonly (readonly number[])[];
  readonly deviation: number;
}

/** Policy gradient (Williams 1992) with a running baseline for each evidence value, conditioned on the evidence. */
export const reinforce: MasterSpec = {
  id: 'reinforce',
  summary: 'policy gradient with a baseline, conditioned on the evidence (tfjs)',
  learns: true,
  create,
};

async function create(context: MasterContext): Promise<Master> {
  const { evidences, arities, disciples, seed, name } = context;
  const backend = await context.backend();
  const { tf } = backend;
  const { width, rows } = evidenceInputs(evidences, arities);
  const network = createNetwork(backend, {
    sizes: [width, HIDDEN, disciples],
    stream: stream(seed, name, 'weights'),
    outputScale: 0.01,
  });
  const optimiser = createAdam(backend, network.variables, { learningRate: FIRST_RATE });
  /** By evidence: decayed sum of rewards and their decayed number. */
  let baselines = evidences.map(() => [0, 0]);
  /** Running root mean square of the advantages. */
  let deviation = 1;
  let policy: readonly Float64Array[] | null = null;

  const probabilities = (): readonly Float64Array[] => {
    if (policy) return policy;
    const logits = evaluate(network, concatenate(rows, width), rows.length);
    policy = rows.map((_, e) => softmax(logits.subarray(e * disciples, (e + 1) * disciples)));
    return policy;
  };

  const learn = (batch: EpisodeBatch, progress: number) => {
    const n = batch.reward.length;
    const inputs = new Float32Array(n * width);
    const weighted = new Float32Array(n * disciples);
    const advantages = new Float64Array(n);
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const e = batch.evidence[i];
      const [sum, count] = baselines[e];
      advantages[i] = count > 0 ? batch.reward[i] - sum / count : 0;
      squares += advantages[i] ** 2;
    }
    deviation = Math.sqrt(DECAY * deviation ** 2 + (1 - DECAY) * (squares / n));
    const scale = 1 / Math.max(deviation, 1e-6);
    for (let i = 0; i < n; i++) {
      inputs.set(rows[batch.evidence[i]], i * width);
      weighted[i * disciples + batch.action[i]] = (advantages[i] * scale) / n;
    }
    for (const baseline of baselines) for (let k = 0; k < 2; k++) baseline[k] *= DECAY;
    for (let i = 0; i < n; i++) {
      baselines[batch.evidence[i]][0] += batch.reward[i];
      baselines[batch.evidence[i]][1]++;
    }
    const entropyWeight = FIRST_ENTROPY * (LAST_ENTROPY / FIRST_ENTROPY) ** progress;
    optimiser.learningRate = FIRST_RATE * LAST_RATE_SHARE ** progress;
    const x = tf.tensor2d(inputs, [n, width]);
    const gains = tf.tensor2d(weighted, [n, disciples]);
    optimiser.step(() => {
      const logProbabilities = tf.logSoftmax(network.forward(x));
      const gain = tf.sum(tf.mul(gains, logProbabilities));
      const entropy = tf.mean(tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities), 1)));
      return tf.neg(tf.add(gain, tf.mul(entropy, entropyWeight))) as Scalar;
    });
    tf.dispose([x, gains]);
    policy = null;
  };

  return {
    act(e, uniform) {
      const chances = probabilities()[e];
      let left = uniform();
      for (let s = 0; s < disciples; s++) {
        left -= chances[s];
        if (left < 0) return s;
      }
      return disciples - 1;
    },
    choose(e) {
      const chances = probabilities()[e];
      const greatest = chances[argmax(chances)];
      return chances.findIndex((chance) => chance >= UNDECIDED * greatest);
    },
    learn,
    save: (): ReinforceState => ({
      network: network.save(),
      optimiser: optimiser.save(),
      baselines: baselines.map((baseline) => [...baseline]),
      deviation,
    }),
    restore(state) {
      const saved = state as ReinforceState;
      network.restore(saved.network);
      optimiser.restore(saved.optimiser);
      baselines = saved.baselines.map((baseline) => [...baseline]);
      deviation = saved.deviation;
      policy = null;
    },
    dispose() {
      network.dispose();
    },
  };
}

function concatenate(rows: readonly Float32Array[], width: number): Float32Array {
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    all.set(row, i * width);
  });
  return all;
}

function softmax(logits: Float32Array): Float64Array {
  const top = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
