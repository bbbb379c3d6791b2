/** The actor-critic's updates move the policy and the value as they should. */
import { beforeAll, describe, expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import { evaluate } from '../../../learning/network/network.ts';
import { decodeState } from '../../../learning/network/network-state.ts';
import { denseRows } from '../../../learning/network/one-hot.ts';
import { softmax } from '../../../learning/network/softmax.ts';
import type { ActorCritic, ActorCriticBatch } from '../../../learning/policy/actor-critic.ts';
import { testBackend } from '../../backend.ts';
import { forwardArrays } from '../../fixtures/forward-arrays.ts';
import { ACTIONS, ACTIVE, CLIP, insides, madeOn, randomBatch, WIDTH } from './actor-critic-setup.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});
const made = (learningRate?: number) => madeOn(backend, learningRate);

describe('updates', () => {
  const chancesOf = (agent: ActorCritic, inputs: Int32Array) => softmax(agent.forward()(inputs, 0).slice(0, ACTIONS));

  /** A hundred rows of one observation, in which action 1 was better than thought and the others worse. */
  function better(agent: ActorCritic): ActorCriticBatch {
    const rows = 99;
    const said = agent.forward()(Int32Array.of(1, 6), 0);
    const actions = Uint8Array.from({ length: rows }, (_, i) => i % ACTIONS);
    return {
      inputs: Int32Array.from({ length: rows * ACTIVE }, (_, i) => (i % ACTIVE === 0 ? 1 : 6)),
      outputs: Float32Array.from({ length: rows * (ACTIONS + 1) }, (_, i) => said[i % (ACTIONS + 1)]),
      actions,
      advantages: Float32Array.from(actions, (action) => (action === 1 ? 1 : -0.5)),
      returns: new Float32Array(rows).fill(2),
      learnt: new Uint8Array(rows).fill(1),
    };
  }

  test('move probability to where the advantage is positive, and the value to the returns', () => {
    const agent = made();
    const inputs = Int32Array.of(1, 6);
    const [p0, p1, p2] = chancesOf(agent, inputs);
    const value = agent.forward()(inputs, 0)[ACTIONS];
    for (let i = 0; i < 60; i++) agent.update(better(agent), 0, stream(i, 'shuffle'));
    const [q0, q1, q2] = chancesOf(agent, inputs);
    expect(q1).toBeGreaterThan(p1 + 0.5);
    expect([q0 < p0, q2 < p2]).toEqual([true, true]);
    expect(agent.forward()(inputs, 0)[ACTIONS]).toBeGreaterThan(value + 0.75 * (2 - value));
    expect(agent.forward()(inputs, 0)[ACTIONS]).toBeLessThan(2.5);
    agent.dispose();
  });

  test('on one old batch stop at the bound, however often they are made, up to Adam’s momentum', () => {
    const agent = made(1e-4);
    const inputs = Int32Array.of(1, 6);
    const { learnt, ...batch } = better(agent);
    const old = {
      ...batch,
      returns: batch.returns.fill(batch.outputs[ACTIONS]),
      learnt: learnt.map((_, row) => Number(batch.actions[row] === 1)),
    };
    const before = chancesOf(agent, inputs)[1];
    const ratios = [50, 50].map((times) => {
      for (let i = 0; i < times; i++) agent.update(old, 0, stream(i, 'shuffle'));
      return chancesOf(agent, inputs)[1] / before;
    });
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(1 + CLIP);
      expect(ratio).toBeLessThan(1 + 2 * CLIP);
    }
    expect(Math.abs(ratios[1] - ratios[0])).toBeLessThan(0.01);
    agent.dispose();
  });

  test('for entropy alone end with even chances', () => {
    const agent = made(1e-3);
    const inputs = Int32Array.of(1, 6);
    for (let i = 0; i < 10; i++) agent.update(better(agent), 0, stream(i, 'shuffle'));
    expect(Math.max(...chancesOf(agent, inputs))).toBeGreaterThan(0.6);
    for (let i = 0; i < 100; i++) {
      const batch = better(agent);
      agent.update({ ...batch, advantages: new Float32Array(batch.advantages.length) }, 1, stream(i, 'shuffle'));
    }
    for (const p of chancesOf(agent, inputs)) expect(Math.abs(p - 1 / ACTIONS)).toBeLessThan(0.05);
    agent.dispose();
  });

  test('are the same for the same seeds, bit for bit', () => {
    const trained = () => {
      const agent = made();
      for (let i = 0; i < 3; i++)
        agent.update(randomBatch(agent, 64, stream(i, 'batch'), 0), 0.1, stream(i, 'shuffle'));
      const state = agent.policy(WIDTH);
      agent.dispose();
      return state;
    };
    expect(trained()).toEqual(trained());
  });

  test('leave no tensor behind, and dispose frees all', () => {
    const { tf } = backend;
    const before = tf.memory().numTensors;
    const agent = made();
    const alive = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) {
      agent.update(randomBatch(agent, 64, stream(i, 'batch'), 0.3), 0.1, stream(i, 'shuffle'));
      agent.policy(WIDTH);
    }
    expect(tf.memory().numTensors).toBe(alive);
    agent.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('forward and policy', () => {
  test('forward equals the network’s outputs on the backend within 1e-5', () => {
    const agent = made();
    const batch = randomBatch(agent, 20, stream(6, 'batch'), 0);
    const onBackend = evaluate(insides(agent).network, denseRows(batch.inputs, ACTIVE, WIDTH), 20);
    batch.outputs.forEach((value, i) => {
      expect(Math.abs(value - onBackend[i])).toBeLessThan(1e-5);
    });
    agent.dispose();
  });

  test('the policy is the network without its value and its spare inputs', () => {
    const agent = made();
    for (let i = 0; i < 5; i++) agent.update(randomBatch(agent, 64, stream(i, 'batch'), 0), 0, stream(i, 'shuffle'));
    const used = 7;
    const state = agent.policy(used);
    expect(state.sizes).toEqual([used, 64, 64, ACTIONS]);
    expect(() => decodeState(state)).not.toThrow();
    const inputs = Int32Array.of(3, used - 1);
    const logits = forwardArrays(state)(denseRows(inputs, ACTIVE, used));
    const said = agent.forward()(inputs, 0);
    expect(logits.length).toBe(ACTIONS);
    logits.forEach((logit, a) => {
      expect(Math.abs(logit - said[a])).toBeLessThan(1e-5);
    });
    agent.dispose();
  });
});
