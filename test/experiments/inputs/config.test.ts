/** Settings from flags and files, checked against a schema. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { InvalidFile, InvalidOption } from '../../../core/base/errors.ts';
import { numeric, readConfigFile, wantedOf } from '../../../experiments/inputs/config.ts';
import * as fields from '../../../experiments/inputs/fields.ts';
import { configSchema, parseConfig } from '../../../experiments/train/settings.ts';
import { temporaryFolder } from '../command.ts';

const folder = temporaryFolder();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidOption);
    return (error as Error).message;
  }
  throw new Error('expected it to be refused');
}

describe('parseConfig', () => {
  test('fills in the settings of the main job', () => {
    expect(parseConfig({})).toEqual({
      world: 'PaperclipFactory-v0',
      penalty: 'coarse/learned/tv',
      agent: 'reinforce',
      weight: 1,
      seeds: 1,
      seed: 0,
      episodes: 300_000,
      rollouts: 20_000,
      erasure: 0.05,
      allowLeak: false,
    });
  });

  test('returns a configuration that it would accept again, unchanged', () => {
    const settings = fc.record(
      {
        world: fc.string({ minLength: 1 }),
        weight: fc.double({ min: 0, max: 1e9, noNaN: true }),
        seeds: fc.integer({ min: 1, max: 100_000 }),
        seed: fc.integer({ min: 0, max: 2_147_483_647 }),
        episodes: fc.integer({ min: 1 }),
        rollouts: fc.integer({ min: 2 }),
        erasure: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        backend: fc.constantFrom('native', 'wasm', 'cpu'),
        allowLeak: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, (given) => {
        const config = parseConfig(given);
        expect(config).toMatchObject(given);
        expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
      }),
    );
  });

  test('says what it expected and what came, in one line, for whatever is wrong', () => {
    const wrong: readonly (readonly [string, unknown, string])[] = [
      ['weight', -1, 'weight: expected a number ≥ 0 but received -1'],
      ['weight', Number.NaN, 'weight: expected a number ≥ 0 but received NaN'],
      ['weight', Number.POSITIVE_INFINITY, 'weight: expected a number ≥ 0 but received Infinity'],
      ['seeds', 1e9, 'seeds: expected an integer from 1 to 100000 but received 1000000000'],
      ['seed', -1, 'seed: expected an integer from 0 to 2147483647 but received -1'],
      ['episodes', 0, 'episodes: expected an integer ≥ 1 but received 0'],
      ['rollouts', 1, 'rollouts: expected an integer ≥ 2 but received 1'],
      ['erasure', 1, 'erasure: expected a number ≥ 0 and below 1 but received 1'],
      ['world', '', "world: expected a world’s id or the path of a file but received ''"],
      ['penalty', null, 'penalty: expected a penalty’s id or the path of a file but received null'],
      ['backend', 'gpu', "backend: expected one of native, wasm, cpu but received 'gpu'"],
      ['allowLeak', 'yes', "allowLeak: expected true or false but received 'yes'"],
      ['wieght', 1, "unknown key 'wieght'. Did you mean 'weight'?"],
    ];
    for (const [key, value, wanted] of wrong) expect(messageOf(() => parseConfig({ [key]: value }))).toBe(wanted);
  });

  test('lists the known keys where none is near, and begins with where the settings stand', () => {
    const message = messageOf(() => parseConfig({ quicksort: 1 }, 'mine.json: '));
    expect(message).toMatch(/^mine\.json: unknown key 'quicksort'\. Known: world, penalty, .*\.$/);
  });
});

describe('readConfigFile', () => {
  function file(content: string): string {
    const path = join(folder, 'config.json');
    writeFileSync(path, content);
    return path;
  }

  test('returns the settings of the file and no defaults, so that flags and defaults come around them', () => {
    expect(readConfigFile(configSchema, file('{"weight": 2}'), 'train')).toEqual({ weight: 2 });
  });

  test('accepts a byte order mark, the name of a flag, and the words that a run writes beside its settings', () => {
    expect(readConfigFile(configSchema, file('\uFEFF{"weight": 2}'), 'train')).toEqual({ weight: 2 });
    const schema = z.object({ worlds: fields.worlds('where') });
    const written = '{"command": "benchmark", "versions": {"node": "20"}, "world": ["Gas-v0"]}';
    expect(readConfigFile(schema, file(written), 'benchmark')).toEqual({ worlds: ['Gas-v0'] });
    expect(messageOf(() => readConfigFile(schema, file(written), 'calibrate'))).toMatch(
      /config\.json: command: expected 'calibrate' but received 'benchmark'$/,
    );
  });

  test('refuses, naming the file, what is missing, no JSON, no object or no setting', () => {
    expect(() => readConfigFile(configSchema, join(folder, 'absent.json'), 'train')).toThrow(InvalidFile);
    for (const content of ['', '{', '{"weight": NaN}']) {
      expect(() => readConfigFile(configSchema, file(content), 'train')).toThrow(InvalidFile);
    }
    for (const content of ['[]', 'null', '3', '{"weight": "1"}', '{"bogus": 1}', '{"seeds": 1.5}']) {
      const message = messageOf(() => readConfigFile(configSchema, file(content), 'train'));
      expect(message).toContain(join(folder, 'config.json'));
      expect(message).not.toContain('\n');
    }
  });
});

describe('numeric', () => {
  test('reads every finite number as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(numeric(String(x))).toBe(x === 0 ? 0 : x);
      }),
    );
  });

  test('leaves what spells no finite number for the schema to refuse', () => {
    for (const text of ['', ' ', 'x', 'NaN', 'Infinity', '1e400', '1,5', '3x']) expect(numeric(text)).toBe(text);
  });
});

describe('wantedOf', () => {
  test('says in words what a schema accepts', () => {
    const shape = configSchema.shape;
    expect(
      [shape.weight, shape.seeds, shape.rollouts, shape.erasure, shape.allowLeak, shape.out].map(wantedOf),
    ).toEqual([
      'a number ≥ 0',
      'an integer from 1 to 100000',
      'an integer ≥ 2',
      'a number ≥ 0 and below 1',
      'true or false',
      'the path of a new directory',
    ]);
  });
});
