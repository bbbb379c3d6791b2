/** What commands do to a terminal: a real one, which Python's pty gives. */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { printable } from '../../core/base/messages.ts';
import { Lock } from '../../experiments/run/lock.ts';
import { root, SMALL, temporaryFolder, WORLD } from './command.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasPty = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** Copies what the command writes to its terminal of 70 columns, and types Ctrl-C once it sees a text. */
const TYPIST = `
import fcntl, os, pty, struct, sys, termios
wanted = sys.argv[1].encode()
process, terminal = pty.fork()
if process == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 70, 0, 0))
seen = b''
typed = False
while True:
    try:
        some = os.read(terminal, 65536)
    except OSError:
        break
    if not some:
        break
    seen += some
    os.write(1, some)
    if not typed and wanted in seen:
        typed = True
        os.write(terminal, b'\\x03')
_, status = os.waitpid(process, 0)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
`;

/** A training that is stopped long before its end. */
const LONG = ['--world', WORLD, '--episodes', '2000000', '--rollouts', '500', '--backend', 'wasm'];

/** An agent that never returns from its first lesson. */
const LOOPING = `
export default {
  id: 'test/looping',
  summary: 'loops',
  learns: true,
  create: async () => ({
    act: () => 0,
    choose: () => 0,
    learn() {
      process.stderr.write('it loops now');
      for (;;);
    },
    save: () => null,
    restore() {},
    dispose() {},
  }),
};
`;

// @module-tag system

interface Seen {
  readonly code: number | null;
  readonly screen: string;
}

/** Runs the command line on a terminal of 70 columns. */
function onTerminal(args: readonly string[], interruptAt: string): Promise<Seen> {
  const typist = join(folder, 'typist.py');
  writeFileSync(typist, TYPIST);
  const line = [
    '--conditions=source',
    '--import',
    import.meta.resolve('tsx'),
    join(root, 'experiments/main.ts'),
    ...args,
  ];
  const child = spawn('python3', [typist, interruptAt, process.execPath, ...line], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
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

/** Fails where the cursor stays hidden, lines stay unwrapped, or one was longer than the terminal is wide. */
function expectRestored(screen: string): void {
  expect(screen.lastIndexOf('\x1b[?25l')).toBeLessThanOrEqual(screen.lastIndexOf('\x1b[?25h'));
  expect(screen.lastIndexOf('\x1b[?7l')).toBeLessThanOrEqual(screen.lastIndexOf('\x1b[?7h'));
}

describe.skipIf(!hasPty)('on a terminal (skipped without python3 and its pty)', () => {
  test('Ctrl-C while a bar runs leaves the cursor shown and lines wrapped, and bars fit the width', async () => {
    const out = join(folder, 'stopped');
    const { code, screen } = await onTerminal([...LONG, '--out', out], ' 1 %');
    expect(screen).toContain('░');
    expect(code).toBe(130);
    expectRestored(screen);
    // The terminal itself shows what is typed.
    const lines = screen
      .replaceAll('^C', '')
      .replaceAll('\x1b[1G', '\n')
      .split(/[\r\n]/)
      .map(printable);
    const bars = lines.filter((line) => line.includes('░'));
    for (const bar of bars) expect(bar.length).toBeLessThan(70);
  });

  test('Ctrl-C kills a command whose agent loops for ever, and its directory is in order afterwards', async () => {
    const agent = join(folder, 'looping.ts');
    writeFileSync(agent, LOOPING);
    const out = join(folder, 'looping');
    const begun = performance.now();
    const { code, screen } = await onTerminal([...SMALL, '--agent', agent, '--out', out], 'it loops now');
    expect(screen).toContain('it loops now');
    // The typist takes the exit code of a process that a signal ended as minus its number.
    expect(code).toBe(256 - constants.signals.SIGKILL);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expectRestored(screen);
    Lock.acquire(out).release();
  }, 90_000);

  test('a run that ends by itself leaves them so too', async () => {
    const { code, screen } = await onTerminal([...SMALL, '--out', join(folder, 'ended')], 'never printed');
    expect(code).toBe(0);
    expect(screen).toContain('█');
    expectRestored(screen);
  });
});
