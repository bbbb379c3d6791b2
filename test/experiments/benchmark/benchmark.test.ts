/** The command `benchmark`: its rows, its tables, and --resume. */
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../../envs/index.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { benchmarkRow } from '../../../experiments/benchmark/row.ts';
import { benchmarkTables } from '../../../experiments/benchmark/tables.ts';
import { auroc } from '../../../judging/auroc.ts';
import { acceptable, libraryHarms } from '../../../judging/judge.ts';
import { lambdaWindow } from '../../../judging/window.ts';
import { worldCase } from '../../../judging/world-case.ts';
import { exactPenalties } from '../../../penalties/exact-penalties.ts';
import { libraryUtilities } from '../../../penalties/objective.ts';
import { penalties } from '../../../penalties/suite.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { command, read, rows, succeed, temporaryFolder, WORLD } from '../command.ts';

const folder = temporaryFolder();
const MINE = join(folder, 'mine.ts');
const PENALTIES = ['none', 'coarse/joint/tv', 'coarse/similar', 'coarse/pathwise', MINE, 'satisficer', 'quantiliser'];
const ARGS = ['benchmark', '--only', '--world', WORLD, '--penalty', ...PENALTIES];
const run = join(folder, 'run');
let table: string[][];
let printed: string;

beforeAll(async () => {
  cpSync('docs/my-penalty.ts', MINE);
  printed = (await succeed([...ARGS, '--out', run])).stdout;
  table = rows(read(run, 'summary.csv'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const field = (penalty: string, column: string) => table.find((row) => row[1] === penalty)![table[0].indexOf(column)];

describe('benchmark', () => {
  test('has a row for each world and penalty, a user’s own world and penalty among them', () => {
    expect(table.slice(1).map(([world, penalty]) => [world, penalty])).toEqual(
      [
        'none',
        'coarse/joint/tv',
        'coarse/similar',
        'coarse/pathwise',
        'mine/mean-shift',
        'satisficer',
        'quantiliser',
      ].map((id) => ['TinyUser-v0', id]),
    );
    for (const id of ['TinyUser-v0', 'mine/mean-shift', 'motivation']) expect(printed).toContain(id);
  });

  test('writes the λ-window and the AUROC that the library’s functions compute', () => {
    const compiled = compile(tinyWorld);
    for (const id of ['none', 'coarse/joint/tv', 'coarse/similar']) {
      const window = lambdaWindow(compiled as never, id);
      for (const name of ['low', 'high', 'decades'] as const) expect(Number(field(id, name))).toBe(window[name]);
      const areas = compiled.evidences.map(({ value }) => {
        const harm = libraryHarms(compiled as never, value);
        const penalty = exactPenalties(compiled as never, value, id);
        return auroc(harm.map((h, s) => ({ harmful: h > harm[0] + 0.05, penalty: penalty[s] })).slice(1));
      });
      const known = areas.filter((area) => area !== null);
      expect(Number(field(id, 'auroc'))).toBeCloseTo(known.reduce((a, b) => a + b, 0) / known.length, 12);
    }
    expect(Number(field('coarse/similar', 'decades'))).toBeGreaterThan(0);
    expect(Number(field('none', 'decades'))).toBe(0);
  });

  test('writes utility and harm of the choice at the window’s centre, which is acceptable there', () => {
    const compiled = compile(tinyWorld);
    let utility = 0;
    let harm = 0;
    for (const { value, probability } of compiled.evidences) {
      const [only, ...others] = acceptable(compiled as never, value);
      expect(others).toEqual([]);
      const sent = tinyWorld.disciples.findIndex(({ id }) => id === only);
      utility += probability * libraryUtilities(compiled as never, value)[sent];
      harm += probability * libraryHarms(compiled as never, value)[sent];
    }
    expect(Number(field('coarse/similar', 'utility'))).toBeCloseTo(utility, 12);
    expect(Number(field('coarse/similar', 'harm'))).toBeCloseTo(harm, 12);
    expect(field('none', 'utility')).toBe('');
  });

  test('says that a window ends with the search, at 1000, where the acceptable disciple reads 0', async () => {
    for (const [, penalty] of table.slice(1)) expect(field(penalty, 'censored')).toBe('');
    const judged = worldCase(compile(registry.world('Subagent-v0')), 0.05);
    const options = { rollouts: 100, seed: 0 };
    const [joint, similar] = await Promise.all(
      ['coarse/joint/tv', 'coarse/similar'].map((id) => benchmarkRow(judged, penalties.get(id), options)),
    );
    expect([joint.high, joint.censored]).toEqual([1000, 'high']);
    expect(similar.high).toBeLessThan(1000);
    expect(similar.censored).toBe('');
    const line = (id: string) =>
      benchmarkTables([joint, similar])
        .split('\n')
        .find((one) => one.startsWith(id));
    expect(line('coarse/joint/tv')).toMatch(/… 1000\+ +3\.32\+/);
    expect(line('coarse/similar')).toMatch(/… \d\.\d+ +0\.43 /);
    expect(printed).toContain('+ at least');
  });

  test('has a row for each master without a penalty: what it sends, averaged over its choices and the prior', () => {
    const compiled = compile(tinyWorld);
    for (const [id, size] of [
      ['satisficer', null],
      ['quantiliser', 1],
    ] as const) {
      const sums = { utility: 0, harm: 0 };
      for (const { value, probability } of compiled.evidences) {
        const utility = libraryUtilities(compiled as never, value);
        const harm = libraryHarms(compiled as never, value);
        // Nothing is left to do on an erased wire, so the utilities that a master expects are 0.95 of these.
        const order = utility.map((_, s) => s).sort((a, b) => utility[b] - utility[a]);
        const sent = size === null ? order.filter((s) => s > 0 && 0.95 * utility[s] >= 0.5) : order.slice(0, size);
        expect(sent.length).toBeGreaterThan(0);
        for (const s of sent) {
          sums.utility += (probability * utility[s]) / sent.length;
          sums.harm += (probability * harm[s]) / sent.length;
        }
      }
      expect(Number(field(id, 'utility'))).toBeCloseTo(sums.utility, 12);
      expect(Number(field(id, 'harm'))).toBeCloseTo(sums.harm, 12);
      expect([field(id, 'decades'), field(id, 'auroc')]).toEqual(['', '']);
      expect(Number(field(id, 'harm'))).toBeGreaterThan(Number(field(id, 'null_harm')));
    }
  });

  test('says which values are from draws', () => {
    expect(field('coarse/pathwise', 'values')).toBe('sampled');
    expect(field('coarse/joint/tv', 'values')).toBe('exact');
  });

  test('writes motivation beside it, for the whole library and its harmless and acceptable parts', () => {
    const [columns, ...lines] = rows(read(run, 'motivation.csv'));
    expect(lines.map((line) => line.slice(0, 2))).toEqual(
      ['all', 'harmless', 'acceptable'].map((library) => ['TinyUser-v0', library]),
    );
    expect(Number(lines[0][columns.indexOf('motivation')])).toBeGreaterThan(0);
  });

  test('gives the same bytes again, and after a kill with --resume', { tags: ['system'] }, async () => {
    const again = join(folder, 'again');
    cpSync(run, again, { recursive: true });
    for (const name of ['summary.csv', 'motivation.csv']) rmSync(join(again, name));
    const events = join(again, 'events.jsonl');
    const lines = readFileSync(events, 'utf8').split('\n');
    // The beginning, two whole rows and a torn one.
    writeFileSync(events, `${lines.slice(0, 3).join('\n')}\n${lines[3]}`);
    truncateSync(events, readFileSync(events).length - 5);
    const { stderr } = await succeed(['benchmark', '--resume', again]);
    expect(stderr).toContain('after 2 results');
    for (const name of ['summary.csv', 'motivation.csv', 'events.jsonl'])
      expect(read(again, name)).toBe(read(run, name));
    expect((await command(['benchmark', '--resume', run])).stderr).toContain('is complete');
  });

  test('refuses to carry on with a penalty’s file that has changed: rows of two penalties would stand in one table', {
    tags: ['system'],
  }, async () => {
    const half = join(folder, 'half');
    cpSync(run, half, { recursive: true });
    for (const name of ['summary.csv', 'motivation.csv']) rmSync(join(half, name));
    const before = read(MINE);
    writeFileSync(MINE, before.replace('Math.min(1, shift)', 'Math.min(2, shift)'));
    expect(read(MINE)).not.toBe(before);
    try {
      const { code, stderr, stdout } = await command(['benchmark', '--resume', half]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(`${MINE} has changed since the run began`);
    } finally {
      writeFileSync(MINE, before);
    }
    // Unchanged again, it carries on.
    await succeed(['benchmark', '--resume', half]);
    expect(read(half, 'summary.csv')).toBe(read(run, 'summary.csv'));
  });

  test('keeps every line to 120 characters, and marks draws at figures alone', async () => {
    for (const line of printed.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    const worlds = registry.ids().map((id, i) => `${id}${i}`);
    const row = await benchmarkRow(worldCase(compile(tinyWorld), 0.05) as never, penalties.get('none'), {
      rollouts: 100,
      seed: 0,
    });
    expect(row.utility).toBeNull();
    const text = benchmarkTables(worlds.map((world) => ({ ...row, world, values: 'sampled' })));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    expect(text).toContain('0.00~');
    expect(text).not.toContain('—~');
  });

  test('is no run that evaluate, or the training’s --resume, takes', { tags: ['system'] }, async () => {
    for (const args of [
      ['evaluate', run],
      ['--resume', run],
    ]) {
      const { code, stderr } = await command(args);
      expect(code).toBe(2);
      expect(stderr).toBe(`reduced-impact: ${run}: expected a run of train but found a run of benchmark\n`);
    }
  });
});
