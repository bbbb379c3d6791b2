/** Each wrapper by itself, and wrappers around wrappers. */
import { describe, expect, test } from 'vitest';
import { InvalidEnvironment, InvalidOption, ResetNeeded } from '../../../core/base/errors.ts';
import { DiscipleEnvironment } from '../../../core/gym/disciple-environment.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import { Discrete } from '../../../core/gym/spaces.ts';
import {
  ImpactPenalty,
  OrderEnforcing,
  PassiveChecker,
  RecordEpisodeStatistics,
  TimeLimit,
} from '../../../core/gym/wrappers.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

describe('TimeLimit', () => {
  test('sets truncated, and only that, at its step; the end of the world still terminates', () => {
    const env = new TimeLimit(new DiscipleEnvironment(tinyWorld), 3);
    env.reset({ seed: 0 });
    expect([1, 2, 3].map(() => env.step(0).slice(2, 4))).toEqual([
      [false, false],
      [false, false],
      [false, true],
    ]);
    const equal = new TimeLimit(new DiscipleEnvironment(tinyWorld), tinyWorld.horizon);
    equal.reset({ seed: 0 });
    for (let tick = 1; tick < tinyWorld.horizon; tick++) equal.step(0);
    expect(equal.step(0).slice(2, 4)).toEqual([true, true]);
    expect(env.spec?.maxEpisodeSteps).toBe(3);
  });

  test('counts anew after reset, and from where setState returns to', () => {
    const env = new TimeLimit(new DiscipleEnvironment(tinyWorld), 2);
    env.reset({ seed: 0 });
    env.step(0);
    const saved = env.getState();
    expect(env.step(0)[3]).toBe(true);
    env.reset();
    expect(env.step(0)[3]).toBe(false);
    env.setState(saved);
    expect(env.step(0)[3]).toBe(true);
  });

  test.each([0, -1, 2.5, Number.NaN])('refuses %s steps', (steps) => {
    expect(() => new TimeLimit(new DiscipleEnvironment(tinyWorld), steps)).toThrow(InvalidOption);
  });
});

describe('OrderEnforcing', () => {
  test('refuses step and render before reset, step after the end, and both after close', () => {
    const env = new OrderEnforcing(new TimeLimit(new DiscipleEnvironment(tinyWorld), 1));
    expect(() => env.step(0)).toThrow(ResetNeeded);
    expect(() => env.render()).toThrow(ResetNeeded);
    env.reset({ seed: 0 });
    env.step(0);
    expect(() => env.step(0)).toThrow(/after the episode ended/);
    expect(env.render()).toBe(null);
    env.reset();
    env.close();
    env.close();
    expect(() => env.step(0)).toThrow(/after close/);
    expect(() => env.render()).toThrow(/after close/);
    env.reset();
    expect(() => env.step(0)).not.toThrow();
  });
});

describe('RecordEpisodeStatistics', () => {
  test('adds the return and the length to the last info of an episode only', () => {
    const env = new RecordEpisodeStatistics(new DiscipleEnvironment(tinyWorld));
    for (let episode = 0; episode < 2; episode++) {
      env.reset(episode === 0 ? { seed: 0, options: { evidence: [1, 0] } } : { options: { evidence: [1, 0] } });
      let sum = 0;
      for (let tick = 1; tick <= tinyWorld.horizon; tick++) {
        const [, reward, terminated, , info] = env.step(3);
        sum += reward;
        expect(info.episode).toEqual(terminated ? { return: sum, length: tinyWorld.horizon } : undefined);
      }
      expect(sum).toBeGreaterThan(0);
    }
  });
});

