/** Backends load on request, silently, and switch. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { BackendUnavailable, InvalidOption } from '../../../core/base/errors.ts';
import { type BackendName, loadBackend } from '../../../learning/backend/backend.ts';
import { testBackend } from '../../backend.ts';

const run = promisify(execFile);
const module = fileURLToPath(new URL('../../../learning/backend/backend.ts', import.meta.url));

/** Runs lines of TypeScript in a fresh process; `backend` is the module. */
async function inProcess(lines: string, folder = tmpdir()): Promise<{ stdout: string; stderr: string }> {
  const script = `const backend = await import(${JSON.stringify(module)});${lines}`;
  const tsx = import.meta.resolve('tsx');
  return run(process.execPath, ['--import', tsx, '--input-type=module', '-e', script], { cwd: folder });
}

test('the backend asked for is active, and has gradients', async () => {
  for (const name of [testBackend, 'cpu', 'wasm', testBackend] as const) {
    const backend = await loadBackend(name);
    expect(backend.name).toBe(name);
    expect(backend.notice).toBeNull();
    const { tf } = backend;
    expect(tf.getBackend()).toBe(name === 'native' ? 'tensorflow' : name);
    const slope = tf.grad((x) => tf.sum(tf.square(x)));
    expect([...tf.tidy(() => slope(tf.tensor1d([1, -2])).dataSync())]).toEqual([2, -4]);
  }
});

test('callers that ask for different backends at once each get theirs', async () => {
  const names: BackendName[] = ['cpu', 'wasm', 'cpu'];
  const loaded = await Promise.all(names.map((name) => loadBackend(name)));
  expect(loaded.map((backend) => backend.name)).toEqual(names);
  expect(loaded[2].tf.getBackend()).toBe('cpu');
});

test('without a request the fastest that loads is taken, and a slower one says how to get it', async () => {
  const native = await loadBackend('native').catch((error: unknown) => error);
  const backend = await loadBackend();
  if (native instanceof Error) {
    expect(native).toBeInstanceOf(BackendUnavailable);
    expect(native.message).toMatch(/^backend 'native' .*npm run native.*[^\n]$/);
    expect(backend.name).toBe('wasm');
    expect(backend.notice).toMatch(/^Learning on wasm; `npm run native` gets the faster native backend\.$/);
  } else {
    expect(backend.name).toBe('native');
    expect(backend.notice).toBeNull();
  }
});

test('a name that is no backend is refused', async () => {
  await expect(loadBackend('webgl' as BackendName)).rejects.toThrow(InvalidOption);
});

test('loading works from any folder, prints nothing and leaves no listeners of errors', async () => {
  const { stdout, stderr } = await inProcess(`
    for (const name of [undefined, 'wasm', 'cpu']) {
      const { tf } = await backend.loadBackend(name);
      tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync());
    }
    const listeners = ['uncaughtException', 'unhandledRejection'].flatMap((event) => process.listeners(event));
    process.exitCode = listeners.length;
  `);
  expect(stdout).toBe('');
  expect(stderr.replace(/.*(DeprecationWarning|node --trace-deprecation).*\n/g, '')).toBe('');
});

test('importing the loader imports no tfjs', async () => {
  const { stdout } = await inProcess(`
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(${JSON.stringify(module)}).cache).filter((path) => path.includes('tfjs'));
    console.log(JSON.stringify(loaded));
  `);
  expect(JSON.parse(stdout)).toEqual([]);
});
