/** A program of the user's that answers lines of JSON with lines of JSON. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { InvalidAgent } from '../../core/base/errors.ts';
import { messageOf, show } from '../../core/base/messages.ts';

/** The longest answer, in characters. */
const LONGEST = 1_000_000;
/** So many lines of the program's standard error are shown. */
const MOST_LINES = 100;
/** A program that was asked to end is killed after so many milliseconds. */
const GRACE = 1_000;

/** Why a program cannot be started. */
function startFaultOf(error: Error): string {
  const { code } = error as { code?: string };
  if (code === 'ENOENT') return 'there is no such program';
  return code === 'EACCES' ? 'it is no file that may be executed' : messageOf(error);
}

/** A started program. Its process group ends with `stop`, and with this process. */
export class WriterProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private buffer = '';
  /** What went wrong, once something has. */
  private fault: string | null = null;
  /** False where the system cannot start the program at all, so that trying again is in vain. */
  isRunnable = true;
  private waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | null = null;
  private readonly kill = () => this.signal('SIGKILL');

  /** @param command the program and its arguments. */
  constructor(
    [program, ...args]: readonly string[],
    private readonly timeLimit: number,
  ) {
    // A group of its own, so that whatever the program starts ends with it.
    this.child = spawn(program, args, { stdio: 'pipe', detached: true });
    process.once('exit', this.kill);
    this.child.once('error', (error) => {
      this.isRunnable = false;
      this.fail(`cannot be started: ${startFaultOf(error)}`);
    });
    this.child.once('close', (code, signal) => {
      this.fail(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
    });
    // A pipe that breaks is a program that ended, which `close` tells.
    this.child.stdin.on('error', () => {});
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.showErrors();
  }

  /** Sends a line, without waiting for an answer. */
  tell(message: object): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /**
   * The next line that the program writes.
   * @throws InvalidAgent where it ends, takes too long, or writes a line that is too long.
   */
  answer(): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(`gave no answer within ${this.timeLimit} s`), 1000 * this.timeLimit);
      const settle = () => {
        clearTimeout(timer);
        this.waiting = null;
      };
      this.waiting = {
        resolve: (line) => {
          settle();
          resolve(line);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      if (this.fault !== null) this.waiting.reject(new InvalidAgent(this.fault));
      else this.read('');
    });
  }

  /** Closes the program's standard input, and kills the program where it does not end by itself. */
  async stop(): Promise<void> {
    this.child.stdin.end();
    if (this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.fault === null ? GRACE : 0);
        this.child.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    this.kill();
    process.removeListener('exit', this.kill);
  }

  private read(text: string): void {
    this.buffer += text;
    const end = this.buffer.indexOf('\n');
    if (end > LONGEST || (end < 0 && this.buffer.length > LONGEST)) {
      const start = show(this.buffer.slice(0, 40));
      this.buffer = '';
      this.fail(`wrote a line of more than ${LONGEST.toLocaleString('en')} characters, which begins with ${start}`);
    } else if (end >= 0 && this.waiting) {
      const line = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + 1);
      this.waiting.resolve(line);
    }
  }

  private fail(what: string): void {
    this.fault ??= what;
    this.kill();
    this.waiting?.reject(new InvalidAgent(this.fault));
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone.
    }
  }

  private showErrors(): void {
    let shown = 0;
    let rest = '';
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.slice(0, LONGEST).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (shown++ < MOST_LINES) process.stderr.write(`writer: ${line.slice(0, 500)}\n`);
      }
    });
  }
}
