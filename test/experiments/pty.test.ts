/** What commands do to a terminal. */
import { rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { printable } from '../../core/base/messages.ts';
import { Lock } from '../../experiments/run/lock.ts';
import { SMALL, temporaryFolder, WORLD } from './command.ts';
import { hasPty, onTerminal } from './typist.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

/** A terminal on which Ctrl-C is typed once a text is seen. */
const interruptedAt = (seen: string) => ({ rows: 30, columns: 70, steps: [[seen, '\x03']] as const });

/** Fails where the cursor stays hidden, lines stay unwrapped, or one was longer than the terminal is wide. */
function expectRestored(screen: string): void {
  expect(screen.lastIndexOf('\x1b[?25l')).toBeLessThanOrEqual(screen.lastIndexOf('\x1b[?25h'));
  expect(screen.lastIndexOf('\x1b[?7l')).toBeLessThanOrEqual(screen.lastIndexOf('\x1b[?7h'));
}

describe.skipIf(!hasPty)('on a terminal (skipped without python3 and its pty)', () => {
  test('Ctrl-C while a bar runs leaves the cursor shown and lines wrapped, and bars fit the width', async () => {
    const out = join(folder, 'stopped');
    const { code, screen } = await onTerminal([...LONG, '--out', out], interruptedAt(' 1 %'));
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
    const { code, screen } = await onTerminal(
      [...SMALL, '--agent', agent, '--out', out],
      interruptedAt('it loops now'),
    );
    expect(screen).toContain('it loops now');
    expect(code).toBe(256 - constants.signals.SIGKILL);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expectRestored(screen);
    Lock.acquire(out).release();
  }, 90_000);

  test('a run that ends by itself leaves them so too', async () => {
    const { code, screen } = await onTerminal([...SMALL, '--out', join(folder, 'ended')], { rows: 30, columns: 70 });
    expect(code).toBe(0);
    expect(screen).toContain('█');
    expectRestored(screen);
  });
});
