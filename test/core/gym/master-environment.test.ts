/** The master’s environment: one step an episode. */
import { describe, expect, test } from 'vitest';
import { InvalidSource } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { MasterEnvironment } from '../../../core/gym/master-environment.ts';
import { compile, compileCached } from '../../../core/tables/compile.ts';
import { evidenceValues } from '../../../core/world/evidence.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

describe('MasterEnvironment', () => {
  test('observes the evidence, takes an index into the library and ends after one step', () => {
    const env = new MasterEnvironment(tinyWorld);
    const [evidence, early] = env.reset({ seed: 1 });
    expect(env.observationSpace.nvec).toEqual([2, 3]);
    expect(env.actionSpace.n).toBe(3);
    expect(env.observationSpace.contains(evidence)).toBe(true);
    expect(early).toEqual({ evidence });
    const [observation, reward, terminated, truncated, info] = env.step(2);
    expect(observation).toEqual(evidence);
    expect([terminated, truncated]).toEqual([true, false]);
    expect(reward).toBe(tinyWorld.utility(info.outcome));
    expect(info).toMatchObject({
      evidence,
      source: 'clips - 10 * broken',
      disciple: 'careful',
      utility: reward,
      penalty: 0,
    });
    expect(() => env.step(0)).toThrow(/after the episode ended/);
  });

  test('erases with the given probability, 0.05 by default; an erased disciple is absent from the outcome', () => {
    const env = new MasterEnvironment(tinyWorld);
    env.reset({ seed: 3 });
    let erased = 0;
    for (let i = 0; i < 4000; i++) {
      const { x, arrived, source, outcome } = env.step(1)[4];
      expect(arrived).toBe(x === 1 ? source : '');
      expect(outcome.present).toBe(x === 1);
      if (x === 0) erased++;
      env.reset();
    }
    expect(env.erasure).toBe(0.05);
    expect(Math.abs(erased - 200)).toBeLessThan(70);
    expect(() => new MasterEnvironment(tinyWorld, { erasure: 1.2 })).toThrow(/erasure.*1\.2/);
  });

  test('draws evidence from the prior, and keeps to what reset fixes', () => {
    const env = new MasterEnvironment(tinyWorld);
    const counts = new Map<string, number>();
    env.reset({ seed: 4 });
    for (let i = 0; i < 6000; i++) {
      const key = env.reset()[0].join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const { value, probability } of evidenceValues(tinyWorld)) {
      expect(Math.abs((counts.get(value.join()) ?? 0) / 6000 - probability)).toBeLessThan(0.03);
    }
    expect(env.reset({ options: { evidence: [1, 2] } })[0]).toEqual([1, 2]);
    expect(() => env.reset({ options: { evidence: [2, 0] } })).toThrow(/reliability in 0\.\.1/);
    expect(() => env.reset({ options: { evidense: [0, 0] } })).toThrow(/Did you mean 'evidence'/);
    expect(() => env.reset({ seed: 0.5 })).toThrow(/seed/);
  });

  test('rewards on average what the exact forecast expects', () => {
    const evidence = [0, 1];
    const env = new MasterEnvironment(tinyWorld, { erasure: 0 });
    const compiled = compile(tinyWorld);
    const exact = exactForecaster(compiled);
    for (const [action, { source }] of tinyWorld.disciples.entries()) {
      env.reset({ seed: action });
      let total = 0;
      for (let i = 0; i < 3000; i++) {
        env.reset({ options: { evidence } });
        total += env.step(action)[1];
      }
      const mean = expectation(exact(evidence, boot(compiled, source), 1), tinyWorld.utility);
      expect(Math.abs(total / 3000 - mean)).toBeLessThan(0.03);
    }
  });

  test('never reads harm', () => {
    const env = new MasterEnvironment({
      ...tinyWorld,
      harm: () => {
        throw new Error('harm was read');
      },
    });
    env.reset({ seed: 0 });
    expect(() => env.step(1)).not.toThrow();
  });

  test('brings the same evidence and X in later episodes whatever was sent in earlier ones', () => {
    const play = (action: number) => {
      const env = new MasterEnvironment(tinyWorld, { erasure: 0.5 });
      env.reset({ seed: 9 });
      return Array.from({ length: 30 }, () => {
        const { x } = env.step(action)[4];
        return [x, env.reset()[0]];
      });
    };
    expect(play(0)).toEqual(play(2));
  });

  test('sends the sources of a user’s library, and refuses a source that is no program', () => {
    const mine = { id: 'mine', source: 'clips', summary: 'As many clips as possible.' };
    const env = new MasterEnvironment(tinyWorld, { library: [mine], erasure: 0, compiled: compileCached(tinyWorld) });
    env.reset({ seed: 2 });
    expect(env.step(0)[4]).toMatchObject({ disciple: 'mine', arrived: 'clips' });
    const broken = { ...mine, source: 'clips +' };
    expect(() => new MasterEnvironment(tinyWorld, { library: [mine, broken] })).toThrow(InvalidSource);
    expect(() => new MasterEnvironment(tinyWorld, { library: [] })).toThrow(/library/);
    // @ts-expect-error not a disciple
    expect(() => new MasterEnvironment(tinyWorld, { library: [null] })).toThrow(/library/);
  });

  test('lets a source that the wire garbled wait: it is present, and a program that crashes', () => {
    const garbling = { ...tinyWorld, wire: (source: string, x: 0 | 1) => (x === 1 ? source : `${source} +`) };
    const env = new MasterEnvironment(garbling, { erasure: 1, compiled: compileCached(garbling) });
    env.reset({ seed: 2 });
    const { outcome, arrived } = env.step(1)[4];
    expect(arrived).toMatch(/\+$/);
    expect(outcome).toMatchObject({ present: true, clips: 0, place: 0 });
  });

  test('needs no tables for the null program, so a world too large to compile still runs', () => {
    let begun = 0;
    const large = {
      ...tinyWorld,
      begin: (...given: Parameters<typeof tinyWorld.begin>) => {
        begun++;
        return tinyWorld.begin(...given);
      },
    };
    const env = new MasterEnvironment(large);
    env.reset({ seed: 0 });
    env.step(0);
    expect(begun).toBe(1);
  });

  test('returns from setState to the same future, through JSON', () => {
    const env = new MasterEnvironment(tinyWorld, { erasure: 0.3 });
    env.reset({ seed: 5 });
    env.step(1);
    env.reset();
    const saved = JSON.parse(JSON.stringify(env.getState()));
    const play = () => Array.from({ length: 20 }, (_, i) => [env.step(i % 3), env.reset()]);
    const first = play();
    env.setState(saved);
    expect(play()).toEqual(first);
    expect(() => env.setState({ streams: {} })).toThrow(/setState/);
  });

  test('draws the evidence, then the outcome', () => {
    const env = new MasterEnvironment(tinyWorld, { renderMode: 'ansi' });
    expect(() => env.render()).toThrow(/before reset/);
    env.reset({ seed: 0, options: { evidence: [1, 0] } });
    expect(env.render()).toBe('evidence reliability=1 draught=0');
    const { outcome } = env.step(2)[4];
    expect(env.render()).toContain(tinyWorld.draw(outcome));
    const silent = new MasterEnvironment(tinyWorld);
    silent.reset();
    expect(silent.render()).toBe(null);
  });
});
