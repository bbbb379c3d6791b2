/** The command `optimum`: its tables, its programs as files, and what it refuses. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, read, rows, succeed, temporaryFolder, WORLD } from '../command.ts';

const folder = temporaryFolder();
const run = join(folder, 'run');
const ARGS = [
  'optimum',
  '--world',
  'Subagent-v0',
  '--weight',
  '0.3',
  '1',
  '--penalty',
  'coarse/joint/tv',
  'coarse/each/tv',
];
let first: Awaited<ReturnType<typeof succeed>>;

beforeAll(async () => {
  first = await succeed([...ARGS, '--readers', 'coarse/joint/tv', 'coarse/pathwise', '--out', run]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('optimum', () => {
  test('prints one table for each penalty, the cross table, and a sentence on what the library misses', () => {
    expect(first.stdout).toContain('Subagent-v0 · against coarse/joint/tv · means over the prior');
    expect(first.stdout).toContain('Subagent-v0 · against coarse/each/tv · means over the prior');
    expect(first.stdout).toMatch(/^The library misses at most 0\.\d{3} of the objective/m);
    expect(first.stdout).toContain('Subagent-v0 λ = 1: what each penalty reads of the best program against another');
  });

  test('gives bounds that are closed, never below the library’s best, and a file for each program', () => {
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    expect(lines).toHaveLength(2 * 4 * 2);
    const at = (line: readonly string[], name: string) => line[columns.indexOf(name)];
    for (const line of lines) {
      expect(at(line, 'closed')).toBe('yes');
      expect(Number(at(line, 'high')) - Number(at(line, 'low'))).toBeLessThanOrEqual(1e-3);
      expect(Number(at(line, 'high'))).toBeGreaterThanOrEqual(Number(at(line, 'library_objective')) - 1e-9);
      const program = at(line, 'program');
      if (program !== '') expect(existsSync(join(run, program))).toBe(true);
    }
    expect(lines.some((line) => at(line, 'program') !== '')).toBe(true);
  });

  test('lets a reader read off the penalty that a program was written against', () => {
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    const [headings, ...crossed] = rows(read(run, 'cross.csv'));
    for (const line of lines.filter((one) => one[1] === 'coarse/joint/tv')) {
      const [, penalty, evidence, weight] = line;
      const read = crossed.find((one) => one.slice(1, 5).join() === [penalty, weight, evidence, penalty].join())!;
      expect(Number(read[headings.indexOf('value')])).toBeCloseTo(Number(line[columns.indexOf('divergence')]), 9);
    }
    // Run against run has no exact value.
    expect(crossed.filter((one) => one[4] === 'coarse/pathwise').every((one) => one[5] === '')).toBe(true);
  });

  test('writes programs that try measures and train joins', async () => {
    const [columns, ...lines] = rows(read(run, 'summary.csv'));
    const line = lines.find((one) => one[columns.indexOf('program')] !== '' && one[1] === 'coarse/joint/tv')!;
    const file = join(run, line[columns.indexOf('program')]);
    const evidence = line[2].replace(' ', ',');
    const args = ['--world', 'Subagent-v0', '--evidence', evidence, '--penalty', 'coarse/joint/tv', '--json'];
    const { stdout } = await succeed(['try', '--disciple', file, '--rollouts', '64', ...args]);
    const { utility, penalties } = JSON.parse(stdout);
    expect(utility).toBeCloseTo(Number(line[columns.indexOf('utility')]), 9);
    expect(penalties[0].exact).toBeCloseTo(Number(line[columns.indexOf('divergence')]), 9);
  });

  test('says where the optimum was only searched for', async () => {
    const args = ['optimum', '--world', 'Subagent-v0', '--penalty', 'shape/spectrum', '--weight', '1'];
    const out = join(folder, 'searched');
    const { stdout } = await succeed([...args, '--out', out]);
    expect(stdout).toContain('The optimum was only searched for: it is a lower bound.');
    const [columns, ...lines] = rows(read(out, 'summary.csv'));
    for (const line of lines) {
      const at = (name: string) => line[columns.indexOf(name)];
      expect([at('closed'), at('least_harm'), at('greatest_harm')]).toEqual(['no', '', '']);
      expect(Number(at('low'))).toBeGreaterThanOrEqual(Number(at('library_objective')) - 1e-9);
    }
  });

  test('says where the bounds stay further apart than was asked for, and shows a weight once', async () => {
    const args = ['optimum', '--world', 'Subagent-v0', '--weight', '1', '1', '--gap', '1e-30'];
    const out = join(folder, 'open');
    const { stdout } = await succeed([...args, '--out', out]);
    expect(stdout).toMatch(/In \d+ of 4 rows the bounds stay further apart than --gap 1e-30, by \S+ at most\./);
    expect(rows(read(out, 'summary.csv'))).toHaveLength(1 + 4);
  });

  test('says which readers read nothing', async () => {
    const args = ['optimum', '--world', 'Subagent-v0', '--weight', '1', '--readers', 'coarse/learned/tv'];
    const { stderr } = await succeed([...args, '--out', join(folder, 'readers')]);
    expect(stderr).toContain('--readers: coarse/learned/tv has no exact value, so it reads nothing');
  });

  test('refuses an empty list of worlds in a file rather than take the default', async () => {
    const file = join(folder, 'empty.json');
    writeFileSync(file, '{"world": []}');
    const { code, stderr } = await command(['optimum', '--config', file, '--out', join(folder, 'empty')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('world: expected one or more, each a world’s id or')]);
  });

  test.each([
    [
      'a penalty without an exact value',
      ['--penalty', 'coarse/pathwise'],
      /--penalty: expected one with an exact value/,
    ],
    ['a negative weight', ['--weight', '-1'], /weight/],
    ['an empty weight', ['--weight', ''], /weight: expected a number ≥ 0 but received ''/],
    ['a gap of 0', ['--gap', '0'], /gap: expected a number above 0 but received 0/],
    [
      'evidence of no one world',
      ['--world', 'Gas-v0', 'Subagent-v0', '--evidence', '0,0'],
      /expected one --world beside/,
    ],
    ['a wire of its own', ['--world', 'LeakyWire-v0', '--allow-leak'], /expected a world whose wire sends the source/],
  ])('refuses %s with one line and exit code 2', async (_, args, message) => {
    const out = join(folder, 'refused');
    const { code, stderr, stdout } = await command(['optimum', '--world', WORLD, ...args, '--out', out]);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(existsSync(out)).toBe(false);
  });
});
