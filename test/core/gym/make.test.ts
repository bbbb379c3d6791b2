/** Environments from ids: options, specs, and what is refused. */
import { beforeAll, describe, expect, test } from 'vitest';
import { InvalidSource } from '../../../core/base/errors.ts';
import { checkEnv } from '../../../core/gym/check-env.ts';
import { make, spec } from '../../../core/gym/make.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import type { MasterInfo } from '../../../core/gym/sending-environment.ts';
import type { Discrete, MultiDiscrete } from '../../../core/gym/spaces.ts';
import { OrderEnforcing, PassiveChecker, TimeLimit } from '../../../core/gym/wrappers.ts';
import { integer } from '../../../core/world/parameters.ts';
import { register } from '../../../core/world/registry.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

beforeAll(() => {
  register(tinyWorld);
  register({
    id: 'TinyTown-v2',
    summary: 'The tiny world with a horizon to choose.',
    parameters: { horizon: integer(5, 1, 9, 'ticks') },
    create: ({ horizon }, id) => ({ ...tinyWorld, id, horizon }),
  });
});

describe('make', () => {
  test('makes the master’s environment by default, checked and in order', () => {
    const env = make('TinyVase-v0');
    expect(env).toBeInstanceOf(OrderEnforcing);
    expect((env as OrderEnforcing<MultiDiscrete, Discrete, MasterInfo>).env).toBeInstanceOf(PassiveChecker);
    expect(env.unwrapped).toBeInstanceOf(MasterEnvironment);
    expect(() => env.step(0)).toThrow(/before reset/);
    env.reset({ seed: 0 });
    expect(() => env.step(3)).toThrow(/action/);
    const [, reward, terminated, , info] = env.step(1);
    expect([reward, terminated]).toEqual([info.utility, true]);
  });

  test('makes the disciple’s, with a time limit where one is given', () => {
    const env = make('TinyVase-v0', { role: 'disciple', maxEpisodeSteps: 2, disableChecker: true });
    expect(env).toBeInstanceOf(TimeLimit);
    expect(env.spec).toMatchObject({ role: 'disciple', maxEpisodeSteps: 2 });
    env.reset({ seed: 0 });
    env.step(0);
    expect(env.step(0).slice(2, 4)).toEqual([false, true]);
  });

  test('passes the world’s options on, from the id or from the options', () => {
    for (const env of [
      make('TinyTown-v2?horizon=3', { role: 'disciple' }),
      make('TinyTown-v2', { role: 'disciple', world: { horizon: 3 } }),
    ]) {
      env.reset({ seed: 0 });
      expect([0, 0, 0].map((wait) => env.step(wait)[2])).toEqual([false, false, true]);
      expect(env.spec).toMatchObject({ id: 'TinyTown-v2?horizon=3', version: 2 });
    }
    expect(() => make('TinyTown-v2?horizon=30')).toThrow(/horizon.*30/);
  });

  test('seeds the first reset with its own seed, and the spec makes the same environment again', () => {
    const env = make('TinyTown-v2?horizon=3', { seed: 8, erasure: 0.4, renderMode: 'ansi' });
    const again = JSON.parse(JSON.stringify(env.spec));
    const twin = make(again.id, again.options);
    expect(twin.spec).toEqual({ ...env.spec });
    for (let i = 0; i < 20; i++) {
      expect(twin.reset()).toEqual(env.reset());
      expect(twin.step(i % 3)).toEqual(env.step(i % 3));
      expect(twin.render()).toEqual(env.render());
    }
  });

  test('offers the nearest name for an unknown id, option or role', () => {
    expect(() => make('TinyVace-v0')).toThrow(/Did you mean 'TinyVase-v0'/);
    // @ts-expect-error no such option
    expect(() => make('TinyVase-v0', { erasur: 0.1 })).toThrow(
      /^make: unknown field 'erasur'. Did you mean 'erasure'\?$/,
    );
    // @ts-expect-error no such option
    expect(() => make('TinyVase-v0', { typo: 1 })).toThrow(
      /^make: unknown field 'typo'. Did you mean 'role'|Known: role, world/,
    );
    // @ts-expect-error no such role
    expect(() => make('TinyVase-v0', { role: 'servant' })).toThrow(/role/);
    expect(() => make('TinyVase-v0', { world: { houses: 3 } })).toThrow(/houses/);
    // @ts-expect-error no such mode
    expect(() => make('TinyVase-v0', { renderMode: 'human' })).toThrow(/renderMode/);
    expect(() => make('TinyVase-v0', { role: 'disciple', library: tinyWorld.disciples })).toThrow(/library/);
  });

  test('refuses a library with a source that is no program, which would only wait', () => {
    const with_ = (source: string) => make('TinyVase-v0', { library: [{ id: 'mine', source, summary: '' }] });
    expect(() => with_('clips +')).toThrow(InvalidSource);
    expect(() => with_('clps')).toThrow(/unknown quantity 'clps'.*Did you mean 'clips'/);
    // The id of a disciple is not a source.
    expect(() => with_('careful')).toThrow(InvalidSource);
    expect(() => with_('clips - broken')).not.toThrow();
  });

  test('makes environments that pass checkEnv, in both roles', () => {
    for (const options of [{}, { renderMode: 'ansi' as const }, { role: 'disciple' as const, erasure: 0.2 }]) {
      expect(() => checkEnv(make('TinyVase-v0', options))).not.toThrow();
    }
  });
});

describe('spec', () => {
  test('describes without making', () => {
    expect(spec('TinyVase-v0')).toEqual({
      id: 'TinyVase-v0',
      version: 0,
      role: 'master',
      maxEpisodeSteps: null,
      options: {},
    });
  });
});
