/** The environment of a master that writes the source that it sends. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { checkSource } from '../../../core/disciple/disciple.ts';
import { checkEnv } from '../../../core/gym/check-env.ts';
import { make, spec } from '../../../core/gym/make.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import { Text } from '../../../core/gym/spaces.ts';
import { WritingEnvironment } from '../../../core/gym/writing-environment.ts';
import { compileCached } from '../../../core/tables/compile.ts';
import { register } from '../../../core/world/registry.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

beforeAll(() => {
  register(tinyWorld);
});

const written = () => make('TinyVase-v0', { actions: 'source', erasure: 0 });

describe('the master’s environment whose actions are sources', () => {
  test('passes checkEnv', () => {
    expect(() => checkEnv(written())).not.toThrow();
    expect(() => checkEnv(make('TinyVase-v0', { actions: 'source', renderMode: 'ansi' }))).not.toThrow();
  });

  test('plays a library source as the environment with indices does, and names it', () => {
    const [words, indices] = [written(), make('TinyVase-v0', { erasure: 0 })];
    tinyWorld.disciples.forEach(({ id, source }, index) => {
      words.reset({ seed: index });
      indices.reset({ seed: index });
      expect(words.step(source)).toEqual(indices.step(index));
      words.reset({ seed: index });
      expect(words.step(source)[4].disciple).toBe(id);
    });
  });

  test('plays a source that the library does not have', () => {
    const env = new WritingEnvironment(tinyWorld, {
      erasure: 0,
      renderMode: 'ansi',
      compiled: compileCached(tinyWorld),
    });
    env.reset({ seed: 2 });
    const [, reward, terminated, , info] = env.step('min(clips, 3) - broken');
    expect(info).toMatchObject({ source: 'min(clips, 3) - broken', disciple: '', x: 1, utility: reward });
    expect(terminated).toBe(true);
    expect(env.render()).toContain('sent min(clips, 3) - broken, X=1');
    expect(() => env.step('clips')).toThrow(/after the episode ended/);
  });

  test('its space is a Text of sources: every sample parses, and what does not parse is not in it', () => {
    const { actionSpace } = written();
    expect(actionSpace).toBeInstanceOf(Text);
    expect(actionSpace.toJSON()).toMatchObject({ type: 'Text', sourcesOf: 'TinyVase-v0' });
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        actionSpace.seed(seed);
        const source = actionSpace.sample();
        expect(() => checkSource(tinyWorld, source)).not.toThrow();
        expect(actionSpace.contains(source)).toBe(true);
      }),
    );
    expect(actionSpace.contains('')).toBe(true);
    for (const stranger of ['clips +', 'klips', 'clips; cat', '(', 7, null, undefined]) {
      expect(actionSpace.contains(stranger)).toBe(false);
    }
  });

  test('refuses what is no source, and options that do not go together', () => {
    const env = written();
    env.reset({ seed: 0 });
    expect(() => env.step('klips')).toThrow(InvalidOption);
    expect(() => make('TinyVase-v0', { actions: 'source', library: tinyWorld.disciples })).toThrow(
      /^library: expected actions 'index' but received 'actions 'source''/,
    );
    expect(() => make('TinyVase-v0', { role: 'disciple', actions: 'index' })).toThrow(/^actions: expected the master/);
    // @ts-expect-error no such kind of action
    expect(() => make('TinyVase-v0', { actions: 'text' })).toThrow(/^actions: expected 'index' or 'source'/);
  });

  test('its spec makes it again', () => {
    const again = JSON.parse(JSON.stringify(spec('TinyVase-v0', { actions: 'source' })));
    expect(make(again.id, again.options).unwrapped).toBeInstanceOf(WritingEnvironment);
    expect(make('TinyVase-v0', { actions: 'index' }).unwrapped).toBeInstanceOf(MasterEnvironment);
  });
});
