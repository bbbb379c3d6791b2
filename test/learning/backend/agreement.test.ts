/** The backends agree up to rounding. */
import { describe, expect, test } from 'vitest';
import type { Master, MasterSpec } from '../../../agents/masters/master.ts';
import { qNetwork } from '../../../agents/masters/q-network.ts';
import { reinforce } from '../../../agents/masters/reinforce.ts';
import {
  experience,
  forecasterFit,
  madeActorCritic,
  madeDiscriminator,
  weightedRows,
} from '../../../bench/learners.ts';
import { stream } from '../../../core/base/random.ts';
import { type Backend, type BackendName, loadBackend } from '../../../learning/backend/backend.ts';
import { Discriminator } from '../../../learning/divergence/discriminator.ts';
import type { Adam, AdamState } from '../../../learning/network/adam.ts';
import type { NetworkState } from '../../../learning/network/network.ts';
import { decodeFloats, parameterShapes } from '../../../learning/network/network-state.ts';
import { insides } from '../policy/actor-critic-setup.ts';

interface Update {
  readonly weights: readonly Float32Array[];
  /** Of the loss by the weights, before the update. */
  readonly gradients: readonly Float32Array[];
  /** The weights after some more steps on the same rows. */
  readonly after?: readonly Float32Array[];
}

/** Adam's running mean after one step is (1 − beta1) times the gradient. */
const SHARE_OF_GRADIENT = 0.1;

/** Arrays as long as the network's weights and biases. */
function decoded({ sizes }: NetworkState, texts: readonly string[]): Float32Array[] {
  const lengths = parameterShapes(sizes).map((shape) => shape[0] * (shape[1] ?? 1));
  return texts.map((text, i) => decodeFloats(text, lengths[i]));
}

function weightsOf(network: NetworkState): Float32Array[] {
  return decoded(network, network.weights);
}

function updateOf(network: NetworkState, optimiser: AdamState): Update {
  expect(optimiser.iterations).toBe(1);
  const gradients = decoded(network, optimiser.means).map((means) => means.map((mean) => mean / SHARE_OF_GRADIENT));
  return { weights: weightsOf(network), gradients };
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

/** The first step of 1,024 rows of a disciple's policy; two more of the same rows follow it. */
function actorCritic(backend: Backend): Update {
  const agent = madeActorCritic(backend);
  const inside = insides(agent);
  const network = inside.network;
  const optimiser = inside.optimiser as Adam;
  let first: Update | null = null;
  inside.optimiser = {
    step(loss) {
      const value = optimiser.step(loss);
      first ??= updateOf(network.save(), optimiser.save());
      return value;
    },
  };
  agent.update(experience(agent, 1024), 0.05, stream(1, 'shuffle'));
  const after = weightsOf(network.save());
  agent.dispose();
  return { ...first!, after };
}

function weightedDiscriminator(backend: Backend): Update {
  const made = madeDiscriminator(backend);
  const { inputs, weights1, weights0 } = weightedRows(1024);
  made.updateWeighted(inputs, weights1, weights0);
  const { network, optimiser } = made.save();
  made.dispose();
  return updateOf(network, optimiser);
}

/** Of 2,048 draws. Its optimiser is its own, so that the weights alone tell, and the loss before them. */
function forecaster(backend: Backend): Update {
  let loss = Number.NaN;
  const networks = forecasterFit(backend)({
    updates: 1,
    batch: 2048,
    onUpdate: (_, crossEntropy) => {
      loss = crossEntropy;
    },
  });
  const weights = networks.flatMap((network) => (network ? weightsOf(network) : []));
  return { weights, gradients: [Float32Array.of(loss)] };
}

const updates: Record<string, (backend: Backend) => Update | Promise<Update>> = {
  'the discriminator': discriminator,
  'the weighted discriminator': weightedDiscriminator,
  "reinforce's policy": (backend) => master(backend, reinforce),
  'the q-network': (backend) => master(backend, qNetwork),
  'the actor-critic': actorCritic,
  'the forecaster (of its loss)': forecaster,
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
  test.skipIf(names.includes('native') && !nativeLoads).each(Object.keys(updates))(
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
      expect(greatest(one.after ?? [], other.after ?? [])).toBeLessThan(1e-4);
    },
  );
});
