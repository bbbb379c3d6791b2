/** Puts a new run directory in its place, and never removes what a run of ours did not write. */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { faultOf, onDisk } from './files.ts';
import { LOCK_FILE, Lock, liveHolder, refuseHeld } from './lock.ts';

/** The tables that runs write, without `.csv`. */
const TABLES = [
  ...['summary', 'learned', 'steps', 'weights', 'motivation', 'unrestricted', 'masters', 'windows', 'cross'],
  ...['cases', 'networks', 'variance', 'judged', 'bins'],
];
/** Every file that a run may write, by its path in the run directory. */
const RUN_FILE = new RegExp(
  `^(?:${[
    '(?:config|checkpoint|choices)\\.json',
    'report\\.html',
    'figures/[\\w-]+\\.svg',
    '(?:events|timing|transcript)\\.jsonl',
    `(?:${TABLES.join('|')})\\.csv`,
    '(?:masters|disciples)/seed-\\d+(?:-[\\w-]+)?\\.json',
    'programs/[\\w-]+\\.(?:json|txt)',
  ].join('|')})$`,
);
/** Folders in a run directory. */
const RUN_FOLDER = /^(?:masters|disciples|programs|figures)$/;
/** A hidden folder beside the run directory: what is new before it is in place, and what it replaces. */
const STAGING = /^\.reduced-impact-[0-9a-f]{12}$/;
/** Milliseconds after which a hidden folder without a lock belongs to nobody. */
const ABANDONED = 10_000;

/** Throws where a run would write a file that this module does not know as a run's own. */
export function checkRunFile(name: string): void {
  if (!RUN_FILE.test(name)) throw new Error(`expected the name of a run's file but received ${name}`);
}

/** The absolute path of a run directory, links followed. @throws RunDirectoryError where a link leads nowhere */
export function targetOf(path: string): string {
  const target = resolve(path);
  const found = lookAt(target, path);
  if (!found?.isSymbolicLink()) return target;
  return onDisk(path, () => {
    if (!existsSync(target))
      throw new RunDirectoryError(`${path}: expected a folder, or nothing, but found a link that leads nowhere`);
    return realpathSync(target);
  });
}

/** What lies at a path, null where there is nothing. */
function lookAt(target: string, shown: string) {
  return onDisk(shown, () => {
    try {
      return lstatSync(target);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  });
}

/**
 * Refuses a place where no run directory can be made, as far as can be told before there is anything to write, so
 * that a long compilation is not in vain. Cleans up what killed processes left beside it.
 *
 * @param own a lock on it that this process holds already
 * @throws RunDirectoryError
 *
 */
export function refuseOccupied(path: string, force: boolean, own?: Lock): void {
  const target = targetOf(path);
  sweep(dirname(target));
  const found = lookAt(target, path);
  if (found === null) {
    refuseUnwritable(target, path);
    return;
  }
  if (!found.isDirectory()) throw new RunDirectoryError(`${path}: expected a folder, or nothing, but found a file`);
  if (!isRunDirectory(target))
    throw new RunDirectoryError(
      `${path} exists and is no run directory of ours, so --force does not replace it: choose another with --out`,
    );
  if (!force)
    throw new RunDirectoryError(`run directory ${path} exists: choose another with --out, or replace it with --force`);
  const foreign = foreignFile(target);
  if (foreign !== null)
    throw new RunDirectoryError(
      `${path}: expected nothing but the files of a run but found '${foreign}', which --force does ` +
        'not remove: move it away, or choose another directory with --out',
    );
  refuseHeld(target, path, own);
}

/** Makes and removes a folder in the nearest folder above that exists. */
function refuseUnwritable(target: string, shown: string): void {
  let folder = dirname(target);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory())
    throw new RunDirectoryError(`${shown}: expected a folder but ${folder} is a file`);
  const probe = join(folder, stagingName());
  try {
    mkdirSync(probe);
    rmdirSync(probe);
  } catch (error) {
    throw new RunDirectoryError(`${shown}: no folder can be made in ${folder}: ${faultOf(error)}`, { cause: error });
  }
}

/** Whether a folder's files say that a run of ours wrote them, by their content. */
export function isRunDirectory(folder: string): boolean {
  try {
    const { versions } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    const [line] = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n', 1);
    const { type, command, sum } = JSON.parse(line);
    const texts = [versions['reduced-impact'], command, sum];
    return type === 'begin' && texts.every((text) => typeof text === 'string');
  } catch {
    return false;
  }
}

/** A file in a run directory that no run writes, null without one. */
function foreignFile(folder: string): string | null {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isFile() && (isOwn(name) || LOCK_FILE.test(name))) continue;
    if (!entry.isDirectory() || !RUN_FOLDER.test(name)) return name;
    const inner = readdirSync(join(folder, name), { withFileTypes: true });
    const foreign = inner.find((one) => !one.isFile() || !isOwn(`${name}/${one.name}`));
    if (foreign) return `${name}/${foreign.name}`;
  }
  return null;
}

