/** The cache of compiled worlds on the disk. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { compile } from '../../../core/tables/compile.ts';
import { sampledChance } from '../../../core/world/chance.ts';
import { evidenceValues } from '../../../core/world/evidence.ts';
import { registry } from '../../../core/world/registry.ts';
import { cacheFolder, compileOrRead } from '../../../experiments/inputs/tables-cache.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { temporaryFolder } from '../command.ts';

vi.mock('../../../experiments/inputs/sources-hash.ts', () => ({
  sourcesHash: () => (hashes.length > 0 ? hashes.shift() : 'as ever'),
}));

/** What `sourcesHash` gives next. When the list is empty, it gives the same hash every time. */
const hashes: (string | null)[] = [];

const home = temporaryFolder();
const world = registry.world('Subagent-v0');

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', home);
  vi.stubEnv('REDUCED_IMPACT_NO_CACHE', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(join(home, 'reduced-impact'), { recursive: true, force: true });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const kept = () => readdirSync(cacheFolder());

describe('the cache of tables', () => {
  test('gives the same tables and states again, and finds the index of each state', () => {
    const first = compileOrRead(world);
    expect(first.wasKept).toBe(false);
    const { wasKept, compiled } = compileOrRead(world);
    expect(wasKept).toBe(true);
    const { indexOf: _, ...tables } = compiled;
    const { indexOf: __, ...wanted } = compile(world);
    expect(tables).toStrictEqual(wanted);
    expect(compiled.states.map((state) => compiled.indexOf(state))).toEqual([...compiled.states.keys()]);
    const nowhere = Object.fromEntries(Object.keys(compiled.states[0] as object).map((name) => [name, -9]));
    expect(() => compiled.indexOf(nowhere)).toThrow(/is not reachable/);
  });

  test.each(registry.ids())('can hold every kind of state of %s', (id) => {
    const any = registry.world(id);
    const chance = sampledChance(stream(0, 'cache', id));
    let state = any.begin(evidenceValues(any)[0].value, true, chance);
    for (let tick = 0; tick < any.horizon; tick++) {
      expect(deserialize(serialize(state))).toStrictEqual(state);
      state = any.step(state, chance.below(any.actions.length), chance);
    }
  });

  test('keeps each set of options apart', () => {
    compileOrRead(world);
    expect(compileOrRead(world, { maxStates: 10_000 }).wasKept).toBe(false);
    expect(compileOrRead(registry.world('Subagent-v0'), { maxStates: 10_000 }).wasKept).toBe(true);
    expect(kept()).toHaveLength(2);
  });

  test('keeps the worlds that one factory makes of different options apart', () => {
    const [one, two] = [1, 2].map((horizon) => registry.world('Gas-v0', { horizon }));
    compileOrRead(one);
    const { wasKept, compiled } = compileOrRead(two);
    expect(wasKept).toBe(false);
    expect(compiled.states.length).not.toBe(compile(one).states.length);
    expect(kept()).toHaveLength(2);
  });

  test('keeps a built-in world with another library, since tables do not depend on it', () => {
    compileOrRead(world);
    expect(compileOrRead({ ...world, disciples: world.disciples.slice(0, 1) }).wasKept).toBe(true);
  });

  test('does not read what was kept under other sources', () => {
    hashes.push('before', 'before', 'after', 'after');
    expect(compileOrRead(world).wasKept).toBe(false);
    expect(compileOrRead(world).wasKept).toBe(false);
    expect(kept()).toHaveLength(2);
  });

  test.each([
    ['before the tables are compiled', [null]],
    ['while the tables are compiled', ['before', 'after']],
    ['while the tables are compiled, later than the process began', ['before', null]],
  ])('writes nothing where the sources changed %s', (_, given) => {
    mkdirSync(cacheFolder(), { recursive: true });
    hashes.push(...given);
    compileOrRead(world);
    expect(hashes).toEqual([]);
    expect(kept()).toEqual([]);
  });

  test('keeps no world of a user, and nothing with --no-cache', () => {
    mkdirSync(cacheFolder(), { recursive: true });
    compileOrRead(tinyWorld);
    compileOrRead({ ...world, utility: () => 0.5 });
    vi.stubEnv('REDUCED_IMPACT_NO_CACHE', '1');
    compileOrRead(world);
    expect(kept()).toEqual([]);
  });

  test.each([
    ['cut short', (content: Buffer) => content.subarray(0, content.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['with a bit flipped', (content: Buffer) => Buffer.from(content.map((byte, i) => (i === 999 ? byte ^ 1 : byte)))],
  ])('passes over a file that is %s, and writes it anew', (_, damage) => {
    compileOrRead(world);
    const [name] = kept();
    const path = join(cacheFolder(), name);
    const whole = readFileSync(path);
    writeFileSync(path, damage(whole));
    expect(compileOrRead(world).wasKept).toBe(false);
    expect(readFileSync(path).equals(whole)).toBe(true);
    expect(kept()).toEqual([name]);
  });

  test('compiles where the folder cannot be made', () => {
    writeFileSync(join(home, 'file'), '');
    vi.stubEnv('XDG_CACHE_HOME', join(home, 'file'));
    expect(compileOrRead(world).compiled.states.length).toBeGreaterThan(0);
  });
});
