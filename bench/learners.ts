/** The package's learners on made-up rows, for tests of agreement between backends and of memory. */

import { stream } from '../core/base/random.ts';
import type { Backend } from '../learning/backend/backend.ts';
import { Discriminator } from '../learning/divergence/discriminator.ts';
import { type FitOptions, fitNetworks } from '../learning/forecaster/fit.ts';
import { inputLayout } from '../learning/forecaster/layout.ts';
import type { AnswerPool } from '../learning/forecaster/pool.ts';
import { poolVocabulary, prefixesOf } from '../learning/forecaster/prefixes.ts';
import type { NetworkState } from '../learning/network/network.ts';
import { ActorCritic, type ActorCriticBatch } from '../learning/policy/actor-critic.ts';

const LEARNING_RATE = 3e-3;
/** The size of a disciple's policy: `active` of its inputs are 1. */
const POLICY = { width: 154, active: 18, actions: 7 };
/** How many inputs a discriminator has. Each question has a block of them, in which one input is 1. */
const WIDTH = 64;
const BLOCK = 4;
/** How many answers each question of a forecaster has. */
const ANSWERS = [2, 6, 3, 8];
const EVIDENCES = [[0], [1], [2]];
const LAWS = ['', 'one', 'two'];
const EPISODES = 200;

export function madeActorCritic(backend: Backend): ActorCritic {
  const { width, active, actions } = POLICY;
  const options = { stream: stream(1, 'policy'), learningRate: LEARNING_RATE };
  return new ActorCritic(backend, width, active, actions, options);
}

/** Made-up rows. Their `outputs` are the agent's, changed by up to 0.2, as if the agent had been trained since. */
export function experience(agent: ActorCritic, rows: number): ActorCriticBatch {
  const { width, active, actions } = POLICY;
  const draw = stream(1, 'experience');
  const between = (low: number, high: number) => low + Math.floor(draw() * (high - low));
  const bound = (block: number) => Math.floor((block * width) / active);
  const inputs = Int32Array.from({ length: rows * active }, (_, i) => {
    const block = i % active;
    return between(bound(block), bound(block + 1));
  });
  const forward = agent.forward();
  const outputs = new Float32Array(rows * (actions + 1));
  for (let row = 0; row < rows; row++) outputs.set(forward(inputs, row * active), row * (actions + 1));
  return {
    inputs,
    outputs: outputs.map((value) => value + 0.2 * (2 * draw() - 1)),
    actions: Uint8Array.from({ length: rows }, () => between(0, actions)),
    advantages: Float32Array.from({ length: rows }, () => 4 * draw() - 2),
    returns: Float32Array.from({ length: rows }, () => 4 * draw() - 2),
    learnt: Uint8Array.from({ length: rows }, () => Number(draw() < 0.9)),
  };
}

export function madeDiscriminator(backend: Backend): Discriminator {
  return new Discriminator(backend, WIDTH, { stream: stream(1, 'weights'), learningRate: LEARNING_RATE });
}

/** Distinct answers, each with its weight in either branch. The weights of a branch sum to ½. */
export function weightedRows(rows: number) {
  const draw = stream(1, 'weighted');
  const inputs = new Float32Array(rows * WIDTH);
  for (let at = 0; at < inputs.length; at += BLOCK) inputs[at + Math.floor(BLOCK * draw())] = 1;
  const halves = [0, 1].map(() => {
    // The cube makes the branches differ.
    const shares = Float64Array.from({ length: rows }, () => draw() ** 3);
    const sum = shares.reduce((total, share) => total + share, 0);
    return Float32Array.from(shares, (share) => (0.5 * share) / sum);
  });
  return { inputs, weights1: halves[0], weights0: halves[1] };
}

/** A pool in which each answer depends on the answer before it, the evidence and the law. */
function madePool(): AnswerPool {
  const draw = stream(1, 'answers');
  const cells = EVIDENCES.map((_, e) =>
    LAWS.map((__, law) => {
      const rows = new Int32Array(EPISODES * ANSWERS.length);
      for (let i = 0; i < rows.length; i++) {
        const question = i % ANSWERS.length;
        const before = question === 0 ? e + law : rows[i - 1];
        rows[i] = (Math.floor(ANSWERS[question] * draw() ** 2) + before) % ANSWERS[question];
      }
      return rows;
    }),
  );
  return { evidences: EVIDENCES, laws: LAWS, cells };
}

/** Fits a forecaster to made-up answers, beginning with its first weights at each call. */
export function forecasterFit(
  backend: Backend,
): (options: Pick<FitOptions, 'updates' | 'batch' | 'onUpdate'>) => (NetworkState | null)[] {
  const pool = madePool();
  const layout = inputLayout(EVIDENCES, LAWS.length, poolVocabulary(pool, ANSWERS.length));
  const prefixes = prefixesOf(pool, layout);
  return (options) => fitNetworks(backend, layout, prefixes, { hidden: 48, seed: 1, ...options });
}

export interface Learner {
  update(): void;
  dispose(): void;
}

/** Each learner by its name. Every update of a learner sees the same rows. */
export const learners: Readonly<Record<string, (backend: Backend, rows: number) => Learner>> = {
  /** An update makes three epochs of one step, and copies the weights for a forward pass, as training does. */
  'actor-critic': (backend, rows) => {
    const agent = madeActorCritic(backend);
    const batch = experience(agent, rows);
    const shuffle = stream(1, 'shuffle');
    return {
      update() {
        agent.forward();
        agent.update(batch, 0.01, shuffle);
      },
      dispose: () => agent.dispose(),
    };
  },
  'weighted discriminator': (backend, rows) => {
    const discriminator = madeDiscriminator(backend);
    const { inputs, weights1, weights0 } = weightedRows(rows);
    return {
      update: () => discriminator.updateWeighted(inputs, weights1, weights0),
      dispose: () => discriminator.dispose(),
    };
  },
  /** An update makes networks, trains them once, saves them and disposes of them. */
  "forecaster's fit": (backend, rows) => {
    const fit = forecasterFit(backend);
    return {
      update() {
        fit({ updates: 1, batch: rows });
      },
      dispose() {},
    };
  },
};