/** A file that a run writes, or what a killed process left of one. */
function isOwn(name: string): boolean {
  const whole = name.replace(/\.tmp$/, '');
  return RUN_FILE.test(whole) || LOCK_FILE.test(whole);
}

function stagingName(): string {
  return `.reduced-impact-${randomBytes(6).toString('hex')}`;
}

/** A run directory that is in its place. */
export interface Placed {
  readonly target: string;
  readonly lock: Lock;
  /** Removes the run that it replaced. */
  keep(): void;
  /** Removes the new run directory, and puts back the run that it replaced. */
  undo(): void;
}

/**
 * Makes a run directory, filled by `fill`, and moves it to its place in one step. A run that was there is moved aside
 * first, and removed only by `keep`.
 *
 * @throws RunDirectoryError
 */
export function place(path: string, force: boolean, fill: (folder: string) => void): Placed {
  refuseOccupied(path, force);
  const target = targetOf(path);
  return onDisk(path, () => {
    mkdirSync(dirname(target), { recursive: true });
    const staging = join(dirname(target), stagingName());
    const [fresh, old] = [join(staging, 'new'), join(staging, 'old')];
    mkdirSync(staging);
    const guard = Lock.acquire(staging, path);
    const clear = () => {
      guard.release();
      rmSync(staging, { recursive: true, force: true });
    };
    const putBack = () => {
      if (!existsSync(old)) return;
      try {
        renameSync(old, target);
      } catch (error) {
        // Without this file, no later command takes what is in the place now for the run that replaces the old one.
        rmSync(join(staging, 'target'), { force: true });
        guard.release();
        throw new RunDirectoryError(`${path}: the run that was there is now in ${old}: ${faultOf(error)}`, {
          cause: error,
        });
      }
    };
    let lock: Lock | null = null;
    try {
      mkdirSync(fresh);
      lock = Lock.acquire(fresh, path);
      fill(fresh);
      if (existsSync(target)) {
        // Held until it is moved, so that no process carries it on meanwhile.
        const replaced = Lock.acquire(target, path);
        try {
          refuseOccupied(path, force, replaced);
          writeFileSync(join(staging, 'target'), basename(target));
          guard.keepAlive();
          renameSync(target, old);
          replaced.movedTo(old);
        } finally {
          replaced.release();
        }
      }
      renameSync(fresh, target);
      lock.movedTo(target).keepAlive();
    } catch (error) {
      lock?.release();
      putBack();
      clear();
      throw error;
    }
    if (!existsSync(old)) clear();
    const held = lock;
    return {
      target,
      lock,
      keep() {
        // Renamed first: where the process is killed while it removes the old run, nobody puts back what is left of it.
        if (existsSync(old)) renameSync(old, join(staging, 'replaced'));
        clear();
      },
      undo() {
        mkdirSync(staging, { recursive: true });
        // Moved first: where the process is killed here, the next command still finds the old run and no new one.
        renameSync(target, fresh);
        held.movedTo(fresh).release();
        putBack();
        clear();
      },
    };
  });
}

/**
 * Finishes or undoes what killed processes left in a folder while they replaced a run. The old run is removed only
 * where the new one has a result. Otherwise it is put back.
 */
export function sweep(parent: string): void {
  let names: string[];
  try {
    names = readdirSync(parent).filter((name) => STAGING.test(name));
  } catch {
    return;
  }
  for (const name of names) {
    const staging = join(parent, name);
    try {
      const locked = readdirSync(staging).some((entry) => LOCK_FILE.test(entry));
      if (!locked && Date.now() - statSync(staging).mtimeMs < ABANDONED) continue;
      if (liveHolder(staging)) continue;
      const old = join(staging, 'old');
      if (existsSync(old)) {
        const target = join(parent, basename(readFileSync(join(staging, 'target'), 'utf8')));
        if (existsSync(target)) {
          if (!isRunDirectory(target)) continue;
          if (!hasResult(target) && !moveAside(target, join(staging, 'unfinished'))) continue;
        }
        if (!existsSync(target)) renameSync(old, target);
      }
      rmSync(staging, { recursive: true, force: true });
    } catch {
      // Another process was faster, or may write here where this one may not.
    }
  }
}

/** Whether a run recorded anything after its beginning. A last line that was not written to its end does not count. */
function hasResult(folder: string): boolean {
  const events = readFileSync(join(folder, 'events.jsonl'), 'utf8');
  return events.indexOf('\n', events.indexOf('\n') + 1) >= 0 || existsSync(join(folder, 'checkpoint.json'));
}

/** Moves a run directory, unless a live process works on it. Says whether it did. */
function moveAside(folder: string, to: string): boolean {
  if (liveHolder(folder)) return false;
  const lock = Lock.acquire(folder);
  try {
    // Looked at again, since a process may have worked on it before the lock was taken.
    if (hasResult(folder)) return false;
    renameSync(folder, to);
    lock.movedTo(to);
    return true;
  } finally {
    lock.release();
  }
}
