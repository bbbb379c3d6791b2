/** Training gives the same bits in every process on one backend. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../bench/fingerprint.ts';
import { type BackendName, loadBackend } from '../../../learning/backend/backend.ts';

// @module-tag system

const run = promisify(execFile);
const file = (path: string) => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);

/** The fingerprint from a process of its own, which has trained nothing else before. */
async function elsewhere(name: BackendName): Promise<string> {
  const script = `
    const { loadBackend } = await import(${file('learning/backend/backend.ts')});
    const { fingerprint } = await import(${file('bench/fingerprint.ts')});
    process.stdout.write(fingerprint(await loadBackend('${name}')));
  `;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script];
  return (await run(process.execPath, args)).stdout;
}

const nativeLoads = await loadBackend('native').then(
  () => true,
  () => false,
);

for (const name of ['wasm', 'native'] as const)
  test.skipIf(name === 'native' && !nativeLoads)(
    `${name}: 30 updates give the same weights bit for bit again, after other training, and in another process`,
    async () => {
      const backend = await loadBackend(name);
      const first = fingerprint(backend);
      expect(first).toMatch(/^[0-9a-f]{16}$/);
      expect(fingerprint(backend)).toBe(first);
      expect(await elsewhere(name)).toBe(first);
    },
  );

test('one update fewer gives another digest', async () => {
  const backend = await loadBackend('wasm');
  expect(fingerprint(backend, 4)).not.toBe(fingerprint(backend, 5));
});
