import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder?: string;
  /** After so many milliseconds the command and all it started are killed, and it counts as failed. */
  readonly timeLimit?: number;
}

export interface CommandResult {
  readonly succeeded: boolean;
  /** The first line it printed that names an error, else its last line. */
  readonly reason: string;
}

/** Runs a command to its end, showing nothing of what it prints. A command that is not there counts as failed. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    // Its own process group, where there is a time limit, so that the limit ends its children too.
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
      finish(code === 0, late ? `no end within ${(options.timeLimit ?? 0) / 1000} s` : reasonIn(tail)),
    );
  });
}

/** The first line that names an error, if there is one; else the last line. */
function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const matching = (pattern: RegExp) => lines.find((line) => pattern.test(line));
  const line =
    matching(/error:/i) ?? matching(/\berror\b/i) ?? lines.findLast((text) => text !== '') ?? 'it printed nothing';
  return line.length > 200 ? `${line.slice(0, 197)}...` : line;
}
