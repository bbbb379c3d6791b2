/** A lock on a run directory: at most one process writes into it, and a process that died does not keep it. */
import { randomBytes, randomInt } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { onDisk } from './files.ts';

const holderSchema = z.object({
  pid: z.int(),
  /** Clock ticks from the boot of the machine to the start of the process; null where the system does not tell. */
  started: z.string().nullable(),
  /** The boot and the process namespace in which `pid` means this process; null where the system does not tell. */
  space: z.string().nullable(),
  host: z.string(),
  /** When it took the lock, in ISO 8601. */
  since: z.string(),
});

/** The process that holds a lock. */
export type Holder = z.infer<typeof holderSchema>;

/** Names of lock files; each holder has one of its own. */
export const LOCK_FILE = /^lock-[0-9a-f]{12}$/;
/** Milliseconds between two signs of life. */
const BEAT = 5_000;
/** A holder in another container or on another machine is dead when it has given no sign of life for so long. */
const SILENCE = 30_000;
/** Tries where two processes take a lock in the same moment. */
const TRIES = 4;

/** A lock that this process holds. */
export class Lock {
  private path: string;
  private beat: Worker | null = null;
  private readonly onExit = () => rmSync(this.path, { force: true });

  private constructor(
    folder: string,
    readonly name: string,
  ) {
    this.path = join(folder, name);
    process.once('exit', this.onExit);
  }

  /**
   * Takes the lock on a folder.
   *
   * @param shown the folder's name in messages
   * @throws RunDirectoryError one line that names the holder, where another process has it
   */
  static acquire(folder: string, shown = folder): Lock {
    for (let attempt = 1; ; attempt++) {
      const name = `lock-${randomBytes(6).toString('hex')}`;
      const own = holderNow();
      onDisk(shown, () => writeHolder(join(folder, name), own));
      // Each process first shows its own file and then looks for others: of two at once, at least one sees the other.
      const other = liveHolder(folder, name);
      if (other === null) return new Lock(folder, name);
      rmSync(join(folder, name), { force: true });
      if (attempt === TRIES || Date.now() - Date.parse(other.since) > 1000) throw refusal(shown, other);
      pause(20 + randomInt(100) * attempt);
    }
  }

  /** Tells the lock that its folder has another path now. */
  movedTo(folder: string): this {
    this.path = join(folder, this.name);
    return this;
  }

  /** Begins to give signs of life, which other containers and machines look for. */
  keepAlive(every = BEAT): this {
    void this.beat?.terminate();
    // A thread of its own, since a computation may keep this one busy for minutes.
    this.beat = new Worker(BEATING, { eval: true, execArgv: [], workerData: { path: this.path, every } });
    this.beat.unref();
    return this;
  }

  release(): void {
    void this.beat?.terminate();
    rmSync(this.path, { force: true });
    process.removeListener('exit', this.onExit);
  }
}

const BEATING = `
  const { workerData: { path, every } } = require('node:worker_threads');
  const { utimesSync } = require('node:fs');
  setInterval(() => { try { const now = new Date(); utimesSync(path, now, now); } catch {} }, every);
`;

/** Refuses a folder that another process holds. @throws RunDirectoryError */
export function refuseHeld(folder: string, shown = folder, own?: Lock): void {
  const holder = liveHolder(folder, own?.name);
  if (holder) throw refusal(shown, holder);
}

/** The live process that holds a folder, null without one. Files of dead holders are removed. */
export function liveHolder(folder: string, except?: string): Holder | null {
  for (const name of readdirSync(folder).filter((entry) => LOCK_FILE.test(entry) && entry !== except)) {
    const path = join(folder, name);
    const holder = readHolder(path);
    if (holder === 'gone') continue;
    if (holder !== null && lives(holder, path)) return holder;
    rmSync(path, { force: true });
  }
  return null;
}

function refusal(shown: string, { pid, host, since }: Holder): RunDirectoryError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new RunDirectoryError(
    `${shown}: expected a run that no process works on but process ${pid}${where} has worked on it since ${since}`,
  );
}

/** Writes the file whole: whoever sees the name can read the holder. */
function writeHolder(path: string, holder: Holder): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, JSON.stringify(holder));
  renameSync(temporary, path);
}

function readHolder(path: string): Holder | 'gone' | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return existsSync(path) ? null : 'gone';
  }
}

/** Whether a holder still runs. `path` is its lock file, to which it gives signs of life. */
export function lives(holder: Holder, path: string): boolean {
  const own = holderNow();
  if (holder.space !== null && holder.space === own.space) return startOf(holder.pid) === holder.started;
  // Without /proc, a process of this machine lives where its number does, unless the machine was started anew since.
  if (holder.space === null && holder.host === own.host)
    return Date.parse(holder.since) >= Date.now() - uptime() * 1000 && exists(holder.pid);
  return Date.now() - statSync(path).mtimeMs < SILENCE;
}

function holderNow(): Holder {
  return {
    pid: process.pid,
    started: startOf(process.pid),
    space: spaceNow(),
    host: hostname(),
    since: new Date().toISOString(),
  };
}

/**
 * The boot of the machine and the process namespace, which differs between containers; null where there is no /proc.
 */
function spaceNow(): string | null {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** When a process started, which tells it from a later one with the same number; null where there is none. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in parentheses, may hold spaces; the state is the third, the start the twenty-second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
