/** Runs other programs to their end, quietly, with an optional time limit. */

import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** The working directory. Default: this process's own. */
  readonly folder?: string;
  /** After so many milliseconds the command and all that it started are killed, and the command counts as failed. */
  readonly timeLimit?: number;
}

export interface CommandResult {
  readonly succeeded: boolean;
  /** The first line it printed that names an error, else its last line. */
  readonly reason: string;
}

/** Runs a command and shows nothing of what it prints. A command that does not exist counts as failed. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    // A process group of its own lets the time limit end the command's children too.
    const detached = options.timeLimit !== undefined;
    const child = spawn(command, args, {
      cwd: options.folder,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
    });
    let tail = '';
    const keep = (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-100_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let late = false;
    const timer = detached
      ? setTimeout(() => {
          late = true;
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        }, options.timeLimit)
      : undefined;
    const finish = (succeeded: boolean, reason: string) => {
      clearTimeout(timer);
      resolve({ succeeded, reason });
    };
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code) =>
      finish(code === 0, late ? `it did not end within ${(options.timeLimit ?? 0) / 1000} s` : reasonIn(tail)),
    );
  });
}

/**
 * Runs a command that has to succeed.
 * @param step names it in the error.
 * @throws Error in one line, with what the command gave as its reason.
 */
export async function mustRun(
  step: string,
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<void> {
  const result = await runCommand(command, args, options);
  if (!result.succeeded) throw new Error(`${step} failed (${result.reason.replace(/\.$/, '')})`);
}

function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const matching = (pattern: RegExp) => lines.find((line) => pattern.test(line));
  const line =
    matching(/error:/i) ?? matching(/\berror\b/i) ?? lines.findLast((text) => text !== '') ?? 'it printed nothing';
  return line.length > 200 ? `${line.slice(0, 197)}...` : line;
}
