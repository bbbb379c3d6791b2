/** Where a run directory is made, what --force replaces, and what a kill leaves behind. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Lock } from '../../../experiments/run/lock.ts';
import { refuseOccupied, sweep } from '../../../experiments/run/place.ts';
import { readRun } from '../../../experiments/run/recorded-run.ts';
import { Run } from '../../../experiments/run/run.ts';
import { read, temporaryFolder } from '../command.ts';
import { refusalOf } from './refusal.ts';

const VERSIONS = { 'reduced-impact': '0.0.0' };
let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'runs', 'one');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function begin(weight: number, { force = false, at = path } = {}): Run<{ weight: number }> {
  return Run.begin(at, { command: 'train', settings: { weight }, versions: VERSIONS }, force);
}

/** A run that is complete. */
function complete(weight: number, at = path): void {
  const run = begin(weight, { at });
  run.finish({ 'summary.csv': 'old\n' });
  run.release();
}

function weightAt(at = path): number {
  return readRun<{ weight: number }>(at, 'train').settings.weight;
}

describe('a new run', () => {
  test('makes the folders above it, and leaves no other file beside it', () => {
    const run = begin(1);
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
    run.release();
    expect(readdirSync(path).sort()).toEqual(['config.json', 'events.jsonl']);
    expect(weightAt()).toBe(1);
  });

  test('follows the umask', () => {
    const before = process.umask(0o027);
    try {
      begin(1).release();
      expect(statSync(path).mode & 0o777).toBe(0o750);
    } finally {
      process.umask(before);
    }
  });

  test('may have a name of 250 characters', () => {
    const at = join(folder, 'n'.repeat(250));
    complete(1, at);
    expect(weightAt(at)).toBe(1);
    expect(refusalOf(() => refuseOccupied(join(folder, 'n'.repeat(256)), false))).toMatch(/expected a shorter name/);
  });

  test('is removed again where it fails before its first result, and one that it replaced is put back', () => {
    begin(1).release(true);
    expect(readdirSync(join(folder, 'runs'))).toEqual([]);
    complete(1);
    begin(2, { force: true }).release(true);
    expect(weightAt()).toBe(1);
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });

  test('is kept where it fails after its first result', () => {
    const run = begin(1);
    run.record({ type: 'step' });
    run.release(true);
    expect(weightAt()).toBe(1);
  });
});

describe('an occupied place', () => {
  test('is refused with the path and the flag, and replaced whole with --force', () => {
    complete(1);
    expect(refusalOf(() => begin(2))).toBe(
      `run directory ${path} exists: choose another with --out, or replace it with --force`,
    );
    const run = begin(2, { force: true });
    run.record({ type: 'step' });
    run.release();
    expect(weightAt()).toBe(2);
    expect(readdirSync(path).sort()).toEqual(['config.json', 'events.jsonl']);
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });

  test('is not replaced where its files only bear the names of a run’s files', () => {
    mkdirSync(path, { recursive: true });
    for (const force of [false, true]) {
      expect(refusalOf(() => begin(1, { force }))).toContain('is no run directory of ours');
    }
    writeFileSync(join(path, 'config.json'), '{"versions":{"reduced-impact":"1"}}');
    writeFileSync(join(path, 'events.jsonl'), '{"event":"begin"}\n');
    expect(refusalOf(() => begin(1, { force: true }))).toContain('is no run directory of ours');
    expect(readdirSync(path)).toEqual(['config.json', 'events.jsonl']);
  });

  test.each(['thesis.tex', '.git', 'masters/notes.txt', 'results.csv'])(
    'is not replaced where %s lies in it, which no run writes',
    (foreign) => {
      complete(1);
      mkdirSync(join(path, 'masters'));
      writeFileSync(join(path, foreign), 'years of work');
      expect(refusalOf(() => begin(2, { force: true }))).toContain(`found '${foreign}', which --force does not remove`);
      expect(weightAt()).toBe(1);
    },
  );

  test('is not replaced while a process works on it', () => {
    const run = begin(1);
    run.record({ type: 'step' });
    expect(refusalOf(() => begin(2, { force: true }))).toContain(`process ${process.pid} has worked on it since`);
    run.release();
    begin(2, { force: true }).release();
    expect(weightAt()).toBe(2);
  });

  test('is refused in one line where it is a file, a link that leads nowhere, or below a file', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expect(refusalOf(() => begin(1, { at: join(folder, 'file'), force: true }))).toContain('but found a file');
    expect(refusalOf(() => begin(1, { at: join(folder, 'dangling') }))).toContain(
      'but found a link that leads nowhere',
    );
    expect(refusalOf(() => begin(1, { at: join(folder, 'loop') }))).toContain('link');
    expect(refusalOf(() => begin(1, { at: join(folder, 'file', 'deep', 'run') }))).toContain('found a file');
    expect(readdirSync(folder).sort()).toEqual(['dangling', 'file', 'loop']);
  });

  test('may be a link to a run directory, which is replaced where it lies', () => {
    complete(1);
    symlinkSync(path, join(folder, 'link'));
    begin(2, { at: join(folder, 'link'), force: true }).release();
    expect(weightAt()).toBe(2);
  });

  test.skipIf(!existsSync('/proc/self'))('is refused early, with the cause, where no folder can be made', () => {
    expect(refusalOf(() => refuseOccupied('/proc/nope', false))).toMatch(
      /^\/proc\/nope: no folder can be made in \/proc: /,
    );
  });

  test.skipIf(process.getuid?.() === 0)('is refused early where writing is not allowed', () => {
    chmodSync(folder, 0o500);
    expect(refusalOf(() => refuseOccupied(path, false))).toContain('permission denied');
    chmodSync(folder, 0o700);
  });
});

