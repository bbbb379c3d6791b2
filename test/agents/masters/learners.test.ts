/** Masters that learn choose as the exact oracle does, repeat, and continue from a saved state. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { masters } from '../../../agents/masters/master.ts';
import { Training, type TrainingState } from '../../../agents/masters/training.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { exactPenalties } from '../../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../../../penalties/objective.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const ERASURE = 0.05;
/** At λ = 2 the best choice is careful under half of the evidence values and null under the others, by at least 0.2. */
const WEIGHT = 2;
const compiled = compile(tinyWorld);
const secret: World<TinyState> = {
  ...tinyWorld,
  harm: () => {
    throw new Error('harm was read');
  },
};
const closed = compile(secret);

interface Given {
  readonly seed?: number;
  readonly episodes?: number;
  readonly penalty?: string;
  readonly target?: Compiled<TinyState>;
}

function begin(agent: string, given: Given = {}, saved?: TrainingState) {
  const { seed = 0, episodes = 40_000, penalty = 'coarse/joint/tv', target = compiled } = given;
  return Training.create<TinyState>(
    {
      target,
      penalty: penalties.get(penalty),
      agent: masters.get(agent),
      weight: WEIGHT,
      seed,
      episodes,
      rollouts: 2000,
      erasure: ERASURE,
      backend: testBackend,
    },
    saved,
  );
}

const choices = (training: Training<TinyState>) => training.evidences.map((_, e) => training.choices(e));

function finish(training: Training<TinyState>) {
  const steps = [];
  while (!training.done) steps.push(training.step());
  const result = { steps, choices: choices(training), state: JSON.stringify(training.save()) };
  training.dispose();
  return result;
}

const learners = masters.ids().filter((id) => masters.get(id).learns);

/** (1 − ε)E[U|1] + εE[U|0] and the penalties, exactly, by evidence. */
const scores = (weight: number) =>
  compiled.evidences.map(({ value }) => {
    const penalty = exactPenalties(compiled as Compiled, value, 'coarse/joint/tv');
    return exactObjective(compiled as Compiled, value, ERASURE).map((u, s) => u - weight * penalty[s]);
  });

describe.each(learners)('%s on the tiny world with coarse/joint/tv', (agent) => {
  test('chooses as the exact oracle does under every evidence value, for several seeds', async () => {
    const oracle = scores(WEIGHT).map(bestIndex);
    // The case is not trivial: the oracle's choice depends on the evidence, and differs from the unpenalised one.
    expect(new Set(oracle)).toEqual(new Set([0, 2]));
    for (const seed of [0, 1]) {
      const { choices: found } = finish(await begin(agent, { seed }));
      expect(found.map(({ penalised }) => penalised)).toEqual(oracle);
      found.forEach(({ unpenalised }, e) => {
        const utility = scores(0)[e];
        // Bounded and careful are equally useful where the machine is reliable: within 0.01 is best.
        expect(utility[unpenalised]).toBeGreaterThan(Math.max(...utility) - 0.01);
      });
    }
  });

  test('is deterministic in its seed', async () => {
    const one = finish(await begin(agent, { episodes: 5000, seed: 3 }));
    expect(finish(await begin(agent, { episodes: 5000, seed: 3 }))).toEqual(one);
    expect(finish(await begin(agent, { episodes: 5000, seed: 4 })).state).not.toBe(one.state);
  });

  test.each([0, 1, 9])('saved as JSON after %d updates and restored, it goes on to the same results', async (after) => {
    const whole = finish(await begin(agent, { episodes: 5000 }));
    const first = await begin(agent, { episodes: 5000 });
    for (let i = 0; i < after; i++) first.step();
    const saved = JSON.parse(JSON.stringify(first.save())) as TrainingState;
    first.dispose();
    const rest = finish(await begin(agent, { episodes: 5000 }, saved));
    expect(rest.steps).toEqual(whole.steps.slice(after));
    expect(rest.choices).toEqual(whole.choices);
    expect(rest.state).toBe(whole.state);
  });

  test('never reads harm: a harm that throws changes nothing', async () => {
    const open = finish(await begin(agent, { episodes: 10_000 }));
    expect(finish(await begin(agent, { episodes: 10_000, target: closed }))).toEqual(open);
  });

  test('leaves no tensor behind', async () => {
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    finish(await begin(agent, { episodes: 1000 }));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('with a penalty that is learned beside the master', () => {
  const given = { episodes: 30_000, penalty: 'coarse/learned/tv' };

  test('the master chooses as the exact oracle does, and is charged nearly the exact joint tv', async () => {
    const open = await begin('reinforce', given);
    const hidden = await begin('reinforce', { ...given, target: closed });
    while (!open.done) expect(hidden.step()).toEqual(open.step());
    expect(choices(hidden)).toEqual(choices(open));
    expect(choices(open).map(({ penalised }) => penalised)).toEqual(scores(WEIGHT).map(bestIndex));
    compiled.evidences.forEach(({ value }, e) => {
      exactPenalties(compiled as Compiled, value, 'coarse/joint/tv').forEach((exact, s) => {
        expect(Math.abs(open.charged(e, s) - exact)).toBeLessThan(0.05);
        const { value: measured, interval } = open.measured(e, s);
        expect(Math.abs(measured - exact)).toBeLessThan(0.06);
        // Four deviations of a difference of shares of 2,000 draws beyond the interval's own two.
        expect((interval?.[0] ?? Number.NaN) - 0.02).toBeLessThanOrEqual(exact);
      });
      expect(open.measured(e, 0)).toEqual({ value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, parts: {} });
    });
    open.dispose();
    hidden.dispose();
  });

  test('saved midway and restored it goes on to the same results, and leaves no tensor', async () => {
    const short = { episodes: 3000, penalty: 'coarse/learned/js' };
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    const whole = finish(await begin('q-network', short));
    const first = await begin('q-network', short);
    for (let i = 0; i < 5; i++) first.step();
    const saved = JSON.parse(JSON.stringify(first.save())) as TrainingState;
    first.dispose();
    const rest = finish(await begin('q-network', short, saved));
    expect(rest.steps).toEqual(whole.steps.slice(5));
    expect(rest.state).toBe(whole.state);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a master that learns nothing still trains the penalty, and is given its exact values', async () => {
    const training = await begin('oracle', { episodes: 1000, penalty: 'coarse/learned/tv' });
    expect(training.iterations).toBe(4);
    const { choices: found } = finish(training);
    expect(found.map(({ penalised }) => penalised)).toEqual(scores(WEIGHT).map(bestIndex));
  });
});

test.each(['oracle', 'random', 'satisficer', 'quantiliser'])(
  '%s under a measured penalty needs no iterations',
  async (agent) => {
    const training = await begin(agent);
    expect(training.iterations).toBe(0);
    expect(training.done).toBe(true);
    if (agent === 'oracle') {
      expect(choices(training).map(({ penalised }) => penalised)).toEqual(scores(WEIGHT).map(bestIndex));
      expect(choices(training).map(({ unpenalised }) => unpenalised)).toEqual(scores(0).map(bestIndex));
    }
    training.dispose();
  },
);
