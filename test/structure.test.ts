import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
/** A folder may import only from itself and from folders to its left. */
const FOLDERS = ['core', 'envs', 'learning', 'penalties', 'agents', 'judging', 'experiments'];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the way data flows', () => {
  test.each(FOLDERS.map((folder, i) => [folder, FOLDERS.slice(0, i + 1)] as const))(
    '%s imports only from %j',
    (folder, allowed) => {
      const wrong = sources(folder).flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'|import\('?(\.[^']+)'\)|^import '(\.[^']+)'/gm)]
          .map(([, a, b, c]) => relative(ROOT, join(file, '..', a ?? b ?? c)).split('/')[0])
          .filter((target) => !allowed.includes(target) && FOLDERS.includes(target))
          .map((target) => `${relative(ROOT, file)} → ${target}`),
      );
      expect(wrong).toEqual([]);
    },
  );

  test('keeps Math.random and evaluated code out of every folder', () => {
    const wrong = FOLDERS.flatMap(sources).filter((file) =>
      /Math\.random\(|new Function\(|\beval\(/.test(readFileSync(file, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
