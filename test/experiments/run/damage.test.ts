/** What --resume, evaluate and --force refuse: changed worlds and settings, damaged files, runs that others work on. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRun } from '../../../experiments/run/recorded-run.ts';
import { Run } from '../../../experiments/run/run.ts';
import { writeSealed } from '../../../experiments/run/seal.ts';
import { checkpointSchema, loadSeed, type SeedResult, seedFile, seedKey } from '../../../experiments/train/saved.ts';
import { read, root, start, succeed, temporaryFolder } from '../command.ts';
import { edit, flip, refusalOf, refused } from './refusal.ts';

const folder = temporaryFolder();
const world = join(folder, 'world.ts');
const killed = join(folder, 'killed');
const complete = join(folder, 'complete');
const measured = join(folder, 'measured');
const SHORT = ['--world', world, '--rollouts', '200', '--backend', 'wasm'];
const ARGS = [...SHORT, '--episodes', '17920', '--seeds', '2'];

/** The tiny world with some harm, as a user's file. */
function writeWorld(harm = 'Number(s.broken)'): void {
  const tiny = JSON.stringify(join(root, 'test/fixtures/tiny-world.ts'));
  writeFileSync(
    world,
    `import { tinyWorld } from ${tiny};\nexport default { ...tinyWorld, id: 'Damage-v0', harm: (s) => ${harm} };\n`,
  );
}

function copy(run: string, name: string): string {
  const path = join(folder, name);
  cpSync(run, path, { recursive: true });
  return path;
}

beforeAll(async () => {
  writeWorld();
  // Killed in its second seed.
  for (let attempt = 0; attempt < 10; attempt++) {
    rmSync(killed, { recursive: true, force: true });
    const { child, finished } = start([...ARGS, '--out', killed]);
    const checkpoint = join(killed, 'checkpoint.json');
    const inSecond = () => existsSync(checkpoint) && /"seed":1,/.test(readFileSync(checkpoint, 'utf8'));
    while (child.exitCode === null && !inSecond()) await wait(5);
    child.kill('SIGKILL');
    await finished;
    if (!existsSync(join(killed, 'summary.csv'))) break;
  }
  await succeed(['--resume', copy(killed, 'complete')]);
  const benchmark = ['--only', '--world', world, '--penalty', 'none', 'coarse/each/tv', 'coarse/joint/tv'];
  await succeed(['benchmark', ...benchmark, '--out', measured]);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a world that changed', { tags: ['system'] }, () => {
  test('(here in its harm) is refused by --resume, evaluate and benchmark --resume', async () => {
    const half = copy(measured, 'half');
    for (const name of ['summary.csv', 'motivation.csv']) rmSync(join(half, name));
    writeWorld('Number(s.broken) / 2');
    try {
      expect(await refused(['--resume', killed])).toBe(
        `reduced-impact: ${killed}: Damage-v0 has changed since the run began: run it anew`,
      );
      expect(await refused(['evaluate', complete])).toContain('Damage-v0 has changed since the run began');
      expect(await refused(['benchmark', '--resume', half])).toContain('Damage-v0 has changed since the run began');
    } finally {
      writeWorld();
      rmSync(half, { recursive: true });
    }
  });
});

/** The one line with which the run machinery refuses to carry a training on. */
function resumeRefused(path: string): string {
  return refusalOf(() => {
    const run = Run.resume<{ seed: number }>(path, 'train');
    try {
      run.savedState(checkpointSchema);
      loadSeed(path, run.file(seedFile(0)), 0, run.resultOf<SeedResult>(seedKey(0))?.masters);
    } finally {
      run.release();
    }
  });
}

