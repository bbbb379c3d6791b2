/** The disciple’s environment: one step a tick. */
import { describe, expect, test } from 'vitest';
import { DiscipleEnvironment } from '../../../core/gym/disciple-environment.ts';
import type { World } from '../../../core/world/world.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const MAKE = 3;

describe('DiscipleEnvironment', () => {
  test('gives one step a tick, ends at the horizon and rewards the utility of the outcome only', () => {
    const env = new DiscipleEnvironment(tinyWorld);
    const [first, info] = env.reset({ seed: 1, options: { evidence: [1, 0] } });
    expect(first).toEqual({ observation: tinyWorld.observe(info.state!), evidence: [1, 0], tick: 0 });
    for (let tick = 1; tick <= tinyWorld.horizon; tick++) {
      const [observation, reward, terminated, truncated, { state, x, tick: told }] = env.step(MAKE);
      expect(env.observationSpace.contains(observation)).toBe(true);
      expect([observation.tick, told, x]).toEqual([tick, tick, 1]);
      expect([terminated, truncated]).toEqual([tick === tinyWorld.horizon, false]);
      expect(reward).toBe(terminated ? tinyWorld.utility(state) : 0);
      if (terminated) expect(reward).toBeGreaterThan(0);
    }
    expect(() => env.step(MAKE)).toThrow(/after the episode ended/);
  });

  test('runs the aftermath inside the last step, with everyone waiting', () => {
    const seen: number[] = [];
    const world: World<TinyState> = {
      ...tinyWorld,
      aftermath: 3,
      step: (state, action, chance) => {
        seen.push(action);
        return tinyWorld.step(state, action, chance);
      },
    };
    const env = new DiscipleEnvironment(world);
    env.reset({ seed: 0 });
    for (let tick = 0; tick < world.horizon; tick++) env.step(MAKE);
    expect(seen).toEqual([3, 3, 3, 3, 3, 0, 0, 0]);
  });

  test('has X = 1 unless erasure is given; an erased disciple is absent and its actions are waits', () => {
    const env = new DiscipleEnvironment(tinyWorld);
    for (let seed = 0; seed < 50; seed++) expect(env.reset({ seed })[1].x).toBe(1);
    const erased = new DiscipleEnvironment(tinyWorld, { erasure: 1 });
    const [, { x, state }] = erased.reset({ seed: 0 });
    expect([x, state!.present]).toEqual([0, false]);
    for (let tick = 0; tick < tinyWorld.horizon; tick++) expect(erased.step(MAKE)[4].state).toMatchObject({ clips: 0 });
  });

  test('continues its streams over resets without a seed, and restores them', () => {
    const env = new DiscipleEnvironment(tinyWorld);
    const play = () =>
      Array.from({ length: 10 }, () => [env.reset(), ...Array.from({ length: 5 }, (_, t) => env.step(t % 4))]);
    env.reset({ seed: 7 });
    const first = play();
    const later = play();
    env.reset({ seed: 7 });
    const saved = structuredClone(env.getState());
    expect(play()).toEqual(first);
    expect(later).not.toEqual(first);
    env.setState(saved);
    expect(play()).toEqual(first);
  });

  test('refuses an option of reset that nobody reads', () => {
    const env = new DiscipleEnvironment(tinyWorld);
    // @ts-expect-error no such option
    expect(() => env.reset({ sed: 1 })).toThrow(/^reset: unknown field 'sed'. Did you mean 'seed'/);
  });

  test('refuses an action it does not have, and draws the present scene', () => {
    const env = new DiscipleEnvironment(tinyWorld, { renderMode: 'ansi' });
    expect(() => env.step(0)).toThrow(/before reset/);
    const [, { state }] = env.reset({ seed: 0 });
    expect(() => env.step(4)).toThrow(/action/);
    expect(env.render()).toBe(tinyWorld.draw(state!));
    env.close();
    env.close();
  });
});
