/** The hash of the sources, by which tables are kept. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sourcesHash } from '../../../experiments/inputs/sources-hash.ts';
import { temporaryFolder } from '../command.ts';

const root = temporaryFolder();
const FILES = ['core/base/lists.ts', 'core/compile.ts', 'envs/gas.ts'];
const MINUTE = 60_000;
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(): void {
  for (const folder of ['core/base', 'envs', 'other']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of FILES) writeFileSync(join(root, file), 'export {};');
}

const later = () => sourcesHash(root, '.ts', Date.now() + MINUTE);

describe('the hash of the sources', () => {
  test('hashes the sources of this project', () => {
    expect(sourcesHash()).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(FILES)('changes with %s', (file) => {
    write();
    const before = later();
    expect(later()).toBe(before);
    writeFileSync(join(root, file), 'export { };');
    expect(later()).not.toBe(before);
  });

  test('changes when a file appears', () => {
    write();
    const before = later();
    writeFileSync(join(root, 'envs', 'new.ts'), '');
    expect(later()).not.toBe(before);
    rmSync(join(root, 'envs', 'new.ts'));
  });

  test('does not depend on other folders or on files with another extension', () => {
    write();
    const before = later();
    writeFileSync(join(root, 'other', 'file.ts'), '');
    writeFileSync(join(root, 'core', 'file.json'), '');
    expect(later()).toBe(before);
  });

  test('is null where a file changed after the process began, whatever its time of modification says', () => {
    write();
    utimesSync(join(root, FILES[2]), 0, 0);
    expect(sourcesHash(root, '.ts', Date.now() - MINUTE)).toBeNull();
  });
});
