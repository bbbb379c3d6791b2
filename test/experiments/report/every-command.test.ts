/** The smallest run of every command ends with a report and with figures that are whole. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { figures } from '../../../experiments/figures/index.ts';
import { read, SMALL, succeed, temporaryFolder, WORLD } from '../command.ts';
import { parseXml } from '../figures/xml.ts';

// @module-tag system

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PENALTIES = ['--penalty', 'coarse/joint/tv', 'coarse/each/tv'];
const RUNS: readonly (readonly [name: string, args: readonly string[], figures: readonly string[]])[] = [
  ['train', ['train', ...SMALL], ['weights', 'penalties', 'learning']],
  [
    'benchmark',
    ['benchmark', '--only', '--world', WORLD, ...PENALTIES, '--unrestricted', 'joint'],
    ['windows', 'ranking', 'unrestricted'],
  ],
  ['questions', ['questions', '--rollouts', '100'], ['questions']],
  ['chaos', ['chaos', '--rollouts', '100'], ['chaos']],
  ['grain', ['grain'], ['grain']],
  ['million-runs', ['million-runs'], ['million-runs']],
  ['weights', ['weights', '--world', WORLD, ...PENALTIES], ['over-weights']],
  ['goodhart', ['goodhart', '--world', WORLD, '--penalty', 'coarse/joint/tv'], ['goodhart']],
  [
    'calibrate',
    ['calibrate', '--only', '--world', WORLD, '--updates', '50', '--repetitions', '3', '--backend', 'wasm'],
    ['calibration'],
  ],
  [
    'disciple',
    ['disciple', '--world', WORLD, '--seeds', '1', '--episodes', '2560', '--backend', 'wasm'],
    ['disciples'],
  ],
  [
    'optimum',
    ['optimum', '--world', WORLD, '--weight', '0.3', '1', '--readers', 'coarse/each/tv'],
    ['optimum', 'readers'],
  ],
  [
    'writers',
    ['writers', '--world', WORLD, '--agent', 'evolve', '--seeds', '1', '--episodes', '500', '--backend', 'wasm'],
    ['writers'],
  ],
  ['try', ['try', '--disciple', '0', '--world', WORLD, ...PENALTIES], ['readings']],
];

describe('the report of a run', () => {
  test('shows every kind of figure for some command', () => {
    const shown = RUNS.flatMap(([, , names]) => names);
    expect(figures.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([]);
  });

  test.each(RUNS)('of %s has its figures, and is the same when it is made again', async (name, args, names) => {
    const run = join(folder, name);
    const { stderr } = await succeed([...args, '--out', run]);
    expect(stderr).not.toContain('no report');
    const page = read(run, 'report.html');
    const drawn = readdirSync(join(run, 'figures')).sort();
    expect(drawn).toEqual(names.map((one) => `${one}.svg`).sort());
    expect(page.match(/<figure>/g)).toHaveLength(names.length);
    expect(page).not.toMatch(/class="trouble"/);
    const { question, answer } = JSON.parse(read(run, 'events.jsonl').trimEnd().split('\n').at(-1)!);
    expect(question).toMatch(/^[A-Z].*\?$/);
    expect(answer).toMatch(/^[A-Z0-9].*\.$/);
    // The null program may be named.
    expect(answer).not.toMatch(/NaN|undefined|\bnull\b(?! program)/);
    for (const one of names) {
      const { elements, values } = parseXml(read(run, 'figures', `${one}.svg`));
      expect(elements.length).toBeGreaterThan(10);
      expect(values.filter((value) => /NaN|Infinity|undefined/.test(value))).toEqual([]);
      const { csv } = figures.find((figure) => figure.name === one)!;
      expect(page).toContain(`href="${csv}"`);
      expect(existsSync(join(run, csv))).toBe(true);
    }
    const before = names.map((one) => read(run, 'figures', `${one}.svg`));
    await succeed(['report', run]);
    expect(read(run, 'report.html')).toBe(page);
    expect(names.map((one) => read(run, 'figures', `${one}.svg`))).toEqual(before);
  });
});
