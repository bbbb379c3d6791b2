/** The command `train`: what it prints, and the files that it leaves. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { command, type Result, read, root, rows, SMALL, succeed, temporaryFolder, WORLD } from '../command.ts';

const EVIDENCE = ['0 0', '0 1', '0 2', '1 0', '1 1', '1 2'];
const IDS = tinyWorld.disciples.map(({ id }) => id);

const folder = temporaryFolder();
const run = join(folder, 'deep', 'run');
let first: Result;

beforeAll(async () => {
  first = await succeed([...SMALL, '--seeds', '2', '--seed', '7', '--out', run]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('train', () => {
  test('is the default command, names the backend and prints a table for each seed', () => {
    expect(first.stdout).toContain(`tfjs backend: wasm\n\nrun directory: ${run}\n`);
    expect(first.stderr).toContain('tfjs backend: wasm\n');
    for (const seed of [7, 8]) {
      expect(first.stdout).toContain(`\nTinyUser-v0 · reinforce · coarse/learned/tv · λ = 1 · seed ${seed}\n`);
      expect(first.stdout).toMatch(new RegExp(`^seed ${seed}: as good as the oracle under \\d of 6`, 'm'));
    }
    expect(first.stderr).toMatch(/^seed 7: trained in [\d.]+ s, judged in [\d.]+ s$/m);
    expect(first.stdout.match(/^reliability=\d draught=\d /gm)).toHaveLength(12);
  });

  test('shows reward, utility and penalty while it trains', () => {
    expect(first.stderr).toMatch(/^seed 8 100 % reward -?\d\.\d{3} {2}utility \d\.\d{3} {2}penalty \d\.\d{3}$/m);
  });

  test('leaves config.json with every setting, the backend as it is spelt on the command line and the versions', () => {
    const { version } = JSON.parse(read(root, 'package.json'));
    expect(JSON.parse(read(run, 'config.json'))).toEqual({
      command: 'train',
      world: join(root, WORLD),
      penalty: 'coarse/learned/tv',
      agent: 'reinforce',
      weight: 1,
      seeds: 2,
      seed: 7,
      episodes: 5120,
      rollouts: 500,
      erasure: 0.05,
      backend: 'wasm',
      allowLeak: false,
      versions: {
        'reduced-impact': version,
        node: process.versions.node,
        tfjs: expect.stringMatching(/^\d/),
        'TinyUser-v0': expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    });
  });

  test('leaves one summary row a seed and evidence value, in the columns agreed', () => {
    const [columns, ...body] = rows(read(run, 'summary.csv'));
    expect(columns.join()).toBe(
      'seed,evidence,unpenalised,penalised,oracle,utility,learned,low,high,exact,harm,regret',
    );
    expect(body.map(([seed, evidence]) => `${seed}: ${evidence}`)).toEqual(
      [7, 8].flatMap((seed) => EVIDENCE.map((evidence) => `${seed}: ${evidence}`)),
    );
    for (const [, , unpenalised, penalised, oracle, ...figures] of body) {
      for (const id of [unpenalised, penalised, oracle]) expect(IDS).toContain(id);
      for (const text of figures) {
        expect(text).not.toBe('');
        expect(Number(text)).toBeGreaterThanOrEqual(0);
        expect(Number(text)).toBeLessThanOrEqual(1);
      }
      const [, learned, low, high] = figures.map(Number);
      expect(low).toBeLessThanOrEqual(learned);
      expect(high).toBeGreaterThanOrEqual(learned);
    }
  });

  test('leaves one learned.csv row a seed, evidence value and disciple, with zeros for the null program', () => {
    const [columns, ...body] = rows(read(run, 'learned.csv'));
    expect(columns.join()).toBe('seed,evidence,disciple,learned,low,high,exact');
    expect(body.map(([seed, evidence, id]) => `${seed}: ${evidence}: ${id}`)).toEqual(
      [7, 8].flatMap((seed) => EVIDENCE.flatMap((evidence) => IDS.map((id) => `${seed}: ${evidence}: ${id}`))),
    );
    for (const [, , id, ...figures] of body) if (id === 'null') expect(figures).toEqual(['0', '0', '0', '0']);
  });

  test('shows the penalised choice of the summary with the figures that learned.csv has for it', () => {
    const learned = new Map(
      rows(read(run, 'learned.csv')).map(([seed, evidence, id, ...figures]) => [`${seed}:${evidence}:${id}`, figures]),
    );
    const [, ...body] = rows(read(run, 'summary.csv'));
    for (const [seed, evidence, , penalised, , , ...figures] of body) {
      expect(figures.slice(0, 4)).toEqual(learned.get(`${seed}:${evidence}:${penalised}`));
    }
  });

  test('leaves a line of events.jsonl at the beginning, every tenth iteration, after each seed and at the end', () => {
    const events = read(run, 'events.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const seed = (number: number) => [
      { type: 'step', seed: number, iteration: 10 },
      { type: 'step', seed: number, iteration: 20 },
      { type: 'done', key: `seed ${number}` },
    ];
    expect(events).toMatchObject([{ type: 'begin', command: 'train' }, ...seed(7), ...seed(8), { type: 'end' }]);
    expect(Object.keys(events[1])).toEqual(
      expect.arrayContaining(['reward', 'utility', 'penalty', 'unpenalisedUtility']),
    );
  });

  test('keeps its learning curve, other weights, an episode of either choice, figures and a report', () => {
    const [columns, ...steps] = rows(read(run, 'steps.csv'));
    expect(columns.join()).toBe('seed,iteration,reward,utility,penalty,unpenalised_utility');
    expect(steps.map(([seed, iteration]) => `${seed}: ${iteration}`)).toEqual(['7: 10', '7: 20', '8: 10', '8: 20']);
    const [, ...weights] = rows(read(run, 'weights.csv'));
    expect(weights[0][0]).toBe('0.001');
    expect(weights.at(-1)![0]).toBe('1000');
    const { choices } = JSON.parse(read(run, 'choices.json')) as { choices: { disciple: string; views: object[] }[] };
    for (const { disciple, views } of choices) {
      expect(IDS).toContain(disciple);
      expect(views.length).toBeGreaterThan(1);
    }
    expect(readdirSync(join(run, 'figures')).sort()).toEqual(['learning.svg', 'penalties.svg', 'weights.svg']);
    expect(read(run, 'report.html')).toMatch(/^<!doctype html>/);
  });

  test('leaves nothing else behind but the trained masters', () => {
    expect(readdirSync(join(folder, 'deep'))).toEqual(['run']);
    const tables = ['learned.csv', 'steps.csv', 'summary.csv', 'weights.csv'];
    const others = ['choices.json', 'config.json', 'events.jsonl', 'figures', 'masters', 'report.html', 'timing.jsonl'];
    expect(readdirSync(run).sort()).toEqual([...tables, ...others].sort());
    expect(readdirSync(join(run, 'masters')).sort()).toEqual(['seed-7.json', 'seed-8.json']);
  });

  test('takes the config.json of a run as a configuration, and gives the same figures, bit for bit', {
    tags: ['system'],
  }, async () => {
    const again = join(folder, 'again');
    await succeed(['train', '--config', join(run, 'config.json'), '--out', again]);
    for (const name of ['summary.csv', 'learned.csv', 'events.jsonl', 'config.json']) {
      expect(read(again, name)).toBe(read(run, name));
    }
  });

  test('gives a seed the same rows alone as among others, and lets flags come before the file', {
    tags: ['system'],
  }, async () => {
    const alone = join(folder, 'alone');
    await succeed(['--config', join(run, 'config.json'), '--seed', '8', '--seeds', '1', '--out', alone]);
    const [, ...body] = rows(read(run, 'summary.csv'));
    const [, ...figures] = rows(read(alone, 'summary.csv'));
    expect(figures).toEqual(body.filter(([seed]) => seed === '8'));
  });

  test('trains masters that do not learn against penalties that are not learned', { tags: ['system'] }, async () => {
    const oracle = join(folder, 'oracle');
    await succeed([...SMALL, '--agent', 'oracle', '--penalty', 'coarse/each/tv', '--weight', '0.5', '--out', oracle]);
    const [, ...body] = rows(read(oracle, 'summary.csv'));
    for (const [, , , penalised, best] of body) expect(penalised).toBe(best);
  });
});

describe('a run directory', () => {
  test('that exists is refused, naming the path and the flag, and stays as it was', async () => {
    const before = read(run, 'config.json');
    const { code, stderr } = await command([...SMALL, '--out', run]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `reduced-impact: run directory ${run} exists: choose another with --out, or replace it with --force\n`,
    );
    expect(read(run, 'config.json')).toBe(before);
  });

  test('is replaced whole with --force', { tags: ['system'] }, async () => {
    const other = join(folder, 'replaced');
    cpSync(run, other, { recursive: true });
    writeFileSync(join(other, 'checkpoint.json'), 'old');
    await succeed([...SMALL, '--seed', '3', '--force', '--out', other]);
    expect(JSON.parse(read(other, 'config.json')).seed).toBe(3);
    expect(existsSync(join(other, 'checkpoint.json'))).toBe(false);
  });

  test('is what --force replaces: no other folder, not even one with a config.json, and no file', {
    tags: ['system'],
  }, async () => {
    const precious = join(folder, 'precious');
    mkdirSync(precious);
    writeFileSync(join(precious, 'config.json'), '{}');
    writeFileSync(join(precious, 'thesis.tex'), 'years of work');
    for (const path of [precious, join(precious, 'thesis.tex')]) {
      const { code, stderr } = await command([...SMALL, '--force', '--out', path]);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^reduced-impact: .*(is no run directory of ours, so --force does not replace it|but found a file).*\n$/,
      );
    }
    expect(readdirSync(precious)).toEqual(['config.json', 'thesis.tex']);
    expect(read(precious, 'thesis.tex')).toBe('years of work');
  });

  test('is not left behind by an agent that sends no disciple', { tags: ['system'] }, async () => {
    const agent = join(folder, 'nan.ts');
    writeFileSync(
      agent,
      `const master = { act: () => NaN, choose: () => 0, learn() {}, save: () => ({}), restore() {}, dispose() {} };
export default { id: 'nan', summary: 'x', learns: true, create: () => master };\n`,
    );
    const out = join(folder, 'nothing', 'run');
    const { code, stderr } = await command([...SMALL, '--agent', agent, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('agent nan: act');
    expect(stderr).toContain('no new run directory is left');
    expect(existsSync(out)).toBe(false);
  });
});
