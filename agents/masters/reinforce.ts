import type { Scalar } from '@tensorflow/tfjs-core';
import { pickWeighted, stream } from '../../core/base/random.ts';
import { type AdamState, createAdam } from '../../learning/network/adam.ts';
import { createNetwork, evaluate, type NetworkState } from '../../learning/network/network.ts';
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
 * The greedy choice is the likeliest disciple. A lower one takes its place only as a tie (DESIGN §3): where it is at least this
 * share as likely (the entropy bonus keeps equally good disciples about equally likely) and its mean reward is within this many standard errors.
 */
const TIED_SHARE = 1 / 3;
const TIED_ERRORS = 3;
/** By which factor the mean rewards forget, a batch. */
const REWARD_DECAY = 0.99;
/** By which factor the running baselines forget, a batch. */
const DECAY = 0.95;

interface ReinforceState {
  readonly network: NetworkState;
  readonly optimiser: AdamState;
  readonly baselines: readonly (readonly number[])[];
  readonly rewards: readonly (readonly number[])[];
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
  /** By (e, S): decayed number, sum and sum of squares of rewards. */
  let rewards = Array.from({ length: evidences.length * disciples }, () => [0, 0, 0]);
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
    for (const reward of rewards) for (let k = 0; k < 3; k++) reward[k] *= REWARD_DECAY;
    for (let i = 0; i < n; i++) {
      const reward = rewards[batch.evidence[i] * disciples + batch.action[i]];
      reward[0]++;
      reward[1] += batch.reward[i];
      reward[2] += batch.reward[i] ** 2;
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
      return pickWeighted(probabilities()[e], uniform());
    },
    choose(e) {
      const chances = probabilities()[e];
      const best = argmax(chances);
      const of = (s: number) => rewards[e * disciples + s];
      return chances.findIndex(
        (chance, s) => s === best || (chance >= TIED_SHARE * chances[best] && indistinct(of(s), of(best))),
      );
    },
    learn,
    save: (): ReinforceState => ({
      network: network.save(),
      optimiser: optimiser.save(),
      baselines: baselines.map((baseline) => [...baseline]),
      rewards: rewards.map((reward) => [...reward]),
      deviation,
    }),
    restore(state) {
      const saved = state as ReinforceState;
      network.restore(saved.network);
      optimiser.restore(saved.optimiser);
      baselines = saved.baselines.map((baseline) => [...baseline]);
      rewards = saved.rewards.map((reward) => [...reward]);
      deviation = saved.deviation;
      policy = null;
    },
    dispose() {
      network.dispose();
    },
  };
}

/** Whether two mean rewards, each of enough episodes to tell, differ by less than their noise. */
function indistinct([n1, sum1, squares1]: readonly number[], [n2, sum2, squares2]: readonly number[]): boolean {
  if (n1 < 30 || n2 < 30) return false;
  const squaredError = (n: number, sum: number, squares: number) => Math.max(0, squares / n - (sum / n) ** 2) / n;
  const error = Math.sqrt(squaredError(n1, sum1, squares1) + squaredError(n2, sum2, squares2));
  return Math.abs(sum1 / n1 - sum2 / n2) <= TIED_ERRORS * error;
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
