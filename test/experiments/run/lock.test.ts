/** The lock on a run directory. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Holder, Lock, lives, refuseHeld } from '../../../experiments/run/lock.ts';
import { root, temporaryFolder } from '../command.ts';
import { refusalOf } from './refusal.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The holder of the only lock, and its file. */
function onlyHolder(): { holder: Holder; path: string } {
  const [name] = readdirSync(folder);
  const path = join(folder, name);
  return { holder: JSON.parse(readFileSync(path, 'utf8')), path };
}

/** Another process that takes the lock and then never returns to its event loop. */
async function busyHolder() {
  const script = join(folder, '..', `${folder.split('/').at(-1)}.ts`);
  const module = JSON.stringify(join(root, 'experiments/run/lock.ts'));
  writeFileSync(
    script,
    'import { Lock } from ' +
      `${module};\nLock.acquire(${JSON.stringify(folder)});\nprocess.stdout.write('held', () => { for ` +
      '(;;); });\n',
  );
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return { child, script };
}

describe('Lock', () => {
  test('refuses a second holder in one line that names the process and since when it holds it', () => {
    const lock = Lock.acquire(folder);
    const { holder } = onlyHolder();
    const message = refusalOf(() => Lock.acquire(folder, 'runs/mine'));
    expect(message).toBe(
      `runs/mine: expected a run that no process works on but process ${process.pid} has worked on it ` +
        `since ${holder.since}`,
    );
    expect(refusalOf(() => refuseHeld(folder, 'runs/mine'))).toBe(message);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    Lock.acquire(folder).release();
  }, 20_000);

  test('is kept by a process that is busy for ever, and not by one that was killed', async () => {
    const { child, script } = await busyHolder();
    try {
      expect(refusalOf(() => Lock.acquire(folder))).toContain(`process ${child.pid} has worked on it`);
      child.kill('SIGKILL');
      await once(child, 'exit');
      Lock.acquire(folder).release();
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      child.kill('SIGKILL');
      rmSync(script);
    }
  }, 30_000);

  test('is not kept by a process that has the number of a dead one', () => {
    const lock = Lock.acquire(folder);
    const { holder, path } = onlyHolder();
    expect(lives(holder, path)).toBe(true);
    expect(lives({ ...holder, started: '1' }, path)).toBe(false);
    lock.release();
  });

  test('of another container or machine lasts as long as it gives signs of life', () => {
    const lock = Lock.acquire(folder);
    const { holder, path } = onlyHolder();
    const elsewhere = { ...holder, space: 'another boot pid:[1]', host: 'elsewhere', pid: 1 };
    expect(lives(elsewhere, path)).toBe(true);
    const old = new Date(Date.now() - 60_000);
    utimesSync(path, old, old);
    expect(lives(elsewhere, path)).toBe(false);
    lock.release();
  });

  test('of this machine is kept in silence by a process that runs, where the system has no /proc', () => {
    const lock = Lock.acquire(folder);
    const { holder, path } = onlyHolder();
    const silent = new Date(Date.now() - 60_000);
    utimesSync(path, silent, silent);
    const here = { ...holder, space: null, started: null };
    expect(lives(here, path)).toBe(true);
    expect(lives({ ...here, pid: spawnSync(process.execPath, ['--version']).pid }, path)).toBe(false);
    expect(lives({ ...here, since: new Date(0).toISOString() }, path)).toBe(false);
    lock.release();
  });

  test('gives signs of life while its process is busy', async () => {
    const lock = Lock.acquire(folder);
    const { path } = onlyHolder();
    const old = new Date(0);
    utimesSync(path, old, old);
    lock.keepAlive(20);
    // Starts the thread, and then keeps this one busy.
    await new Promise((resolve) => setTimeout(resolve, 500));
    utimesSync(path, old, old);
    for (const until = Date.now() + 500; Date.now() < until; );
    expect(lives({ ...onlyHolder().holder, space: 'other' }, path)).toBe(true);
    lock.release();
  });

  test('that is damaged belongs to nobody', () => {
    const path = join(folder, 'lock-0123456789ab');
    writeFileSync(path, '{"pid":');
    Lock.acquire(folder).release();
    expect(existsSync(path)).toBe(false);
  });
});