describe('ImpactPenalty', () => {
  const charge = (evidence: readonly number[], source: string) => (source === '' ? 0 : 0.25 * (1 + evidence[0]));

  test('takes weight · penalty from the reward, and tells the penalty', () => {
    const env = ImpactPenalty(new MasterEnvironment(tinyWorld), { weight: 2, penalty: charge });
    env.reset({ seed: 0, options: { evidence: [1, 0] } });
    const [, reward, , , info] = env.step(2);
    expect(info.penalty).toBe(0.5);
    expect(reward).toBe(info.utility - 1);
    env.reset();
    const [, free, , , nothing] = env.step(0);
    expect([free, nothing.penalty]).toEqual([nothing.utility, 0]);
  });

  test('charges what was sent even when the wire erased it', () => {
    const env = ImpactPenalty(new MasterEnvironment(tinyWorld, { erasure: 1 }), { weight: 1, penalty: charge });
    env.reset({ seed: 0, options: { evidence: [0, 0] } });
    const [, reward, , , info] = env.step(2);
    expect(info).toMatchObject({ x: 0, penalty: 0.25 });
    expect(reward).toBe(info.utility - 0.25);
  });

  test.each([-1, Number.NaN, Infinity])('refuses the weight %s', (weight) => {
    expect(() => ImpactPenalty(new MasterEnvironment(tinyWorld), { weight, penalty: charge })).toThrow(/weight/);
  });

  test('refuses an option that nobody reads', () => {
    const options = { weight: 1, penalty: charge, lambda: 2 };
    // A variable escapes the compiler's check of unknown properties.
    expect(() => ImpactPenalty(new MasterEnvironment(tinyWorld), options)).toThrow(/unknown field 'lambda'/);
  });

  test('refuses penalties that are no finite number ≥ 0, and environments that are no master’s', () => {
    const env = ImpactPenalty(new MasterEnvironment(tinyWorld), { weight: 1, penalty: () => Number.NaN });
    env.reset({ seed: 0 });
    expect(() => env.step(1)).toThrow(/penalty of 'min\(clips, 2\)'.*NaN/);
    const disciple = new DiscipleEnvironment(tinyWorld);
    // @ts-expect-error a disciple's info has no source
    expect(() => ImpactPenalty(disciple, { weight: 1, penalty: charge })).toThrow(/master's environment/);
  });
});

describe('PassiveChecker', () => {
  test('names an action outside the space', () => {
    const env = new PassiveChecker(new DiscipleEnvironment(tinyWorld));
    env.reset({ seed: 0 });
    expect(() => env.step(1.5)).toThrow(/action: expected .*Discrete.* received 1\.5/);
  });

  test('names an observation outside its space and a reward that is no finite number', () => {
    class Wide extends DiscipleEnvironment {
      override step(action: number): ReturnType<DiscipleEnvironment['step']> {
        const [observation, , ...rest] = super.step(action);
        return [observation, action === 0 ? 0 : Number.NaN, ...rest];
      }
    }
    const env = new PassiveChecker(new Wide(tinyWorld));
    env.reset({ seed: 0 });
    expect(() => env.step(1)).toThrow(/reward.*NaN/);
    env.step(0);
    expect(() => env.step(1)).toThrow(InvalidEnvironment);
    const lost = new MasterEnvironment(tinyWorld);
    Object.assign(lost, { observationSpace: new Discrete(2) });
    expect(() => new PassiveChecker(lost).reset({ seed: 0 })).toThrow(/reset: expected an observation in .*Discrete/);
  });
});

describe('wrapped environments', () => {
  test('show the bare environment as unwrapped, and its spaces and spec', () => {
    const bare = new MasterEnvironment(tinyWorld, { renderMode: 'ansi' });
    const env = new RecordEpisodeStatistics(new OrderEnforcing(new PassiveChecker(bare)));
    expect(env.unwrapped).toBe(bare);
    expect(env.observationSpace).toBe(bare.observationSpace);
    expect(env.actionSpace).toBe(bare.actionSpace);
    expect(env.spec).toEqual(bare.spec);
    expect(env.metadata).toEqual({ renderModes: ['ansi'] });
    expect(env.renderMode).toBe('ansi');
  });

  test('return from setState to the same future, statistics included', () => {
    const env = new RecordEpisodeStatistics(new TimeLimit(new OrderEnforcing(new DiscipleEnvironment(tinyWorld)), 4));
    env.reset({ seed: 0 });
    env.step(3);
    const saved = structuredClone(env.getState());
    const play = () => [1, 2, 3].map(() => env.step(3));
    const first = play();
    env.setState(saved);
    expect(play()).toEqual(first);
    expect(first[2][4].episode?.length).toBe(4);
    expect(() => env.setState(3)).toThrow(InvalidOption);
  });
});