describe('settings that changed', { tags: ['system'] }, () => {
  test.each<[string, (text: string) => string, string]>([
    [
      'the weight',
      (text) => text.replace('"weight": 1,', '"weight": 0,'),
      'weight: expected 1, as the run began but received 0',
    ],
    [
      'the agent',
      (text) => text.replace('"reinforce"', '"bandit"'),
      "agent: expected 'reinforce', as the run began but received 'bandit'",
    ],
    [
      'the seeds',
      (text) => text.replace('"seeds": 2', '"seeds": 3'),
      'seeds: expected 2, as the run began but received 3',
    ],
    ['the version of Node', (text) => text.replace(/"node": "[^"]*"/, '"node": "0.0.0"'), "versions: node: expected '"],
    [
      'the versions, removed',
      (text) => JSON.stringify({ ...JSON.parse(text), versions: undefined }),
      'versions: expected ',
    ],
    ['a key that is new', (text) => text.replace('{', '{ "wieght": 1,'), 'wieght: expected no such key'],
  ])('in config.json are refused and named: %s', (_, change, message) => {
    const run = copy(killed, 'edited');
    edit(run, 'config.json', change);
    expect(resumeRefused(run)).toContain(`${run}/config.json: ${message}`);
    expect(refusalOf(() => readRun(run, 'train'))).toContain(`${run}/config.json: ${message}`);
    rmSync(run, { recursive: true });
  });

  test('in the config.json of a benchmark (its erasure) are refused', () => {
    const half = copy(measured, 'other erasure');
    rmSync(join(half, 'summary.csv'));
    edit(half, 'config.json', (text) => text.replace('"erasure": 0.05', '"erasure": 0.5'));
    expect(refusalOf(() => Run.resume(half, 'benchmark'))).toContain(
      'config.json: erasure: expected 0.05, as the run began but received 0.5',
    );
  });

  test('are one line and exit code 2 on the command line', async () => {
    const run = copy(killed, 'edited');
    edit(run, 'config.json', (text) => text.replace('"weight": 1,', '"weight": 0,'));
    const line = `reduced-impact: ${run}/config.json: weight: expected 1, as the run began but received 0`;
    expect(await refused(['--resume', run])).toBe(line);
    expect(await refused(['evaluate', run])).toBe(line);
    rmSync(run, { recursive: true });
  });
});

describe('damage is noticed by --resume', { tags: ['system'] }, () => {
  const lines = (text: string) => text.trimEnd().split('\n');
  const without = (text: string, line: number) => `${lines(text).toSpliced(line, 1).join('\n')}\n`;

  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'events cut behind the checkpoint',
      'events.jsonl',
      (text) => `${lines(text).slice(0, 3).join('\n')}\n`,
      /expected at least the \d+ events that checkpoint\.json counted but found 3/,
    ],
    ['no events at all', 'events.jsonl', () => '', /expected a first line that begins a run but found none/],
    [
      'an event changed',
      'events.jsonl',
      (text) => text.replace('"iteration":10', '"iteration":11'),
      /events\.jsonl, line 2: expected the checksum/,
    ],
    ['an event removed', 'events.jsonl', (text) => without(text, 1), /events\.jsonl, line 2: expected the checksum/],
    ['a figure of the checkpoint changed', 'checkpoint.json', flip, /checkpoint\.json: expected the checksum/],
    [
      'an empty object as checkpoint',
      'checkpoint.json',
      () => '{}',
      /checkpoint\.json: expected a file with a checksum/,
    ],
    [
      'a checkpoint that is no JSON',
      'checkpoint.json',
      () => '{"events":',
      /checkpoint\.json: the file is damaged: expected JSON/,
    ],
    [
      'the masters of the first seed changed',
      'masters/seed-0.json',
      flip,
      /masters\/seed-0\.json: expected the checksum/,
    ],
    [
      'an empty object as masters',
      'masters/seed-0.json',
      () => '{}',
      /masters\/seed-0\.json: expected a file with a checksum/,
    ],
    [
      'a config.json that is no JSON',
      'config.json',
      () => '{"world":',
      /config\.json: the file is damaged: expected JSON/,
    ],
  ])('%s', (_, name, change, message) => {
    const run = copy(killed, 'damaged');
    edit(run, name, change);
    expect(resumeRefused(run)).toMatch(message);
    rmSync(run, { recursive: true });
  });

  test('a checkpoint of the same checksum but of another schema', () => {
    const run = copy(killed, 'damaged');
    const path = join(run, 'checkpoint.json');
    const { events, head } = JSON.parse(read(path));
    writeSealed(path, { events, head, state: { finished: [] } });
    expect(resumeRefused(run)).toMatch(/checkpoint\.json: seed: /);
    writeSealed(path, { events, head: 'f', state: {} });
    expect(resumeRefused(run)).toMatch(/checkpoint\.json: expected the checkpoint of these events/);
    rmSync(run, { recursive: true });
  });

  test.each([
    ['events.jsonl', /events\.jsonl but it is missing/],
    ['config.json', /config\.json: no such file/],
    ['masters/seed-0.json', /masters\/seed-0\.json was removed/],
  ])('%s removed', (name, message) => {
    const run = copy(killed, 'incomplete');
    rmSync(join(run, name));
    expect(resumeRefused(run)).toMatch(message);
    rmSync(run, { recursive: true });
  });

  test.each(['events.jsonl', 'checkpoint.json', 'config.json'])('a folder in the place of %s', (name) => {
    const run = copy(killed, 'folders');
    rmSync(join(run, name));
    mkdirSync(join(run, name));
    expect(resumeRefused(run)).toMatch(/expected a file but found a folder \(EISDIR\)$/);
    rmSync(run, { recursive: true });
  });

  test('a row of a benchmark that is not complete', () => {
    const half = copy(measured, 'row');
    rmSync(join(half, 'summary.csv'));
    edit(half, 'events.jsonl', (text) => text.replace(/"auroc":[^,]*,/, ''));
    expect(refusalOf(() => Run.resume(half, 'benchmark'))).toMatch(/events\.jsonl, line 2: expected the checksum/);
  });
});