describe('what a kill leaves while a run is replaced', () => {
  const staging = () => join(folder, 'runs', '.reduced-impact-0123456789ab');

  /** The lock of a process that is dead. */
  function deadLock(change: object = {}): string {
    const pid = spawnSync(process.execPath, ['--version']).pid;
    const since = new Date().toISOString();
    const lock = join(staging(), 'lock-0123456789ab');
    writeFileSync(lock, JSON.stringify({ pid, started: null, space: null, host: hostname(), since, ...change }));
    return lock;
  }

  /** What lies there after a new run with weight 2 took the place of a complete one with weight 1. */
  function replaced(): void {
    complete(1);
    mkdirSync(staging());
    renameSync(path, join(staging(), 'old'));
    writeFileSync(join(staging(), 'target'), 'one');
    begin(2).release();
  }

  test('is put back where the old run was moved aside and the new one is not in place', () => {
    complete(1);
    mkdirSync(staging());
    cpSync(path, join(staging(), 'new'), { recursive: true });
    renameSync(path, join(staging(), 'old'));
    writeFileSync(join(staging(), 'target'), 'one');
    deadLock();
    expect(weightAt()).toBe(1);
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });

  test('is put back where the new run has no result yet', () => {
    replaced();
    deadLock();
    expect(weightAt()).toBe(1);
    expect(read(path, 'summary.csv')).toBe('old\n');
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });

  test('is put back where only a part of the first result was written', () => {
    replaced();
    deadLock();
    appendFileSync(join(path, 'events.jsonl'), '{"type":"done"');
    expect(weightAt()).toBe(1);
  });

  test.each(['an event', 'a checkpoint'])('is removed where the new run has %s, by any later command there', (what) => {
    replaced();
    deadLock();
    if (what === 'an event') appendFileSync(join(path, 'events.jsonl'), '{"type":"step"}\n');
    else writeFileSync(join(path, 'checkpoint.json'), '{}');
    sweep(join(folder, 'runs'));
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
    expect(existsSync(join(path, 'summary.csv'))).toBe(false);
  });

  test('is left alone while a process works on the new run, and where the place was taken by something else', () => {
    replaced();
    deadLock();
    const lock = Lock.acquire(path);
    sweep(join(folder, 'runs'));
    expect(existsSync(join(staging(), 'old', 'summary.csv'))).toBe(true);
    lock.release();
    rmSync(join(path, 'events.jsonl'));
    sweep(join(folder, 'runs'));
    expect(existsSync(join(staging(), 'old', 'summary.csv'))).toBe(true);
  });

  test('is put back where the dead process ran on another machine, once it was silent for long', () => {
    replaced();
    const lock = deadLock({ host: 'elsewhere', pid: process.pid });
    sweep(join(folder, 'runs'));
    expect(readdirSync(join(folder, 'runs'))).toHaveLength(2);
    const old = new Date(Date.now() - 60_000);
    utimesSync(lock, old, old);
    expect(weightAt()).toBe(1);
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });

  test('is left alone while its process lives', () => {
    complete(1);
    const run = begin(2, { force: true });
    const beside = readdirSync(join(folder, 'runs')).filter((name) => name !== 'one');
    expect(beside).toHaveLength(1);
    sweep(join(folder, 'runs'));
    expect(readdirSync(join(folder, 'runs'))).toContain(beside[0]);
    run.release();
    expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
  });
});
