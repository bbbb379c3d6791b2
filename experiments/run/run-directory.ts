import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';

/** An event: one line of `events.jsonl`. */
export type RunEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Runs a file operation; whatever goes wrong (read-only, full, missing) becomes one line that names the path. */
function onDisk<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RunDirectoryError) throw error;
    throw new RunDirectoryError(`${path}: ${messageOf(error).split('\n')[0]}`, { cause: error });
  }
}

/** What makes a folder a run directory. */
const RUN_FILES = ['config.json', 'events.jsonl'] as const;

/** Throws where the nearest folder above that exists is none, or cannot be written. */
function refuseUnwritable(path: string): void {
  let folder = dirname(resolve(path));
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory())
    throw new RunDirectoryError(`${path}: expected a folder but ${folder} is a file`);
  onDisk(path, () => accessSync(folder, constants.W_OK | constants.X_OK));
}

/**
 * `runs/<name>/` (DESIGN §9): it appears by rename with config.json in it, is never overwritten without --force, and its
 * events are append-only lines, each written at once.
 */
export class RunDirectory {
  private constructor(readonly path: string) {}

  /** Throws `RunDirectoryError` where the directory exists (naming the flag) or cannot be made. */
  static create(path: string, config: object, options: { readonly force?: boolean } = {}): RunDirectory {
    const target = resolve(path);
    RunDirectory.refuse(path, options.force ?? false);
    return onDisk(path, () => {
      mkdirSync(dirname(target), { recursive: true });
      const fresh = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
      try {
        writeFileSync(join(fresh, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
        writeFileSync(join(fresh, 'events.jsonl'), '');
        if (existsSync(target)) {
          RunDirectory.refuse(path, options.force ?? false);
          rmSync(target, { recursive: true });
        }
        renameSync(fresh, target);
      } catch (error) {
        rmSync(fresh, { recursive: true, force: true });
        throw error;
      }
      return new RunDirectory(target);
    });
  }

  /**
   * Throws `RunDirectoryError` where `create` would fail as far as can be told without writing: so early, a long compilation
   * is not in vain. With --force only a run directory is replaced, never another folder.
   */
  static refuse(path: string, force: boolean): void {
    if (!existsSync(path)) {
      refuseUnwritable(path);
      return;
    }
    if (!RUN_FILES.every((name) => existsSync(join(path, name)))) {
      throw new RunDirectoryError(
        `${path} exists and is no run directory (with ${RUN_FILES.join(' and ')}), which --force does not replace: choose another with --out`,
      );
    }
    if (!force) {
      throw new RunDirectoryError(
        `run directory ${path} exists: choose another with --out, or replace it with --force`,
      );
    }
  }

  /** Throws `RunDirectoryError` where there is no run. */
  static open(path: string): RunDirectory {
    if (!existsSync(join(path, 'config.json'))) {
      throw new RunDirectoryError(`${path}: expected a run directory (with config.json) but found none`);
    }
    return new RunDirectory(resolve(path));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  has(name: string): boolean {
    return existsSync(this.file(name));
  }

  readJson(name: string): unknown {
    return onDisk(this.file(name), () => JSON.parse(readFileSync(this.file(name), 'utf8')));
  }

  /** Replaces a file whole: readers and killed writers see the old one or the new one. */
  write(name: string, content: string): void {
    const target = this.file(name);
    onDisk(target, () => {
      mkdirSync(dirname(target), { recursive: true });
      const temporary = `${target}.tmp`;
      try {
        const handle = openSync(temporary, 'w');
        try {
          writeFileSync(handle, content);
          fsyncSync(handle);
        } finally {
          closeSync(handle);
        }
        renameSync(temporary, target);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    });
  }

  remove(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  /** Appends one event, one line, at once. */
  append(event: RunEvent): void {
    onDisk(this.file('events.jsonl'), () => appendFileSync(this.file('events.jsonl'), `${JSON.stringify(event)}\n`));
  }

  /** Waits until the events are on the disk. */
  flushEvents(): void {
    const path = this.file('events.jsonl');
    onDisk(path, () => {
      const handle = openSync(path, 'a');
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    });
  }

  /** The events so far. A torn last line is dropped from the file, and `dropped` says so. */
  readEvents(): { readonly events: readonly RunEvent[]; readonly dropped: boolean } {
    const path = this.file('events.jsonl');
    return onDisk(path, () => {
      if (!existsSync(path)) return { events: [], dropped: false };
      const content = readFileSync(path);
      const whole = content.lastIndexOf(0x0a) + 1;
      const dropped = whole < content.length;
      if (dropped) truncateSync(path, whole);
      const lines = content.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
      return { events: lines.map((line) => JSON.parse(line) as RunEvent), dropped };
    });
  }
}
