/** How a run answers Ctrl-C and other signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../../core/base/messages.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * From now on, a signal ends the process with a line for the person, and with exit code 130 (SIGINT) or 143 (SIGTERM),
 * until the function that it resolves with is called.
 *
 * @param stop gives up the run, and returns the line
 */
export async function onInterrupt(stop: () => string): Promise<() => void> {
  const interrupted = (signal: NodeJS.Signals) => {
    try {
      process.stderr.write(`\n${stop()}\n`);
    } catch (error) {
      process.stderr.write(`\nstopped: ${messageOf(error)}\n`);
    } finally {
      process.exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  const sentinel = process.stderr.isTTY ? await startSentinel() : null;
  return () => {
    sentinel?.kill('SIGKILL');
    for (const signal of SIGNALS) process.removeListener(signal, interrupted);
  };
}

/**
 * A process that hears Ctrl-C too, since the terminal sends it to the whole process group. It kills this process where
 * code of the user's loops, so that no handler runs here: 2 s after the first Ctrl-C, or at the second. It ends with
 * this process, since its standard input then closes. It is waited for: before it listens, Ctrl-C would end it.
 */
async function startSentinel(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', SENTINEL, String(process.pid)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Flags for this process, such as a loader, would only delay it.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  // Without it, Ctrl-C still works wherever the handler runs.
  const gone = new Promise<void>((resolve) => child.once('error', () => resolve()).once('exit', () => resolve()));
  // Where no more files can be opened, there are no pipes.
  const pipes: readonly (Readable | Writable | undefined)[] = [child.stdin, child.stdout];
  await Promise.race([pipes[1] ? once(pipes[1], 'data') : gone, gone]);
  child.unref();
  for (const pipe of pipes) (pipe as Socket | undefined)?.unref();
  return child;
}

const SENTINEL = `
  const parent = Number(process.argv[1]);
  const kill = () => {
    // A process that has lost its parent must not kill another that was given the same number.
    if (process.ppid === parent) process.kill(parent, 'SIGKILL');
    process.exit();
  };
  let heard = false;
  process.on('SIGINT', () => {
    if (heard) kill();
    heard = true;
    setTimeout(kill, 2000);
  });
  process.stdout.on('error', () => {}).write('listening');
  process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume();
`;

/** Lets the handler of a signal run between two steps of a computation. */
export function yieldToSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
