/** A training that was killed is carried on to the same bytes. */
import { appendFileSync, cpSync, existsSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, read, start, succeed, temporaryFolder, WORLD } from '../command.ts';

// Part of `npm run test:all` alone: whole processes, some of them killed.
// @module-tag system

/** Seventy iterations a seed: seven events of steps and one of the seed. */
const TRAINING = ['--world', WORLD, '--episodes', '17920', '--rollouts', '500', '--backend', 'wasm'];
const ARGS = [...TRAINING, '--seeds', '2', '--seed', '1'];
const EVENTS_OF_A_SEED = 8;

const RESULTS = [
  'summary.csv',
  'learned.csv',
  'events.jsonl',
  'config.json',
  'masters/seed-1.json',
  'masters/seed-2.json',
];

const folder = temporaryFolder();
const whole = join(folder, 'whole');
const early = join(folder, 'early');
const late = join(folder, 'late');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Carries a run on until it `is` so far, and kills it at once. On a busy machine the look may come too late: then it is
 * made anew.
 */
async function kill(make: () => readonly string[], run: string, is: () => boolean, inTime: () => boolean) {
  for (let attempt = 0; attempt < 10; attempt++) {
    rmSync(run, { recursive: true, force: true });
    const { child, finished } = start(make());
    while (child.exitCode === null && !is()) await wait(2);
    child.kill('SIGKILL');
    const { code, stderr } = await finished;
    if (code !== null && code !== 0) throw new Error(`expected to kill it, but it ended with code ${code}: ${stderr}`);
    if (code === null && inTime()) return;
  }
  throw new Error(`expected to kill ${run} in time`);
}

/** Trains until so many events are written, and kills it within that seed. */
async function killAt(events: number, seed: number, out: string): Promise<void> {
  const path = join(out, 'events.jsonl');
  await kill(
    () => [...ARGS, '--out', out],
    out,
    () => existsSync(path) && read(path).split('\n').length > events,
    () => !existsSync(join(out, 'summary.csv')) && JSON.parse(read(out, 'checkpoint.json')).state.seed === seed,
  );
  expect(existsSync(join(out, 'summary.csv'))).toBe(false);
}

/** A copy to resume, so that each test starts where the kill left the run. */
function copy(run: string, name: string): string {
  const path = join(folder, name);
  cpSync(run, path, { recursive: true });
  return path;
}

function expectWhole(run: string): void {
  for (const name of RESULTS) expect(read(run, name), name).toBe(read(whole, name));
  expect(readdirSync(run).sort()).toEqual(readdirSync(whole).sort());
}

beforeAll(async () => {
  await succeed([...ARGS, '--out', whole]);
  // A third of all, and a half of the second seed.
  await killAt(5, 1, early);
  await killAt(1 + EVENTS_OF_A_SEED + 3, 2, late);
}, 300_000);

describe('a run', { tags: ['system'] }, () => {
  test('gives the same files bit for bit when it is run again', async () => {
    const again = join(folder, 'again');
    await succeed([...ARGS, '--out', again]);
    expectWhole(again);
  });
});

describe('--resume', { tags: ['system'] }, () => {
  test('ends a run killed at a third as if it had never been killed', async () => {
    const { stderr } = await succeed(['--resume', copy(early, 'third')]);
    expect(stderr).toMatch(/^seed 1: from iteration [246]0$/m);
    expectWhole(join(folder, 'third'));
  });

  test('ends a run killed in its second seed, without training the first again', async () => {
    const { stderr } = await succeed(['--resume', copy(late, 'second')]);
    expect(stderr).toMatch(/^seed 2: from iteration [246]0$/m);
    expect(stderr).toContain('after 1 result\n');
    expect(stderr).not.toContain('seed 1 ');
    expectWhole(join(folder, 'second'));
  });

  test('ends a run that was killed twice', async () => {
    const run = join(folder, 'twice');
    await kill(
      () => ['--resume', copy(early, 'twice')],
      run,
      () => existsSync(join(run, 'masters/seed-1.json')),
      () => !existsSync(join(run, 'summary.csv')),
    );
    await succeed(['--resume', run]);
    expectWhole(run);
  });

  test('ends a run that was killed before anything but its beginning was written', async () => {
    const run = copy(early, 'unborn');
    rmSync(join(run, 'checkpoint.json'));
    writeFileSync(join(run, 'events.jsonl'), `${read(run, 'events.jsonl').split('\n')[0]}\n`);
    const { stderr } = await succeed(['--resume', run]);
    expect(stderr).toMatch(/^resuming .*unborn after 0 results$/m);
    expectWhole(run);
  });

  test('drops a torn last line of events.jsonl, and says so', async () => {
    const run = copy(late, 'torn');
    appendFileSync(join(run, 'events.jsonl'), '{"type":"step","seed":2,"itera');
    const { stderr } = await succeed(['--resume', run]);
    expect(stderr).toContain(`${run}: dropped a torn last line of events.jsonl\n`);
    expectWhole(run);
  });

  test('works from another folder than the one where the run began', async () => {
    const run = copy(late, 'elsewhere');
    await succeed(['--resume', 'elsewhere'], folder);
    expectWhole(run);
  });

  test('of a complete run is refused', async () => {
    const { code, stderr } = await command(['--resume', whole]);
    expect(code).toBe(2);
    expect(stderr).toBe(`reduced-impact: ${whole} is complete: judge it again with evaluate ${whole}\n`);
  });

  test('with another flag is refused, since the configuration is in the directory', async () => {
    for (const [flag, ...value] of [['--weight', '2'], ['--allow-leak'], ['--force'], ['--out', join(folder, 'new')]]) {
      const { code, stderr } = await command(['--resume', early, flag, ...value]);
      expect(code).toBe(2);
      expect(stderr).toBe(`reduced-impact: --resume: expected nothing else but received ${flag}\n`);
    }
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  test('of a folder without a run is refused in one line that names it', async () => {
    for (const path of [folder, join(folder, 'none')]) {
      const { code, stderr } = await command(['--resume', path]);
      expect(code).toBe(2);
      expect(stderr).toBe(`reduced-impact: ${path}: expected a run directory (with config.json) but found none\n`);
    }
  });
});

const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('a disk that fills up', { tags: ['system'] }, () => {
  test('ends the run with one line and exit code 2, from which --resume still carries on', async () => {
    const run = copy(early, 'full');
    const before = read(run, 'events.jsonl');
    // The killed run may have left one half written.
    rmSync(join(run, 'checkpoint.json.tmp'), { force: true });
    symlinkSync(FULL, join(run, 'checkpoint.json.tmp'));
    const { code, stderr } = await command(['--resume', run]);
    expect(code).toBe(2);
    expect(stderr.match(/^reduced-impact: .*$/gm)).toEqual([
      `reduced-impact: ${run}/checkpoint.json: no space left on the device (ENOSPC)`,
    ]);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(read(run, 'events.jsonl').startsWith(before)).toBe(true);
    expect(statSync(join(run, 'checkpoint.json')).size).toBeGreaterThan(0);
    await succeed(['--resume', run]);
    expectWhole(run);
  });
});

describe('an interrupted run', { tags: ['system'] }, () => {
  test('names the flag that carries it on, and ends with exit code 130', async () => {
    const run = join(folder, 'interrupted');
    const { child, finished } = start([...ARGS, '--out', run]);
    while (child.exitCode === null && !existsSync(join(run, 'checkpoint.json'))) await wait(2);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain(`stopped: carry on with --resume ${run}\n`);
    await succeed(['--resume', run]);
    expectWhole(run);
  });
});
