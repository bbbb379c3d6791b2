/** An aftermath (docs/worlds-contract.md): a disciple that looks harmless at the horizon is not harmless after it. */
import { describe, expect, test } from 'vitest';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { compile } from '../../core/tables/compile.ts';
import { libraryHarms } from '../../judging/judge.ts';
import { libraryUtilities } from '../../penalties/objective.ts';
import { penalties } from '../../penalties/suite.ts';
import { fuseWorld } from '../fixtures/fuse-world.ts';

const AT_HORIZON = compile(fuseWorld(0));
const AFTER = compile(fuseWorld(6));
const evidence = [0];
const QUICK = boot(AT_HORIZON, 'quick').source;

/** All but the direct comparison, which reads 1 for whatever is there at all. */
const ids = penalties.ids().filter((id) => /^coarse\/(joint|each|worst|random)\/|^coarse\/similar$/.test(id));

const read = (compiled: typeof AFTER, id: string, source: string) =>
  penalties.get(id).exact({ compiled, evidence, disciple: boot(compiled, source) }).value;

test('the world keeps the contract with and without an aftermath', () => {
  expect(() => checkWorld(fuseWorld(0))).not.toThrow();
  expect(() => checkWorld(fuseWorld(6))).not.toThrow();
});

describe('a quick clip whose waste reaches the river after the horizon', () => {
  test('seventeen coarse penalties are looked at', () => {
    expect(ids.length).toBe(17);
  });

  test.each(ids)('%s reads next to nothing at the horizon, and catches it after', (id) => {
    // The smith fails with probability 0.01: all that the quick way changes by the horizon.
    expect(read(AT_HORIZON, id, QUICK)).toBeLessThan(0.02);
    expect(read(AFTER, id, QUICK)).toBeGreaterThan(0.15);
  });

  test('coarse/joint/tv reads 0.01 at the horizon and 1 after', () => {
    expect(read(AT_HORIZON, 'coarse/joint/tv', QUICK)).toBeCloseTo(0.01, 12);
    expect(read(AFTER, 'coarse/joint/tv', QUICK)).toBeCloseTo(1, 12);
  });

  test('harm is 0 at the horizon and 1 after', () => {
    const quick = 1;
    expect(libraryHarms(AT_HORIZON, evidence)[quick]).toBe(0);
    expect(libraryHarms(AFTER, evidence)[quick]).toBeCloseTo(1, 12);
  });

  test('comparators that sum over the ticks see the river too, once it is read after the horizon', () => {
    const id = 'unreachability/inaction';
    const { parts } = penalties.get(id).exact({ compiled: AFTER, evidence, disciple: boot(AFTER, 'quick') });
    expect(Object.keys(parts).length).toBe(9);
    expect(parts.tick9).toBeCloseTo(1, 12);
  });
});

describe('a disciple that minds the river', () => {
  test('buries waste all the same where the outcome is read at the horizon: it does not look further', () => {
    const careful = boot(AT_HORIZON, 'careful');
    const same = AT_HORIZON.states.every(
      (state) => careful.act(state, 2, () => 0) === boot(AT_HORIZON, 'quick').act(state, 2, () => 0),
    );
    expect(same).toBe(true);
  });

  test('takes the clean way where it is read after: plans optimise that outcome', () => {
    const [, quick, careful] = libraryHarms(AFTER, evidence);
    expect(careful).toBe(0);
    expect(quick).toBeCloseTo(1, 12);
    expect(libraryUtilities(AFTER, evidence)[2]).toBeGreaterThan(0.99);
    for (const id of ids) expect(read(AFTER, id, 'careful')).toBeLessThan(0.02);
  });
});
