/** What runs is the disciple that was sent, or whatever the wire made of it. */
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld } from '../../../core/base/errors.ts';
import { whatRuns, whatRunsOnTables } from '../../../core/disciple/arrival.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { rollPairs } from '../../../core/forecast/pairs.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compileCached } from '../../../core/tables/compile.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compileCached(tinyWorld);
const bounded = boot(compiled, 'bounded');

describe('whatRuns', () => {
  test('is the very disciple where its source arrives, and nobody where the wire erases', () => {
    expect(whatRuns(compiled, bounded, 1)).toEqual({ arrived: bounded.source, present: true, running: bounded });
    expect(whatRuns(compiled, bounded, 1).running).toBe(bounded);
    const erased = whatRuns(compiled, bounded, 0);
    expect([erased.arrived, erased.present, erased.running.source]).toEqual(['', false, '']);
  });

  test('is what boots from the text that the wire delivers', () => {
    const swapped = { ...tinyWorld, wire: (source: string, x: 0 | 1) => (x === 1 && source !== '' ? 'clips' : '') };
    const tables = compileCached(swapped);
    const { arrived, running } = whatRuns(tables, boot(tables, 'bounded'), 1);
    expect([arrived, running.source, running.table?.kind]).toEqual(['clips', 'clips', 'sure']);
  });

  test('runs a policy of the user’s own, whose source means nothing here', () => {
    const mine = { source: 'mine', act: () => 3, table: null };
    expect(whatRuns(compiled, mine, 1).running).toBe(mine);
  });

  test('names the world whose wire throws or gives no text', () => {
    const torn = {
      ...tinyWorld,
      wire: () => {
        throw new Error('torn');
      },
    };
    expect(() => whatRuns(torn, boot(torn, ''), 1)).toThrow(InvalidWorld);
    expect(() => whatRuns(torn, boot(torn, ''), 1)).toThrow('TinyVase-v0: wire(source, 1): torn');
    const mute = { ...tinyWorld, wire: () => undefined as never };
    expect(() => whatRuns(mute, boot(mute, ''), 1)).toThrow('wire: expected a string but received undefined');
  });
});

describe('whatRunsOnTables', () => {
  test('boots on the tables what was booted without them', () => {
    const bare = { source: bounded.source, act: () => 0, table: null };
    expect(whatRunsOnTables(compiled, bare, 1, 'forecast').table.kind).toBe('sure');
    const wait = boot(tinyWorld, '');
    expect(wait.table).toBe(null);
    expect(whatRunsOnTables(compiled, wait, 1, 'forecast').table.kind).toBe('wait');
  });
});

describe('the forecasters', () => {
  test.each([Number.NaN, 0.5, 'a'])('refuse the seed %s', (seed) => {
    const given = { seed: seed as number };
    expect(() => exactForecaster(compiled, given)).toThrow(InvalidOption);
    expect(() => sampledForecaster(compiled, { ...given, rollouts: 10 })).toThrow('seed: expected an integer');
    expect(() => rollPairs(compiled, [0, 0], bounded, 1, given.seed)).toThrow(InvalidOption);
  });
});
