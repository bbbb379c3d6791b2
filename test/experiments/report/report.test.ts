/** The report of a run: made from its files alone, forgiving, and the same each time. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { RunDirectoryError } from '../../../core/base/errors.ts';
import { report } from '../../../experiments/report/report.ts';
import { writeRunReport } from '../../../experiments/report/write.ts';
import { command, read, temporaryFolder } from '../command.ts';
import { parseXml } from '../figures/xml.ts';
import { benchmarkCsv, madeUpRun } from './made-up-run.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => out.mockRestore());

const MB = 1024 * 1024;
const STEPS = 'seed,iteration,reward,utility,penalty,unpenalised_utility\n0,10,0.1,0.5,0.4,0.6\n0,20,0.2,0.6,0.4,0.7\n';

/** The links of a page to other files. */
function linksOf(page: string): string[] {
  return [...page.matchAll(/href="([^"#]+)"/g)].map(([, address]) => decodeURIComponent(address));
}

describe('the report of one run', () => {
  test('tells question and answer, with every text escaped, and links to files that are there', async () => {
    const run = madeUpRun(join(folder, 'one'), {
      command: 'train',
      settings: { world: '<script>', weight: 2 },
      files: { 'steps.csv': STEPS, 'summary.csv': 'seed,evidence\n0,<b>\n', 'odd name & more.txt': 'x' },
    });
    const page = read(await writeRunReport(run));
    expect(page).toContain('<h1>What is &lt;this&gt;?</h1>');
    expect(page).toContain('It is “made up” &amp; small.');
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<b>');
    const links = linksOf(page);
    expect(links).toEqual(expect.arrayContaining(['steps.csv', 'figures/learning.svg', 'odd name & more.txt']));
    for (const name of links) expect(statSync(join(run, name)).isFile()).toBe(true);
  });

  test('asks for nothing outside its own file', async () => {
    const run = madeUpRun(join(folder, 'alone'), { command: 'train', files: { 'steps.csv': STEPS } });
    const page = read(await writeRunReport(run));
    expect(page.match(/(?:src|href)="(?:https?:)?\/\//g)).toBeNull();
    expect(page.match(/<(?:link|iframe|img|script src)/g)).toBeNull();
    expect(page.match(/@import|url\(/g)).toBeNull();
  });

  test('has the same bytes when it is made twice, and so have its figures', async () => {
    const run = madeUpRun(join(folder, 'twice'), {
      command: 'train',
      files: { 'steps.csv': STEPS, 'summary.csv': 'a\n1\n' },
    });
    const all = () => [join(run, 'report.html'), join(run, 'figures/learning.svg')].map((file) => read(file));
    await writeRunReport(run);
    const before = all();
    writeFileSync(join(run, 'timing.jsonl'), 'another length\n');
    await writeRunReport(run);
    expect(all()).toEqual(before);
  });

  test('writes figures that are whole XML and name their title', async () => {
    const run = madeUpRun(join(folder, 'xml'), { command: 'benchmark', files: { 'summary.csv': benchmarkCsv(3, 9) } });
    await writeRunReport(run);
    const names = readdirSync(join(run, 'figures'));
    expect(names).toEqual(['ranking.svg', 'windows.svg']);
    for (const name of names) {
      const { elements } = parseXml(read(run, 'figures', name));
      expect(elements.slice(0, 2)).toEqual(['svg', 'title']);
      expect(elements.length).toBeGreaterThan(27);
    }
  });

  test.each([
    ['a command of the future', { command: 'transmute', files: { 'gold.csv': 'metal,mass\nlead,1\n' } }],
    [
      'a table of another form',
      { command: 'train', files: { 'steps.csv': 'when,what\n1,2\n', 'gold.csv': 'metal\n' } },
    ],
    ['a table that is empty', { command: 'train', files: { 'steps.csv': '', 'gold.csv': 'metal\nlead\n' } }],
  ])('opens for %s, and lists its files', async (_, made) => {
    const run = madeUpRun(join(folder, made.command, String(Object.keys(made.files).length)), made);
    const page = read(await writeRunReport(run));
    expect(page).toContain('It is “made up”');
    expect(linksOf(page)).toEqual(expect.arrayContaining(['gold.csv', 'events.jsonl', 'config.json']));
    expect(page).not.toContain('<figure>');
  });

  test('names what is damaged in a line, and shows the rest', async () => {
    const run = madeUpRun(join(folder, 'damaged'), {
      command: 'train',
      files: { 'steps.csv': STEPS, 'choices.json': '{"world":', 'summary.csv': 'a\n1\n' },
    });
    const lines = read(run, 'events.jsonl').split('\n');
    writeFileSync(join(run, 'events.jsonl'), `${lines[0]}\n{"type":"step",\n${lines[1]}\n`);
    const page = read(await writeRunReport(run));
    expect(page).toMatch(/events\.jsonl, line 2: the line is damaged/);
    expect(page).toMatch(/choices\.json cannot be read/);
    expect(page).toContain('It is “made up”');
    expect(page).toContain('<figure>');
    writeFileSync(join(run, 'config.json'), '{');
    writeFileSync(join(run, 'events.jsonl'), '\0\0');
    const other = read(await writeRunReport(run));
    expect(other).toMatch(/config\.json cannot be read/);
    writeFileSync(join(run, 'summary.csv'), 'a,b\n1,2\n3\n');
    writeFileSync(join(run, 'steps.csv'), '');
    rmSync(join(run, 'config.json'));
    const cut = read(await writeRunReport(run));
    expect(cut).toContain('summary.csv line 3: expected 2 cells but found 1: is the file cut?');
    expect(cut).toContain('steps.csv is empty');
    expect(cut).toContain('config.json is missing');
    expect(linksOf(other)).toContain('steps.csv');
  });

  test('says of a run without an end that it is not complete', async () => {
    const run = madeUpRun(join(folder, 'open'), { command: 'train', events: [] });
    expect(read(await writeRunReport(run))).toContain('This run is not complete');
  });
});

describe('the report of several runs', () => {
  const runs = Array.from({ length: 10 }, (_, seed) =>
    madeUpRun(join(folder, 'several', `seed-${seed}`), {
      command: 'benchmark',
      settings: { seed, quick: false },
      files: { 'summary.csv': benchmarkCsv(20, 60, seed) },
    }),
  );

  test('of ten benchmarks of 20 worlds and 60 penalties merges seeds into one figure, in less than 5 MB', async () => {
    const file = join(folder, 'ten.html');
    await report(runs, { out: file, force: false });
    expect(statSync(file).size).toBeLessThan(5 * MB);
    const page = read(file);
    expect(page.match(/<figure>/g)).toHaveLength(2);
    expect(page).toContain('10 runs of benchmark');
    expect(page).toContain('All say: It is “made up”');
    for (const name of linksOf(page).filter((link) => link.endsWith('.csv')))
      expect(statSync(join(folder, name)).isFile()).toBe(true);
  });

  test('puts figures of other settings side by side, each under the name of its run', async () => {
    const made = (name: string, weight: number) =>
      madeUpRun(join(folder, name), { command: 'train', settings: { weight, seed: 0 }, files: { 'steps.csv': STEPS } });
    const file = join(folder, 'two.html');
    await report([made('first', 1), made('second', 2)], { out: file, force: false });
    const page = read(file);
    expect(page.match(/<figure>/g)).toHaveLength(2);
    expect(page).toMatch(/class="beside">.*first: How the master learned.*second: How the master learned/s);
  });

  test('replaces its own file, and no other without --force', async () => {
    const file = join(folder, 'thesis.html');
    writeFileSync(file, '<p>my thesis</p>');
    await expect(report(runs.slice(0, 2), { out: file, force: false })).rejects.toThrow('is no report of ours');
    expect(read(file)).toBe('<p>my thesis</p>');
    await report(runs.slice(0, 2), { out: file, force: true });
    await report(runs.slice(0, 2), { out: file, force: false });
    expect(read(file)).toContain('2 runs of benchmark');
  });
});

describe('what is no run', () => {
  test.each([
    ['nothing', 'missing', 'expected a run directory but there is nothing'],
    ['a file', 'a-file', 'expected a run directory but it is a file'],
    ['a folder of other things', 'other', 'expected a run directory (with config.json) but found none'],
  ])('is refused: %s', async (_, name, wanted) => {
    writeFileSync(join(folder, 'a-file'), '');
    mkdirSync(join(folder, 'other'), { recursive: true });
    const refused = report([join(folder, name)], { force: false });
    await expect(refused).rejects.toThrow(RunDirectoryError);
    await expect(refused).rejects.toThrow(wanted);
  });

  test('is one line and exit code 2 on the command line', async () => {
    const { code, stderr } = await command(['report', join(folder, 'missing')]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(join(folder, 'a-file'), 'utf8')).toBe('');
  });
});
