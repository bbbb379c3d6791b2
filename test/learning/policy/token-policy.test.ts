/** The policy that writes tokens: its gradient is the written one, masked tokens never come, and it learns. */
import type { Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { pickWeighted, stream } from '../../../core/base/random.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import type { Network } from '../../../learning/network/network.ts';
import { denseRows } from '../../../learning/network/one-hot.ts';
import { maskedSoftmax } from '../../../learning/network/softmax.ts';
import { type TokenChoice, TokenPolicy } from '../../../learning/policy/token-policy.ts';
import { testBackend } from '../../backend.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});

const TOKENS = 5;
const END = TOKENS - 1;
const made = (seed = 1, learningRate = 3e-3) =>
  new TokenPolicy(backend, {
    arities: [2, 3],
    tokens: TOKENS,
    most: 3,
    bias: [0, 0, 0, 0, 0],
    stream: stream(seed, 'weights'),
    learningRate,
  });

interface Insides {
  readonly network: Network;
  optimiser: { step(loss: () => Scalar): number | null };
}

/** Random choices after random prefixes, each among at least two tokens. */
function randomChoices(policy: TokenPolicy, rows: number): TokenChoice[] {
  const draw = stream(2, 'choices');
  const below = (n: number) => Math.floor(draw() * n);
  return Array.from({ length: rows }, () => {
    const prefix = Array.from({ length: below(4) }, () => below(END));
    const allowed = Uint8Array.from({ length: TOKENS }, () => below(2));
    allowed[0] = 1;
    allowed[1 + below(END)] = 1;
    const token = pickWeighted(allowed, draw() * allowed.reduce((sum, one) => sum + one, 0));
    const inputs = policy.inputs([below(2), below(3)], prefix);
    return { inputs, allowed, token, gain: 4 * draw() - 2, entropy: draw() };
  });
}

/** The objective as it is written, in tfjs' own operations. */
function writtenLoss(network: Network, choices: readonly TokenChoice[], active: number): Scalar {
  const { tf } = backend;
  const inputs = Int32Array.from(choices.flatMap((choice) => [...choice.inputs]));
  const x = tf.tensor2d(denseRows(inputs, active, network.sizes[0]), [choices.length, network.sizes[0]]);
  const shut = tf.tensor2d(choices.map(({ allowed }) => Array.from(allowed, (one) => (one ? 0 : -1e9))));
  const logs = tf.logSoftmax(tf.add<Tensor2D>(network.forward(x), shut));
  const taken = tf.oneHot(
    tf.tensor1d(
      choices.map(({ token }) => token),
      'int32',
    ),
    TOKENS,
  );
  const gains = tf.tensor2d(choices.map(({ gain }) => [gain]));
  const weights = tf.tensor2d(choices.map(({ entropy }) => [entropy]));
  const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logs), logs), 1, true));
  return tf.neg(tf.sum(tf.add(tf.mul(tf.mul(gains, taken), logs), tf.div(tf.mul(weights, entropy), TOKENS)))) as Scalar;
}

function gradientOf(network: Network, loss: () => Scalar): number[][] {
  const { tf } = backend;
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, [...network.variables] as Variable[]);
    return network.variables.map(({ name }) => Array.from(grads[name].dataSync()));
  });
}

describe('the gradient', () => {
  test('is the one of the objective as written, with masks and entropy', () => {
    const policy = made();
    const insides = policy as unknown as Insides;
    const { network } = insides;
    const choices = randomChoices(policy, 60);
    const wanted = gradientOf(network, () => writtenLoss(network, choices, policy.active));
    let heard: number[][] = [];
    insides.optimiser = {
      step(loss) {
        heard = gradientOf(network, loss);
        return 0;
      },
    };
    policy.update(choices);
    const largest = Math.max(...wanted.flat().map(Math.abs));
    expect(largest).toBeGreaterThan(1e-3);
    expect(heard.length).toBe(wanted.length);
    heard.forEach((values, i) => {
      values.forEach((value, k) => {
        expect(Math.abs(value - wanted[i][k])).toBeLessThan(1e-4 * largest);
      });
    });
    policy.dispose();
  });
});

