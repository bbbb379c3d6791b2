/** What breaks the contract of a master is refused in one line that names the agent and the method. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { fixedMaster, type Master, type MasterSpec, masters } from '../../../agents/masters/master.ts';
import { train } from '../../../agents/masters/train.ts';
import { Training, type TrainingState } from '../../../agents/masters/training.ts';
import { InvalidAgent, InvalidOption } from '../../../core/base/errors.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { penalties } from '../../../penalties/registry.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);

/** An agent that always sends disciple 1, but for what `change` makes of it. */
function agentWith(change: Partial<Record<keyof Master, unknown>>): MasterSpec {
  const create = async () => ({ ...fixedMaster(compiled.evidences.map(() => 1)), ...change }) as Master;
  return { id: 'mine', summary: 'An agent of a test.', learns: true, create };
}

const begin = (agent: MasterSpec, saved?: TrainingState, penalty = 'coarse/joint/tv') =>
  Training.create(
    {
      target: compiled,
      penalty: penalties.get(penalty),
      agent,
      weight: 1,
      seed: 0,
      episodes: 1024,
      rollouts: 100,
      erasure: 0.05,
      backend: testBackend,
    },
    saved,
  );

/** Does all that a run does. */
async function run(agent: MasterSpec): Promise<void> {
  const training = await begin(agent);
  try {
    while (!training.done) training.step();
    training.choices(0);
    training.save();
  } finally {
    training.dispose();
  }
}

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
function fail(): never {
  throw new Error('broken\nin two lines');
}

test('an agent that keeps the contract passes', async () => {
  await expect(run(agentWith({}))).resolves.toBeUndefined();
});

const faults: [keyof Master, unknown, string][] = [
  ['act', () => Number.NaN, 'act: expected the index of a disciple, from 0 to 2, but received NaN'],
  ['act', async () => 1, 'act: expected a result at once but received a promise'],
  ['choose', () => 3, 'choose: expected the index of a disciple, from 0 to 2, but received 3'],
  ['choose', () => undefined, 'choose: expected the index of a disciple, from 0 to 2, but received undefined'],
  ['learn', fail, 'learn threw: broken'],
  ['learn', async () => fail(), 'learn: expected a result at once but received a promise'],
  ['save', () => cyclic, 'save threw: Converting circular structure to JSON'],
  ['save', fail, 'save threw: broken'],
  ['dispose', undefined, 'dispose: expected a function of the master it creates but received undefined'],
];
test.each(faults)('an agent whose %s is %s is refused in one line', async (method, body, message) => {
  const error = await run(agentWith({ [method]: body })).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidAgent);
  expect((error as Error).message).toContain(`agent mine: ${message}`);
  expect((error as Error).message).not.toContain('\n');
});

test('an agent that throws in create is refused in one line', async () => {
  await expect(begin({ ...agentWith({}), create: fail })).rejects.toThrow(/^agent mine: create threw: broken$/);
});

test('a specification without learns is refused wherever it is given', async () => {
  const { learns: _, ...spec } = agentWith({});
  const line = 'agent mine: learns: expected a boolean but received undefined';
  await expect(begin(spec as MasterSpec)).rejects.toThrow(line);
  await expect(train({ world: tinyWorld as World, agent: spec as MasterSpec })).rejects.toThrow(line);
  expect(() => masters.register(spec as MasterSpec)).toThrow(line);
});

describe('a saved state that does not fit is refused in one line', () => {
  test.each(masters.ids().filter((id) => masters.get(id).learns))('the state of %s', async (id) => {
    const agent = masters.get(id);
    const training = await begin(agent);
    training.step();
    const saved = JSON.parse(JSON.stringify(training.save())) as TrainingState;
    training.dispose();
    const restored = await begin(agent, saved);
    restored.dispose();
    const player = saved.players[0];
    const states = [{}, null, 3, { ...(player.master as object), rewards: [[1]], counts: [[1]], exploration: 'all' }];
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    for (const master of states) {
      const error = await begin(agent, { ...saved, players: [{ ...player, master }, player] }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(InvalidOption);
      expect((error as Error).message).toMatch(/^agent [^\n]*: the saved state does not fit[^\n]*$/);
    }
    for (const damaged of [{}, { ...saved, players: [] }, { ...saved, iteration: -1 }, { ...saved, players: [{}, {}] }])
      await expect(begin(agent, damaged as TrainingState)).rejects.toThrow(/^training: the saved state does not fit/);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the state of a learned divergence', async () => {
    const agent = masters.get('bandit');
    const training = await begin(agent, undefined, 'coarse/learned/tv');
    training.step();
    const saved = JSON.parse(JSON.stringify(training.save())) as TrainingState;
    training.dispose();
    const restored = await begin(agent, saved, 'coarse/learned/tv');
    restored.dispose();
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    const { discriminator } = saved.learned!;
    for (const learned of [
      {},
      { ...saved.learned, sums: [] },
      { ...saved.learned, vocabulary: [] },
      { ...saved.learned, discriminator: { ...discriminator, network: { ...discriminator.network, sizes: [1] } } },
    ])
      await expect(begin(agent, { ...saved, learned } as TrainingState, 'coarse/learned/tv')).rejects.toThrow(
        InvalidOption,
      );
    await expect(begin(agent, { ...saved, learned: null }, 'coarse/learned/tv')).rejects.toThrow(
      'training: the saved state does not fit: it is not one with the penalty coarse/learned/tv',
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a training that throws leaves no tensor behind', () => {
  const options = { world: tinyWorld as World, agent: 'reinforce', episodes: 2000, backend: testBackend };
  const stop = () => {
    throw new Error('stopped');
  };

  test.each([
    ['in onStep', { onStep: stop }, 'stopped'],
    ['in onStep, with a penalty that is learned', { onStep: stop, penalty: 'coarse/learned/tv' }, 'stopped'],
    ['in an agent', { penalty: 'coarse/learned/js', agent: agentWith({ learn: fail }) }, 'broken'],
    ['in creating an agent', { penalty: 'coarse/learned/js', agent: { ...agentWith({}), create: fail } }, 'broken'],
  ])('%s', async (_, change, message) => {
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    await expect(train({ ...options, penalty: 'coarse/joint/tv', ...change })).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});
