/** Runs the command line on a real terminal, which Python's pty gives, and types there. */
import { spawn, spawnSync } from 'node:child_process';
import { commandLine, root } from './command.ts';

/** Whether this machine has python3 and its pty. */
export const hasPty = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** What is typed once a text stands on the screen. */
export type Step = readonly [seen: string, keys: string];

export interface Terminal {
  readonly rows: number;
  readonly columns: number;
  /** One after the other; what a step waits for may be there already. */
  readonly steps?: readonly Step[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface Seen {
  /** That of a process which a signal ended is 256 less the signal's number. */
  readonly code: number | null;
  readonly screen: string;
}

/** Copies what a command writes to its terminal, and types. */
const TYPIST = `
import fcntl, json, os, pty, struct, sys, termios
rows, columns, steps = json.loads(sys.argv[1])
process, terminal = pty.fork()
if process == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
seen = b''
while True:
    try:
        some = os.read(terminal, 65536)
    except OSError:
        break
    if not some:
        break
    seen += some
    os.write(1, some)
    while steps and steps[0][0].encode() in seen:
        os.write(terminal, steps.pop(0)[1].encode())
_, status = os.waitpid(process, 0)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
`;

/** Runs the command line on a terminal to its end. */
export function onTerminal(args: readonly string[], { rows, columns, steps = [], env = {} }: Terminal): Promise<Seen> {
  const typist = ['-c', TYPIST, JSON.stringify([rows, columns, steps])];
  const child = spawn('python3', [...typist, process.execPath, ...commandLine, ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, screen }));
  });
}