test('damage to trained masters is noticed by evaluate', { tags: ['system'] }, async () => {
  const run = copy(complete, 'masters');
  edit(run, 'masters/seed-1.json', flip);
  expect(await refused(['evaluate', run])).toMatch(/masters\/seed-1\.json: expected the checksum/);
  rmSync(join(run, 'masters/seed-1.json'));
  cpSync(join(run, 'masters/seed-0.json'), join(run, 'masters/seed-1.json'));
  expect(await refused(['evaluate', run])).toContain('expected the masters that this run trained but found others');
});

describe('a run of another command', { tags: ['system'] }, () => {
  test('is named by the command that it belongs to', async () => {
    const other = (path: string, wanted: string, found: string) =>
      `reduced-impact: ${path}: expected a run of ${wanted} but found a run of ${found}`;
    expect(await refused(['evaluate', measured])).toBe(other(measured, 'train', 'benchmark'));
    expect(await refused(['--resume', measured])).toBe(other(measured, 'train', 'benchmark'));
    expect(await refused(['benchmark', '--resume', killed])).toBe(other(killed, 'benchmark', 'train'));
  });
});

describe('a run that a process works on', { tags: ['system'] }, () => {
  test('is refused by --resume and --force, which name the process, and is not disturbed', async () => {
    const live = join(folder, 'live');
    const { child, finished } = start([...SHORT, '--episodes', '60000', '--seeds', '2', '--out', live]);
    while (child.exitCode === null && !existsSync(join(live, 'checkpoint.json'))) await wait(5);
    const held = new RegExp(
      `: expected a run that no process works on but process ${child.pid} has worked on it since 20`,
    );
    expect(await refused(['--resume', live])).toMatch(held);
    expect(await refused([...ARGS, '--force', '--out', live])).toMatch(held);
    child.kill('SIGKILL');
    await finished;
    // The dead process does not keep it.
    await succeed([...SHORT, '--seeds', '1', '--episodes', '256', '--force', '--out', live]);
  });

  test('is carried on by one of two that begin at once', async () => {
    const run = copy(killed, 'two');
    const both = await Promise.all([1, 2].map(() => start(['--resume', run]).finished));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 2]);
    const names = ['summary.csv', 'events.jsonl', 'masters/seed-1.json'];
    for (const name of names) expect(read(run, name)).toBe(read(complete, name));
  });
});

describe('the end of a run', { tags: ['system'] }, () => {
  const lines = (text: string) => text.trimEnd().split('\n');

  test('is the same wherever a kill falls between its last result and its summary', async () => {
    const whole = read(complete, 'events.jsonl');
    const withoutEnd = `${lines(whole).slice(0, -1).join('\n')}\n`;
    for (const [name, events] of [
      ['after the event', whole],
      ['before the event', withoutEnd],
      ['within the event', whole.slice(0, -7)],
    ]) {
      const run = copy(complete, name);
      rmSync(join(run, 'summary.csv'));
      writeFileSync(join(run, 'events.jsonl'), events);
      await succeed(['--resume', run]);
      for (const file of ['events.jsonl', 'summary.csv']) expect(read(run, file), name).toBe(read(complete, file));
      expect(readdirSync(run).sort()).toEqual(readdirSync(complete).sort());
    }
  });
});
