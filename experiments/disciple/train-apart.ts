import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReducedImpactError } from '../../core/base/errors.ts';
import type { DiscipleSettings, Role } from './settings.ts';

/** A disciple that is to be trained. */
export interface Task {
  readonly seed: number;
  readonly role: Role;
}

/** Where a task stands: iterations done of all, and how it goes. */
export type Note = (done: number, of: number, how: string) => void;

/** What a training process says. */
export type Said =
  | { readonly type: 'note'; readonly done: number; readonly of: number; readonly how: string }
  | { readonly type: 'source'; readonly source: string }
  | { readonly type: 'error'; readonly refusal: boolean; readonly message: string; readonly stacks: readonly string[] };

/** What a training process is asked. */
export interface Asked {
  readonly settings: DiscipleSettings;
  /** Whether the world does: it takes long to find that it does not. */
  readonly compiles: boolean;
  /** What the world's tables hash to, where it compiles. */
  readonly fingerprint?: string;
  readonly task: Task;
}

const PROCESS = fileURLToPath(new URL(`./training-process${extname(import.meta.url)}`, import.meta.url));

/**
 * Trains disciples in `jobs` processes of their own, each task once, in any order: a task's result does not depend on
 * where it runs. The processes end with this one, however it ends. Throws `ReducedImpactError` where a training refuses.
 */
export async function trainApart(
  tasks: readonly Task[],
  jobs: number,
  asked: Omit<Asked, 'task'>,
  listen: (task: Task) => { readonly note: Note; done(source: string): void },
): Promise<void> {
  const waiting = [...tasks];
  const processes: ChildProcess[] = [];
  const work = async () => {
    // Standard output is for results.
    const child = fork(PROCESS, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    processes.push(child);
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const { note, done } = listen(task);
      done(await answer(child, { ...asked, task }, note));
    }
    child.disconnect();
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
  } finally {
    for (const child of processes) child.kill();
  }
}

/** The error of another process, with its stacks. */
function errorOf({ refusal, message, stacks: [stack, cause] }: Said & { readonly type: 'error' }): Error {
  const options = cause === undefined ? {} : { cause: Object.assign(new Error(), { stack: cause }) };
  return Object.assign(refusal ? new ReducedImpactError(message, options) : new Error(message, options), { stack });
}

/** The source that a process trains. */
function answer(child: ChildProcess, asked: Asked, note: Note): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', hear);
      child.off('exit', lose);
      child.off('error', reject);
      act();
    };
    const hear = (said: Said) => {
      if (said.type === 'note') note(said.done, said.of, said.how);
      else if (said.type === 'source') settle(() => resolve(said.source));
      else settle(() => reject(errorOf(said)));
    };
    const lose = (code: number | null, signal: string | null) =>
      settle(() =>
        reject(
          new ReducedImpactError(
            `a training process was lost (${signal ?? `exit code ${code}`}): carry on with --resume, and with --jobs 1 where memory is short`,
          ),
        ),
      );
    child.on('message', hear);
    child.once('exit', lose);
    child.once('error', reject);
    child.send(asked, (error) => error && settle(() => reject(error)));
  });
}
