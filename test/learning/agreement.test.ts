import type { Scalar } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Master, MasterSpec } from '../../agents/master.ts';
import { qNetwork } from '../../agents/q-network.ts';
import { reinforce } from '../../agents/reinforce.ts';
import { stream } from '../../core/random.ts';
import { type AdamState, createAdam } from '../../learning/adam.ts';
import { type Backend, type BackendName, loadBackend } from '../../learning/backend.ts';
import { Discriminator } from '../../learning/discriminator.ts';
import { createNetwork, type NetworkState } from '../../learning/network.ts';
import { decodeFloats, parameterShapes } from '../../learning/network-state.ts';

interface Update {
  readonly weights: readonly Float32Array[];
  /** Of the loss by the weights, before the update. */
  readonly gradients: readonly Float32Array[];
}

/** Adam's running mean after one step is (1 − beta1) times the gradient. */
const SHARE_OF_GRADIENT = 0.1;

function updateOf(network: NetworkState, optimiser: AdamState): Update {
  expect(optimiser.iterations).toBe(1);
  const lengths = parameterShapes(network.sizes).map((shape) => shape[0] * (shape[1] ?? 1));
  const decode = (texts: readonly string[]) => texts.map((text, i) => decodeFloats(text, lengths[i]));
  const gradients = decode(optimiser.means).map((means) => means.map((mean) => mean / SHARE_OF_GRADIENT));
  return { weights: decode(network.weights), gradients };
}

/** One-hots: one input in each block of four. */
function oneHots(rows: number, width: number, name: string): Float32Array {
  const uniform = stream(1, name);
  const inputs = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let block = 0; block + 4 <= width; block += 4) inputs[row * width + block + Math.floor(4 * uniform())] = 1;
  return inputs;
}

/** 1,024 rows of which a quarter come from branch 1, and look different. */
function discriminator(backend: Backend): Update {
  const [rows, width] = [1024, 64];
  const made = new Discriminator(backend, width, { stream: stream(1, 'weights'), learningRate: 3e-3 });
  const labels = Float32Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const inputs = oneHots(rows, width, 'discriminator');
  for (let row = 0; row < rows; row += 4) inputs[row * width] = 1;
  made.update(inputs, labels);
  const { network, optimiser } = made.save();
  made.dispose();
  return updateOf(network, optimiser);
}

/** 256 episodes of a master among five disciples, under two variables of evidence. */
async function master(backend: Backend, spec: MasterSpec): Promise<Update> {
  const evidences = [0, 1].flatMap((a) => [0, 1, 2].map((b) => ({ value: [a, b], probability: 1 / 6 })));
  const made: Master = await spec.create({
    evidences,
    arities: [2, 3],
    disciples: 5,
    weight: 1,
    seed: 1,
    name: 'agreement',
    backend: async () => backend,
    utilities: () => [],
    penalties: async () => [],
  });
  const uniform = stream(1, 'episodes');
  const evidence = Int32Array.from({ length: 256 }, () => Math.floor(6 * uniform()));
  const action = Int32Array.from({ length: 256 }, () => Math.floor(5 * uniform()));
  const reward = Float64Array.from(action, (s, i) => 0.2 * s - 0.1 * evidence[i] + uniform());
  // Baselines, without which its first batch has no advantages.
  if (spec === reinforce) {
    const state = made.save() as { baselines: number[][] };
    made.restore({ ...state, baselines: state.baselines.map(() => [50, 100]) });
  }
  made.learn({ evidence, action, reward }, 0.5);
  const { network, optimiser } = made.save() as { network: NetworkState; optimiser: AdamState };
  made.dispose();
  return updateOf(network, optimiser);
}

/** 1,024 rows of an actor-critic of seven actions and a value: −A·log π(a) − β·H(π) + ½(V − R)². */
function actorCritic(backend: Backend): Update {
  const { tf } = backend;
  const [rows, width, actions] = [1024, 154, 7];
  const network = createNetwork(backend, { sizes: [width, 64, 64, actions + 1], stream: stream(1, 'policy') });
  const adam = createAdam(backend, network.variables, { learningRate: 3e-3 });
  const uniform = stream(1, 'experience');
  const chosen = new Float32Array(rows * actions);
  for (let row = 0; row < rows; row++)
    chosen[row * actions + Math.floor(actions * uniform())] = (2 * uniform() - 1) / rows;
  const returns = Float32Array.from({ length: rows }, () => uniform());
  const x = tf.tensor2d(oneHots(rows, width, 'policy'), [rows, width]);
  const gains = tf.tensor2d(chosen, [rows, actions]);
  const wanted = tf.tensor2d(returns, [rows, 1]);
  const loss = adam.step(() => {
    const outputs = network.forward(x);
    const logs = tf.logSoftmax(tf.slice(outputs, [0, 0], [rows, actions]));
    const value = tf.slice(outputs, [0, actions], [rows, 1]);
    const gain = tf.sum(tf.mul(gains, logs));
    const entropy = tf.mul(-1 / rows, tf.sum(tf.mul(tf.exp(logs), logs)));
    const error = tf.mul(0.5, tf.mean(tf.square(tf.sub(value, wanted))));
    return tf.sub(error, tf.add(gain, tf.mul(0.05, entropy))) as Scalar;
  });
  expect(loss).not.toBeNull();
  const update = updateOf(network.save(), adam.save());
  tf.dispose([x, gains, wanted]);
  network.dispose();
  return update;
}

const updates: Record<string, (backend: Backend) => Update | Promise<Update>> = {
  'the discriminator': discriminator,
  "reinforce's policy": (backend) => master(backend, reinforce),
  'the q-network': (backend) => master(backend, qNetwork),
  'a policy 154→64→64→7 with a value': actorCritic,
};

const nativeLoads = await loadBackend('native').then(
  () => true,
  () => false,
);

function greatest(one: readonly Float32Array[], other: readonly Float32Array[]): number {
  expect(one.map((values) => values.length)).toEqual(other.map((values) => values.length));
  const differences = one.flatMap((values, i) => Array.from(values, (value, k) => Math.abs(value - other[i][k])));
  return differences.reduce((a, b) => Math.max(a, b), 0);
}

const pairs: readonly (readonly [BackendName, BackendName])[] = [
  ['wasm', 'cpu'],
  ['native', 'cpu'],
  ['native', 'wasm'],
];

describe.each(pairs)('%s and %s', (...names) => {
  it.skipIf(names.includes('native') && !nativeLoads).each(Object.keys(updates))(
    'agree on the gradients of %s within 1e-5 of the largest, and on its weights after one update within 1e-4',
    async (name) => {
      const [one, other] = [
        await updates[name](await loadBackend(names[0])),
        await updates[name](await loadBackend(names[1])),
      ];
      const size = Math.max(...one.gradients.flatMap((values) => Array.from(values, Math.abs)));
      expect(size).toBeGreaterThan(1e-3);
      expect(greatest(one.gradients, other.gradients)).toBeLessThan(1e-5 * size);
      expect(greatest(one.weights, other.weights)).toBeLessThan(1e-4);
    },
  );
});
