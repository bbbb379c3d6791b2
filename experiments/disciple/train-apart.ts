/** Trains disciples in processes of their own, which end with this one, however it ends. */
import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReducedImpactError } from '../../core/base/errors.ts';
import type { DiscipleSettings, Role } from './settings.ts';

/** A disciple that is to be trained. */
export interface TrainingTask {
  readonly seed: number;
  readonly role: Role;
}

/** Hears how far a task is: iterations done, iterations in all, and a note for the person. */
export type ProgressListener = (done: number, of: number, note: string) => void;

/** What a training process answers. */
export type TrainingMessage =
  | { readonly type: 'progress'; readonly done: number; readonly of: number; readonly note: string }
  | { readonly type: 'source'; readonly source: string }
  | { readonly type: 'error'; readonly refusal: boolean; readonly message: string; readonly stacks: readonly string[] };

/** What a training process is asked for. */
export interface TrainingRequest {
  readonly settings: DiscipleSettings;
  /** Whether the world compiles. A process that is told need not find out, which takes long where it does not. */
  readonly compiles: boolean;
  /** The hash of the world. */
  readonly fingerprint: string;
  readonly task: TrainingTask;
}

const PROCESS = fileURLToPath(new URL(`./training-process${extname(import.meta.url)}`, import.meta.url));

/**
 * Trains disciples in `jobs` processes, each task once, in any order. The result of a task does not depend on the
 * process in which it runs. A process is killed as soon as this one ends, also where its training never returns.
 *
 * @throws ReducedImpactError where a training refuses, or a process is lost
 *
 */
export async function trainApart(
  tasks: readonly TrainingTask[],
  jobs: number,
  request: Omit<TrainingRequest, 'task'>,
  listen: (task: TrainingTask) => { readonly progress: ProgressListener; done(source: string): void },
): Promise<void> {
  const waiting = [...tasks];
  const processes: ChildProcess[] = [];
  const killAll = () => {
    for (const child of processes) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  const work = async () => {
    // Standard output is for results.
    const child = fork(PROCESS, [String(process.pid)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    processes.push(child);
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const { progress, done } = listen(task);
      done(await answer(child, { ...request, task }, progress));
    }
    child.disconnect();
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    process.removeListener('exit', killAll);
    killAll();
  }
}

/** The error of another process, with its stacks. */
function errorOf({ refusal, message, stacks: [stack, cause] }: TrainingMessage & { readonly type: 'error' }): Error {
  const options = cause === undefined ? {} : { cause: Object.assign(new Error(), { stack: cause }) };
  return Object.assign(refusal ? new ReducedImpactError(message, options) : new Error(message, options), { stack });
}

/** The source that a process trains. */
function answer(child: ChildProcess, request: TrainingRequest, progress: ProgressListener): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', hear);
      child.off('exit', lose);
      child.off('error', reject);
      act();
    };
    const hear = (message: TrainingMessage) => {
      if (message.type === 'progress') progress(message.done, message.of, message.note);
      else if (message.type === 'source') settle(() => resolve(message.source));
      else settle(() => reject(errorOf(message)));
    };
    const lose = (code: number | null, signal: string | null) =>
      settle(() =>
        reject(
          new ReducedImpactError(
            `a training process was lost (${signal ?? `exit code ${code}`}): carry on with --resume, ` +
              'and with --jobs 1 where memory is short',
          ),
        ),
      );
    child.on('message', hear);
    child.once('exit', lose);
    child.once('error', reject);
    child.send(request, (error) => error && settle(() => reject(error)));
  });
}
