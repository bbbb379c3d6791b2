/** The master `reinforce`: it learns by policy gradient which disciple to send under each evidence value. */

import type { Scalar } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { pickWeighted } from '../../core/base/random.ts';
import { evaluate } from '../../learning/network/network.ts';
import { numberRows, readState } from '../../learning/network/read-state.ts';
import { geometric } from '../../learning/network/schedule.ts';
import { softmax } from '../../learning/network/softmax.ts';
import type { EpisodeBatch, Master, MasterContext, MasterSpec } from './master.ts';
import { argmax, masterNetwork, networkStateShape } from './network.ts';

const HIDDEN = 32;
const FIRST_ENTROPY = 0.3;
const LAST_ENTROPY = 0.02;
/**
 * The weight of the policy's entropy, in units of the reward's deviation. It keeps the policy exploring while the
 * penalty is still being learned.
 */
const entropyWeightAt = geometric(FIRST_ENTROPY, LAST_ENTROPY / FIRST_ENTROPY);
/**
 * A disciple ties with the likeliest one where it is at least this share as likely, and where their mean rewards differ
 * by at most so many standard errors. The entropy bonus keeps equally good disciples about equally likely.
 */
const TIED_SHARE = 1 / 3;
const TIED_ERRORS = 3;
/** With every batch, all earlier rewards weigh less in the mean rewards by this factor. */
const REWARD_DECAY = 0.99;
/** With every batch, all earlier rewards weigh less in the baselines by this factor. */
const DECAY = 0.95;

/** Policy gradient (Williams 1992) with a running baseline for each evidence value. */
export const reinforce: MasterSpec = {
  id: 'reinforce',
  summary: 'policy gradient with a baseline, conditioned on the evidence (tfjs)',
  learns: true,
  trains: true,
  create,
};

async function create(context: MasterContext): Promise<Master> {
  const { evidences, disciples } = context;
  const learned = await masterNetwork(context, { hidden: HIDDEN, outputs: disciples, outputScale: 0.01 });
  const { backend, network, optimiser, width, rows } = learned;
  const { tf } = backend;
  /** For each evidence index, the decayed sum of rewards and the decayed number of rewards. */
  let baselines = evidences.map(() => [0, 0]);
  /** For each (e, S), the decayed number, sum and sum of squares of rewards. */
  let rewards = Array.from({ length: evidences.length * disciples }, () => [0, 0, 0]);
  /** The running root mean square of the advantages. */
  let deviation = 1;
  /** For each evidence index, the probability of each disciple; null where it must be computed again. */
  let policy: readonly Float64Array[] | null = null;

  const probabilities = (): readonly Float64Array[] => {
    if (policy) return policy;
    const logits = evaluate(network, concatenate(rows, width), rows.length);
    policy = rows.map((_, e) => softmax(Float64Array.from(logits.subarray(e * disciples, (e + 1) * disciples))));
    return policy;
  };

  /** The advantages of a batch over the baselines, in units of their running deviation. */
  const advantagesOf = ({ evidence, reward }: EpisodeBatch): Float64Array => {
    const advantages = new Float64Array(reward.length);
    let squares = 0;
    for (let i = 0; i < reward.length; i++) {
      const [sum, count] = baselines[evidence[i]];
      advantages[i] = count > 0 ? reward[i] - sum / count : 0;
      squares += advantages[i] ** 2;
    }
    deviation = Math.sqrt(DECAY * deviation ** 2 + (1 - DECAY) * (squares / reward.length));
    const scale = 1 / Math.max(deviation, 1e-6);
    return advantages.map((advantage) => advantage * scale);
  };

  const follow = ({ evidence, action, reward }: EpisodeBatch) => {
    for (const baseline of baselines) for (let k = 0; k < 2; k++) baseline[k] *= DECAY;
    for (const sums of rewards) for (let k = 0; k < 3; k++) sums[k] *= REWARD_DECAY;
    for (let i = 0; i < reward.length; i++) {
      baselines[evidence[i]][0] += reward[i];
      baselines[evidence[i]][1]++;
      const sums = rewards[evidence[i] * disciples + action[i]];
      sums[0]++;
      sums[1] += reward[i];
      sums[2] += reward[i] ** 2;
    }
  };

  const learn = (batch: EpisodeBatch, progress: number) => {
    const n = batch.reward.length;
    const advantages = advantagesOf(batch);
    const inputs = new Float32Array(n * width);
    const weighted = new Float32Array(n * disciples);
    for (let i = 0; i < n; i++) {
      inputs.set(rows[batch.evidence[i]], i * width);
      weighted[i * disciples + batch.action[i]] = advantages[i] / n;
    }
    follow(batch);
    const entropyWeight = entropyWeightAt(progress);
    learned.setRate(progress);
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
    act: (e, uniform) => pickWeighted(probabilities()[e], uniform()),
    choose(e) {
      const chances = probabilities()[e];
      const best = argmax(chances);
      const of = (s: number) => rewards[e * disciples + s];
      return chances.findIndex(
        (chance, s) => s === best || (chance >= TIED_SHARE * chances[best] && indistinct(of(s), of(best))),
      );
    },
    learn,
    save: () => ({
      ...learned.save(),
      baselines: baselines.map((baseline) => [...baseline]),
      rewards: rewards.map((reward) => [...reward]),
      deviation,
    }),
    restore(state) {
      const schema = stateSchema(baselines.length, rewards.length);
      const saved = readState('agent reinforce', schema, state);
      learned.restore(saved);
      baselines = saved.baselines;
      rewards = saved.rewards;
      deviation = saved.deviation;
      policy = null;
    },
    dispose() {
      network.dispose();
    },
  };
}

const stateSchema = (evidences: number, cases: number) =>
  z.object({
    ...networkStateShape,
    baselines: numberRows(evidences, 2),
    rewards: numberRows(cases, 3),
    deviation: z.number().min(0),
  });

/** Whether two mean rewards differ by no more than their noise. False where either has too few episodes to tell. */
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
