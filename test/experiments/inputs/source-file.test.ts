/** Learned disciples in files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { InvalidFile, InvalidSource } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { joinLibrary, namedSource, nameSource } from '../../../experiments/inputs/source-file.ts';
import { randomPolicySource } from '../../fixtures/policies.ts';
import { smallWorld } from '../../fixtures/small-worlds.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const root = mkdtempSync(join(tmpdir(), 'source-file-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

const compiled = compile(tinyWorld);
const source = randomPolicySource(compiled, 1);
const other = randomPolicySource(compiled, 2);

describe('namedSource', () => {
  test('gives the source, whatever blanks stand around it', () => {
    expect(namedSource(tinyWorld, written('plain.json', source))).toBe(source);
    expect(namedSource(tinyWorld, written('blanks.json', `\n${source}\r\n\n`))).toBe(source);
  });

  test.each([
    ['an empty file', '', "but received ''"],
    ['another JSON', '{"seed": 1}', 'but received \'{"seed": 1}\''],
    ['a planned source', 'min(clips, 2)', "but received 'min(clips, 2)'"],
    ['a long text', 'x'.repeat(100_000), `but received '${'x'.repeat(37)}...'`],
  ])('refuses %s in one short line that names the file', (name, text, message) => {
    const path = written('refused.json', text);
    const read = () => namedSource(tinyWorld, path);
    expect(read, name).toThrow(InvalidFile);
    const wanted = 'a learned disciple or an optimal program, as a command writes it,';
    expect(read).toThrow(`disciple ${path}: expected ${wanted} ${message}`);
    expect(read).toThrow(/^[^\n]{0,300}$/);
  });

  test('takes a policy that an editor has laid out over lines', () => {
    expect(namedSource(tinyWorld, written('laid-out.json', JSON.stringify(JSON.parse(source), null, 2)))).toBe(source);
  });

  test('refuses what is no file', () => {
    expect(() => namedSource(tinyWorld, join(root, 'nowhere.json'))).toThrow(InvalidFile);
    expect(() => namedSource(tinyWorld, join(root, 'nowhere.json'))).toThrow(/nowhere\.json: no such file$/);
    mkdirSync(join(root, 'folder.json'));
    expect(() => namedSource(tinyWorld, join(root, 'folder.json'))).toThrow(InvalidFile);
    expect(() => namedSource(tinyWorld, join(root, 'folder.json'))).toThrow(/folder\.json.*directory/);
  });

  test('takes an expression as it is, and says of a folder that it is one', () => {
    expect(namedSource(tinyWorld, 'min(clips, 2)')).toBe('min(clips, 2)');
    expect(() => namedSource(tinyWorld, root)).toThrow(InvalidFile);
    expect(() => namedSource(tinyWorld, root)).toThrow(/directory/);
  });

  test('names the file where a source is one of another world', () => {
    const program = { optimum: 1, world: 'Gas-v0', penalty: 'coarse/joint/tv', plans: [{}] };
    const path = written('gas.json', JSON.stringify(program));
    expect(() => namedSource(tinyWorld, path)).toThrow(InvalidSource);
    expect(() => namedSource(tinyWorld, path)).toThrow(`${path}: optimal program: `);
  });
});

describe('joinLibrary', () => {
  test('adds the files’ disciples behind the library, named by their files', () => {
    const world = joinLibrary(tinyWorld, [written('one.json', source), written('two.json', other)]);
    expect(world.disciples.map(({ id }) => id)).toEqual([...tinyWorld.disciples.map(({ id }) => id), 'one', 'two']);
    const [, , , one, two] = world.disciples;
    expect([one.source, two.source]).toEqual([source, other]);
    expect(one.summary).toMatch(/^learned: policy network \d+-12-4 of \S+$/);
    expect(boot(compile(world), 'two').source).toBe(other);
    expect(boot(world, 'one').source).toBe(source);
  });

  test('is the world itself where there is nothing to join', () => {
    expect(joinLibrary(tinyWorld, [])).toBe(tinyWorld);
  });

  test('refuses a name that is taken, by the library or by another file', () => {
    expect(() => joinLibrary(tinyWorld, [written('bounded.json', source)])).toThrow(InvalidFile);
    mkdirSync(join(root, 'elsewhere'), { recursive: true });
    const twins = [written('one.json', source), written('elsewhere/one.json', other)];
    expect(() => joinLibrary(tinyWorld, twins)).toThrow("two disciples named 'one'");
  });

  test('refuses a policy of another world, and a damaged one, at once', () => {
    const small = smallWorld({
      horizon: 1,
      aftermath: 0,
      begin: [0, 0],
      weights: [[[1, 1]], [[1, 1]]],
      values: [0, 1],
    });
    const four = { ...tinyWorld, observe: () => [0, 0, 0] };
    const path = written('other.json', randomPolicySource(compile(small), 1));
    for (const refused of [
      () => joinLibrary(tinyWorld, [path]),
      () => joinLibrary(four, [written('longer.json', source)]),
      () => joinLibrary(tinyWorld, [written('damaged.json', source.slice(0, source.length / 2))]),
      () => joinLibrary(tinyWorld, [written('spoilt.json', source.replace(/"weights":\["..../, '"weights":["****'))]),
    ]) {
      expect(refused).toThrow(InvalidSource);
      expect(refused).toThrow(/\.json: policy network[^\n]{0,250}$/);
    }
  });
});

test('a source is named so that a person can read it', () => {
  expect(nameSource('')).toBe('the null program');
  expect(nameSource('min(clips, 2)')).toBe("'min(clips, 2)'");
  expect(nameSource(source)).toMatch(/^the policy network \d+-12-4 of \S+$/);
});
