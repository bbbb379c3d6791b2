/** Environments that are stepped together, and their three autoreset modes. */
import { describe, expect, test } from 'vitest';
import { DiscipleEnvironment } from '../../../core/gym/disciple-environment.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import { vectorise } from '../../../core/gym/vector.ts';
import { TimeLimit } from '../../../core/gym/wrappers.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

/** Environment i ends after i + 1 steps. */
const staggered = (autoreset?: 'next-step' | 'same-step' | 'disabled') =>
  vectorise((index) => new TimeLimit(new DiscipleEnvironment(tinyWorld), index + 1), 2, { autoreset });

describe('vectorise', () => {
  test('gives environment i the seed + i, and its results are those of the environments alone', () => {
    const vector = vectorise(() => new DiscipleEnvironment(tinyWorld), 3);
    const alone = [0, 1, 2].map(() => new DiscipleEnvironment(tinyWorld));
    const [observations, infos] = vector.reset({ seed: 10 });
    const resets = alone.map((env, i) => env.reset({ seed: 10 + i }));
    expect(observations).toEqual(resets.map(([observation]) => observation));
    expect(infos).toEqual(resets.map(([, info]) => info));
    for (let tick = 1; tick <= tinyWorld.horizon; tick++) {
      const [seen, rewards, terminations, truncations, told] = vector.step([3, 0, 2]);
      const steps = alone.map((env, i) => env.step([3, 0, 2][i]));
      expect(seen).toEqual(steps.map((step) => step[0]));
      expect(rewards).toEqual(Float64Array.from(steps, (step) => step[1]));
      expect(terminations).toEqual(Uint8Array.from(steps, (step) => Number(step[2])));
      expect(truncations).toEqual(Uint8Array.from(steps, (step) => Number(step[3])));
      expect(told).toEqual(steps.map((step) => step[4]));
    }
  });

  test('takes a list of makers, and declares its autoreset mode, by default next-step', () => {
    const vector = vectorise([() => new MasterEnvironment(tinyWorld), () => new MasterEnvironment(tinyWorld)]);
    expect(vector.count).toBe(2);
    expect(vector.metadata).toEqual({ renderModes: ['ansi'], autoreset: 'next-step' });
    expect(vector.actionSpace.sample()).toHaveLength(2);
    expect(vector.observationSpace.contains(vector.reset({ seed: 0 })[0])).toBe(true);
    expect(vector.render()).toEqual([null, null]);
  });

  test('next-step: the step after an end ignores the action and resets', () => {
    const vector = staggered('next-step');
    vector.reset({ seed: 0 });
    expect(vector.step([0, 0])[3]).toEqual(Uint8Array.of(1, 0));
    const [observations, rewards, terminations, truncations] = vector.step([0, 0]);
    expect(observations.map(({ tick }) => tick)).toEqual([0, 2]);
    expect([rewards[0], terminations[0], truncations[0]]).toEqual([0, 0, 0]);
    expect(truncations[1]).toBe(1);
  });

  test('same-step: the observation is the new episode’s, and the last one is in the info', () => {
    const vector = staggered('same-step');
    vector.reset({ seed: 0 });
    const [observations, , , truncations, infos] = vector.step([0, 0]);
    expect(truncations).toEqual(Uint8Array.of(1, 0));
    expect(observations.map(({ tick }) => tick)).toEqual([0, 1]);
    expect(infos[0].finalObservation?.tick).toBe(1);
    expect(infos[0].finalInfo?.tick).toBe(1);
    expect(infos[0].tick).toBe(0);
    expect(infos[1]).not.toHaveProperty('finalObservation');
  });

  test('disabled: a step after an end is refused until the mask resets that environment', () => {
    const vector = staggered('disabled');
    expect(() => vector.reset({ seed: 0, mask: [true, false] })).toThrow(/never reset/);
    vector.reset({ seed: 0 });
    vector.step([0, 0]);
    expect(() => vector.step([0, 0])).toThrow(/environment 0 has ended/);
    const [observations, infos] = vector.reset({ mask: [true, false] });
    expect(observations.map(({ tick }) => tick)).toEqual([0, 1]);
    expect(infos[1]).toEqual({});
    expect(() => vector.step([0, 0])).not.toThrow();
  });

  test('returns from setState to the same future', () => {
    const vector = staggered('next-step');
    vector.reset({ seed: [4, 4] });
    vector.step([3, 3]);
    const saved = structuredClone(vector.getState());
    const play = () => Array.from({ length: 6 }, () => vector.step([3, 2]));
    const first = play();
    vector.setState(saved);
    expect(play()).toEqual(first);
    expect(() => vector.setState({ states: [] })).toThrow(/setState/);
  });

  test('refuses what cannot be stepped together', () => {
    const env = () => new DiscipleEnvironment(tinyWorld);
    const short = { ...tinyWorld, actions: ['wait', 'left'] };
    expect(() => vectorise([env, () => new DiscipleEnvironment(short)])).toThrow(/environment 1/);
    expect(() => vectorise([])).toThrow(/at least one/);
    expect(() => vectorise(env, 0)).toThrow(/count/);
    // @ts-expect-error no such option
    expect(() => vectorise(env, 1, { autoresets: 'disabled' })).toThrow(/unknown field 'autoresets'.*'autoreset'/);
    // @ts-expect-error no such option
    expect(() => vectorise(env, 1).reset({ sed: 1 })).toThrow(/unknown field 'sed'.*'seed'/);
    // @ts-expect-error no such mode
    expect(() => vectorise(env, 1, { autoreset: 'later' })).toThrow(/autoreset/);
    const vector = vectorise(env, 2);
    expect(() => vector.step([0, 0])).toThrow(/before reset/);
    expect(() => vector.reset({ seed: [1] })).toThrow(/seed: expected 2 entries/);
    vector.reset();
    expect(() => vector.step([0])).toThrow(/actions: expected 2 entries/);
    vector.close();
    vector.close();
    expect(() => vector.step([0, 0])).toThrow(/before reset/);
  });
});
