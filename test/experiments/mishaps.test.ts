/** What a user meets where a file, a terminal or a disk does not behave: one line that names the cause. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadBackend } from '../../learning/backend/backend.ts';
import { command, commandLine, succeed, temporaryFolder, WORLD } from './command.ts';

// @module-tag system

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Tries the user's world of the tests, or what else is named, with one penalty that is exact. */
const TRY = ['try', '--disciple', 'clips', '--penalty', 'coarse/joint/tv', '--rollouts', '64'];

const native = await loadBackend('native').then(
  () => true,
  () => false,
);

describe.concurrent('one line for', () => {
  test('a world’s file that waits for something that never happens', async () => {
    const path = file('waits.ts', 'await new Promise(() => {});\nexport default 1;\n');
    const { code, stderr } = await command([...TRY, '--world', path]);
    expect([code, stderr]).toEqual([
      2,
      `reduced-impact: ${path}: expected a file that loads but it waits for something that never happens\n`,
    ]);
  });

  test('a world’s file that loads for ever, after the seconds that were set', async () => {
    const path = file('spins.ts', 'setInterval(() => {}, 10);\nawait new Promise(() => {});\nexport default 1;\n');
    const env = { REDUCED_IMPACT_LOAD_SECONDS: '0.5' };
    const { code, stderr } = await command([...TRY, '--world', path], undefined, env);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^reduced-impact: \S+spins\.ts: expected a file that loads but it still loads after 0\.5 s .*\n$/,
    );
  });

  test('a world’s file that ends the process', async () => {
    const path = file('ends.ts', 'process.exit(0);\n');
    const { code, stderr } = await command([...TRY, '--world', path]);
    expect([code, stderr]).toEqual([2, `reduced-impact: ${path}: it ends the process while it loads\n`]);
  });

  test('a directory instead of a world’s file', async () => {
    mkdirSync(join(folder, 'folder.ts'));
    const path = join(folder, 'folder.ts');
    const { code, stderr } = await command([...TRY, '--world', path]);
    expect([code, stderr]).toEqual([2, `reduced-impact: '${path}': expected a file but it is a directory\n`]);
  });

  test('a promise that a script leaves behind and that fails', async () => {
    const path = file('leaves.ts', "setTimeout(() => Promise.reject(new Error('late\\nand long')), 1);\n");
    const { code, stderr } = await command(['run', path]);
    expect(code).toBe(1);
    expect(stderr).toBe('reduced-impact: unexpected error: late\nreduced-impact: --verbose prints the stack\n');
  });

  test.runIf(process.platform === 'linux')('a standard output that is full', async () => {
    const call = [process.execPath, ...commandLine, 'list'];
    const child = spawn('sh', ['-c', 'exec "$0" "$@" > /dev/full', ...call], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^reduced-impact: standard output: ENOSPC: [^\n]+\n$/);
  });

  test('escape sequences in the keys of a configuration, which do not reach the terminal', async () => {
    const path = file('keys.json', JSON.stringify({ '\x1b]0;title\x07\x1b[31mwieght': 1 }));
    const { code, stderr } = await command(['--config', path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reduced-impact: configuration \S+keys\.json: unknown key 'wieght'\. [^\n]+\n$/);
    expect(stderr).not.toContain('\x1b');
  });

  test('a source that is a page long, which is shortened', async () => {
    const { code, stderr } = await command([
      ...TRY,
      '--world',
      WORLD,
      '--disciple',
      `clips + ${'1 + '.repeat(2000)}clps`,
    ]);
    expect(code).toBe(2);
    expect(stderr.length).toBeLessThan(900);
    expect(stderr).toMatch(/^reduced-impact: [^\n]+\n$/);
  });
});

describe.concurrent('evidence', () => {
  test('may be given as it is printed, in any order', async () => {
    const { stdout } = await succeed([...TRY, '--world', WORLD, '--evidence', 'draught=0 reliability=1']);
    expect(stdout).toContain("'clips' · reliability=1 draught=0 · ");
  });
});

describe.skipIf(native)('the notice of the missing native backend', () => {
  test('appears where a network trains, and nowhere else', async () => {
    const exact = await succeed([...TRY, '--world', WORLD]);
    expect(exact.stderr).toMatch(/^tfjs backend: wasm$/m);
    const learned = await succeed([...TRY, '--world', WORLD, '--penalty', 'coarse/learned/tv', '--evidence', '0,0']);
    expect(learned.stderr).toMatch(/^tfjs backend: wasm \(Learning on wasm; `npm run native` gets .*\)$/m);
  });
});