describe('what it sees', () => {
  test('is the evidence, each token at its place, and the two latest tokens', () => {
    const policy = made();
    // Blocks of 2 and 3 values, three places of 5 tokens, and two latest tokens of 5; 4 is the end token.
    expect([...policy.inputs([1, 2], [3])]).toEqual([1, 2 + 2, 5 + 3, 10 + 4, 15 + 4, 20 + 3, 25 + 4]);
    expect([...policy.inputs([0, 0], [0, 1, 2])]).toEqual([0, 2, 5, 10 + 1, 15 + 2, 20 + 2, 25 + 1]);
    policy.dispose();
  });
});

describe('what it learns', () => {
  /** The probability of the sequence 1, 2 and then the end, in which the tokens 0 and 3 are shut. */
  function chanceOf(policy: TokenPolicy, evidence: readonly number[], sequence: readonly number[]): number {
    const forward = policy.forward();
    const chances = new Float64Array(TOKENS);
    return sequence.reduce((chance, token, i) => {
      maskedSoftmax(forward(policy.inputs(evidence, sequence.slice(0, i)), 0), 0, OPEN, chances);
      return chance * chances[token];
    }, 1);
  }
  const OPEN = Uint8Array.of(0, 1, 1, 0, 1);

  test('a sequence for each evidence value, under which another one loses; it keeps no tensors, and repeats', () => {
    const { tf } = backend;
    const before = tf.memory().numTensors;
    const train = () => {
      const policy = made(3);
      const draw = stream(4, 'episodes');
      for (let update = 0; update < 150; update++) {
        const forward = policy.forward();
        const chances = new Float64Array(TOKENS);
        const episodes = Array.from({ length: 16 }, () => {
          const evidence = [Math.floor(draw() * 2), 0];
          const written: number[] = [];
          const inputs: Int32Array[] = [];
          for (let token = -1; token !== END && written.length < 3; ) {
            inputs.push(policy.inputs(evidence, written));
            maskedSoftmax(forward(inputs[inputs.length - 1], 0), 0, OPEN, chances);
            token = pickWeighted(chances, draw());
            written.push(token);
          }
          const good = evidence[0] === 0 ? [1, 2, END] : [2, END];
          return { evidence, written, inputs, reward: written.join() === good.join() ? 1 : 0 };
        });
        const baseline = (of: number) => {
          const rewards = episodes.filter(({ evidence }) => evidence[0] === of).map(({ reward }) => reward);
          return rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
        };
        const choices = episodes.flatMap(({ evidence, written, inputs, reward }) =>
          written.map((token, k) => {
            const gain = (reward - baseline(evidence[0])) / 16;
            return { inputs: inputs[k], allowed: OPEN, token, gain, entropy: 0.1 / 16 };
          }),
        );
        policy.update(choices);
      }
      const learned = [chanceOf(policy, [0, 0], [1, 2, END]), chanceOf(policy, [1, 0], [2, END])];
      const state = JSON.stringify(policy.save());
      policy.dispose();
      return { learned, state };
    };
    const first = train();
    expect(Math.min(...first.learned)).toBeGreaterThan(0.9);
    expect(tf.memory().numTensors).toBe(before);
    expect(train().state).toBe(first.state);
  });

  test('nothing from no choices', () => {
    const policy = made();
    const before = JSON.stringify(policy.save());
    policy.update([]);
    expect(JSON.stringify(policy.save())).toBe(before);
    policy.dispose();
  });
});

test('the masked softmax gives a shut token no probability, and says the entropy of the others', () => {
  const chances = new Float64Array(4);
  const entropy = maskedSoftmax(Float32Array.of(9, 1e4, 1, 1, 1), 1, Uint8Array.of(0, 1, 1, 1), chances);
  expect(chances[0]).toBe(0);
  expect(chances[1]).toBeCloseTo(1 / 3, 12);
  expect(entropy).toBeCloseTo(Math.log(3), 12);
});
