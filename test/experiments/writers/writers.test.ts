/** The command `writers`: its figures, its file, and what it refuses. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grammar } from '../../../core/grammar/grammar.ts';
import { registry } from '../../../core/world/registry.ts';
import '../../../envs/index.ts';
import { countPrograms } from '../../../experiments/writers/yardsticks.ts';
import { command, read, rows, succeed, temporaryFolder } from '../command.ts';

const folder = temporaryFolder();
const run = join(folder, 'run');
let first: Awaited<ReturnType<typeof succeed>>;

beforeAll(async () => {
  const small = ['--episodes', '2000', '--rollouts', '300', '--seeds', '2', '--penalty', 'coarse/joint/tv'];
  first = await succeed([
    'writers',
    '--world',
    'Subagent-v0',
    '--agent',
    'enumerate',
    'writer',
    ...small,
    '--out',
    run,
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('writers', () => {
  test('gives each seed of each master a row, between nothing and the best of every program', () => {
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    expect(lines.map(([world, agent, seed]) => `${world} ${agent} ${seed}`)).toEqual([
      'Subagent-v0 enumerate 0',
      'Subagent-v0 writer 0',
      'Subagent-v0 enumerate 1',
      'Subagent-v0 writer 1',
    ]);
    const at = (line: readonly string[], name: string) => Number(line[columns.indexOf(name)]);
    for (const line of lines) {
      const most = at(line, 'optimum_high') + 1e-9;
      for (const name of ['objective', 'library', 'constant', 'random', 'enumerate'])
        expect(at(line, name)).toBeLessThanOrEqual(most);
      expect(at(line, 'regret')).toBeCloseTo(at(line, 'enumerate') - at(line, 'objective'), 12);
      expect(at(line, 'constant')).toBeLessThanOrEqual(Math.max(at(line, 'library'), at(line, 'enumerate')) + 1e-12);
    }
  });

  test('says that enumerate has no regret against itself', () => {
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    const own = lines.filter((line) => line[1] === 'enumerate');
    expect(own.map((line) => Number(line[columns.indexOf('regret')]))).toEqual([0, 0]);
    expect(first.stdout).toMatch(/regret of enumerate against enumerate is at most 0\.03 in 2 of 2/);
  });

  test('counts as many programs as the grammar spells', () => {
    const words = grammar(registry.world('Subagent-v0'));
    expect(countPrograms(words, 3)).toBe([...words.programs(3)].length);
  });

  test.each([
    ['a master that chooses from the library', ['--agent', 'reinforce'], /--agent: expected a master that writes/],
    [
      'a penalty without an exact value',
      ['--penalty', 'coarse/pathwise'],
      /writers: penalty: expected one with an exact/,
    ],
    ['no seeds', ['--seeds', '0'], /seeds/],
  ])('refuses %s with one line and exit code 2', async (_, args, message) => {
    const out = join(folder, 'refused');
    const { code, stderr, stdout } = await command(['writers', '--world', 'Subagent-v0', ...args, '--out', out]);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync(out)).toBe(false);
  });
});
