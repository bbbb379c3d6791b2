/** What `train` gives and refuses, with tables and without. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { fixedMaster, masters } from '../../../agents/masters/master.ts';
import { train } from '../../../agents/masters/train.ts';
import { Training, type TrainingStep } from '../../../agents/masters/training.ts';
import {
  InvalidAgent,
  InvalidOption,
  InvalidWorld,
  LeakyWire,
  UnknownId,
  WorldTooLarge,
} from '../../../core/base/errors.ts';
import { registerSourceKind } from '../../../core/disciple/disciple.ts';
import type { World } from '../../../core/world/world.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { BIASES, type CoinState, coinWorld } from '../../fixtures/coin-world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const ZERO = { value: 0, interval: null, null: { mean: 0, p95: 0 }, parts: {} };

describe('train', () => {
  const small = { world: tinyWorld as World, penalty: 'coarse/joint/tv', agent: 'bandit', weight: 2, episodes: 20_000 };

  test('gives a master that names what it sends, what its twin sends, and what it was charged', async () => {
    const steps: TrainingStep[] = [];
    const master = await train({ ...small, onStep: (step) => steps.push(step) });
    expect(master.choose([0, 0])).toBe('careful');
    expect(master.choose([1, 0])).toBe('null');
    expect(master.chooseUnpenalised([0, 0])).toBe('bounded');
    expect(master.charged([0, 0], 'null')).toBe(0);
    expect(master.charged([0, 0], 'careful')).toBeCloseTo(0.1875, 6);
    expect(steps.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 79 }, (_, i) => i + 1));
    for (const { reward, utility, penalty } of steps) expect(reward).toBeCloseTo(utility - 2 * penalty, 9);
    expect(() => master.choose([7, 7])).toThrow(InvalidOption);
    expect(() => master.charged([0, 0], 'carefull')).toThrow(
      "disciple: expected one of null, bounded, careful but received 'carefull'",
    );
    master.dispose();
  });

  test('makes the same choices with onStep and without', async () => {
    const followed = await train({ ...small, onStep: () => {} });
    const master = await train(small);
    expect(master.choose([0, 0])).toBe(followed.choose([0, 0]));
    expect(master.choose([0, 0])).toBe('careful');
    master.dispose();
  });

  test('refuses a world whose wire leaks, unless that is allowed', async () => {
    const leaky: World = {
      ...(tinyWorld as World),
      id: 'LeakyTiny-v0',
      wire: (source, x) => (x === 1 ? source : source.slice(0, Math.floor(source.length / 2))),
    };
    await expect(train({ ...small, world: leaky })).rejects.toThrow(LeakyWire);
    const master = await train({ ...small, world: leaky, allowLeak: true, episodes: 256 });
    master.dispose();
  });

  test.each([
    ['negative', () => -3, 'a finite value ≥ 0 but received -3'],
    ['not a number', () => Number.NaN, 'a finite value ≥ 0 but received NaN'],
    ['charged to the null program', () => 1, 'expected 0 but received 1'],
  ])('refuses a penalty that is %s', async (_, value, message) => {
    const penalty = { ...penalties.get('none'), id: 'bad', exact: () => ({ ...ZERO, value: value() }) };
    await expect(train({ ...small, penalty })).rejects.toThrow(message);
  });

  test.each([99, -1, 0.5])('refuses an agent that sends disciple number %d', async (choice) => {
    const agent = {
      id: 'bad',
      summary: '',
      learns: false,
      create: async () => fixedMaster(tinyWorld.disciples.map(() => choice)),
    };
    const master = await train({ ...small, agent });
    expect(() => master.choose([0, 0])).toThrow(InvalidAgent);
    expect(() => master.choose([0, 0])).toThrow(
      `agent bad: choose: expected the index of a disciple, from 0 to 2, but received ${choice}`,
    );
    master.dispose();
  });

  test('takes a world by id and options, penalty and agent as objects', async () => {
    const master = await train({
      world: 'PaperclipFactory-v0?horizon=3&houses=1&workers=0',
      penalty: penalties.get('none'),
      agent: masters.get('oracle'),
      backend: testBackend,
    });
    expect(master.choose([0, 1, 0])).toBe(master.chooseUnpenalised([0, 1, 0]));
    master.dispose();
  });

  test.each([
    [{ weight: -1 }, 'weight: expected a number ≥ 0 but received -1'],
    [{ weight: Number.NaN }, 'weight: expected a number ≥ 0 but received NaN'],
    [{ weight: Number.POSITIVE_INFINITY }, 'weight: expected'],
    [{ erasure: 1 }, 'erasure: expected a number ≥ 0 and below 1 but received 1'],
    [{ episodes: Number.NaN }, 'episodes: expected a positive integer but received NaN'],
    [{ episodes: 0 }, 'episodes: expected a positive integer but received 0'],
    [{ rollouts: 1.5 }, 'rollouts: expected a positive integer but received 1.5'],
    [{ seed: Number.NaN }, 'seed: expected an integer ≥ 0 but received NaN'],
    [{ seed: -1 }, 'seed: expected an integer ≥ 0 but received -1'],
    [{ seed: 'a' as never }, "seed: expected an integer ≥ 0 but received 'a'"],
    [{ episdes: 3 } as object, "train: unknown field 'episdes'. Did you mean 'episodes'?"],
    [{ agent: {} as never }, 'agent: id: expected a text that is not empty but received undefined'],
    [{ agent: { ...masters.get('oracle'), learns: undefined } as never }, 'agent oracle: learns: expected a boolean'],
  ])('refuses %o', async (bad, message) => {
    await expect(train({ ...small, ...bad })).rejects.toThrow(InvalidOption);
    await expect(train({ ...small, ...bad })).rejects.toThrow(message);
  });

  test.each([
    [{ world: 'PaperclipFactry-v0' }, "unknown world 'PaperclipFactry-v0'. Did you mean 'PaperclipFactory-v0'?"],
    [{ penalty: 'coarse/join/tv' }, "unknown penalty 'coarse/join/tv'. Did you mean 'coarse/joint/tv'?"],
    [{ agent: 'bandid' }, "unknown agent 'bandid'. Did you mean 'bandit'?"],
  ])('offers the nearest name for %o', async (bad, message) => {
    await expect(train({ ...small, ...bad })).rejects.toThrow(UnknownId);
    await expect(train({ ...small, ...bad })).rejects.toThrow(message);
  });

  test('refuses a world that breaks its contract, or does not compile', async () => {
    const broken = { ...tinyWorld, id: 'Broken-v0', utility: () => 2 } as World;
    await expect(train({ ...small, world: broken })).rejects.toThrow(InvalidWorld);
    const endless: World<number> = {
      id: 'Endless-v0',
      summary: 'It grows.',
      horizon: 5,
      actions: ['wait'],
      evidence: { variables: [], prior: () => [] },
      quantities: {},
      questions: [],
      disciples: [{ id: 'null', source: '', summary: 'Nothing.' }],
      begin: () => 1,
      step: (n, _, chance) => 2000 * n + chance.below(2000),
      key: String,
      observe: (n) => [n],
      utility: () => 0,
      harm: () => 0,
      draw: String,
    };
    await expect(train({ ...small, world: endless as World })).rejects.toThrow(WorldTooLarge);
  });
});

describe('where nothing is compiled', () => {
  registerSourceKind({
    name: 'always',
    recognises: (source) => source.startsWith('always:'),
    boot: (_, source) => ({ source, act: () => Number(source.slice(7)), table: null }),
  });
  const world: World<CoinState> = {
    ...coinWorld,
    id: 'CoinBare-v0',
    disciples: [
      coinWorld.disciples[0],
      { id: 'raise', source: 'always:1', summary: 'Acts.' },
      { id: 'idle', source: 'always:0', summary: 'Does not.' },
    ],
  };
  const begin = (agent: string, penalty: string, weight: number, target = world) =>
    Training.create<CoinState>({
      target,
      penalty: penalties.get(penalty),
      agent: masters.get(agent),
      weight,
      seed: 1,
      episodes: 10_000,
      rollouts: 2000,
      erasure: 0.05,
      backend: testBackend,
    });

  test('the penalty and the utility are estimated from rollouts, and a harm that throws is never read', async () => {
    const training = await begin('oracle', 'coarse/joint/tv', 0.5);
    BIASES.forEach((p, e) => {
      expect(Math.abs(training.charged(e, 1) - p)).toBeLessThan(5 * Math.sqrt(0.25 / 2000));
      expect(training.measured(e, 1).interval).not.toBeNull();
      // Utility p · 0.95 outweighs half of tv = p; an idle disciple is worth no more than the null.
      expect(training.choices(e)).toEqual({ penalised: 1, unpenalised: 1 });
    });
    training.dispose();
  });

  test('a master learns: at λ = 2 the flag is not worth its penalty', async () => {
    const training = await begin('bandit', 'coarse/pathwise', 2);
    while (!training.done) training.step();
    BIASES.forEach((_, e) => {
      expect([0, 2]).toContain(training.choices(e).penalised);
      expect(training.choices(e).unpenalised).toBe(1);
    });
    training.dispose();
  });

  test('the oracle is told what a learned penalty measures', async () => {
    // One evidence value and two disciples: each (e, S) trains a network of its own, for some seconds.
    const evidence: World<CoinState>['evidence'] = {
      variables: [{ name: 'bias', arity: 1, scale: 'ordinal' }],
      prior: () => [0],
    };
    const short = { ...world, id: 'CoinShort-v0', evidence, disciples: world.disciples.slice(0, 2) };
    const training = await begin('oracle', 'coarse/learned/tv', 2, short);
    expect(training.choices(0)).toEqual({ penalised: 0, unpenalised: 1 });
    training.dispose();
  });
});
