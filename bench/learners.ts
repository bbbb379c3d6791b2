/** The package's own learners on made-up rows: what must agree across backends, and leave no memory behind. */

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
/** A disciple's policy: inputs, how many of them are 1, actions. */
const POLICY = { width: 154, active: 18, actions: 7 };
/** Inputs of a discriminator, a block of one-hots a question. */
const WIDTH = 64;
const BLOCK = 4;
/** Answers to each question that a forecaster learns. */
const ANSWERS = [2, 6, 3, 8];
const EVIDENCES = [[0], [1], [2]];
const LAWS = ['', 'one', 'two'];
const EPISODES = 200;

export function madeActorCritic(backend: Backend): ActorCritic {
  const { width, active, actions } = POLICY;
  const options = { stream: stream(1, 'policy'), learningRate: LEARNING_RATE };
  return new ActorCritic(backend, width, active, actions, options);
}

/** Made-up rows; `outputs` is what the agent says of them give or take 0.2, as if it had moved since. */
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

/** Distinct answers, and how much of either branch each stands for: a half of all in each. */
export function weightedRows(rows: number) {
  const draw = stream(1, 'weighted');
  const inputs = new Float32Array(rows * WIDTH);
  for (let at = 0; at < inputs.length; at += BLOCK) inputs[at + Math.floor(BLOCK * draw())] = 1;
  const halves = [0, 1].map(() => {
    // Cubed, so that the branches differ.
    const shares = Float64Array.from({ length: rows }, () => draw() ** 3);
    const sum = shares.reduce((total, share) => total + share, 0);
    return Float32Array.from(shares, (share) => (0.5 * share) / sum);
  });
  return { inputs, weights1: halves[0], weights0: halves[1] };
}

/** A pool in which each answer leans on the one before, the evidence and the law. */
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

/** A forecaster of made-up answers, from its first weights on: `fitNetworks` with the given options. */
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

/** By name, with the rows of an update: the same rows each time. */
export const learners: Readonly<Record<string, (backend: Backend, rows: number) => Learner>> = {
  /** Three epochs of one step, and a forward pass's copy of the weights, as in training. */
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
  /** A fit of one update: networks are made, stepped, saved and disposed of. */
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
