/** The mutations of `npm run mutate`, without running them: each still has its line to break, and tests to notice. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutations } from './mutations.ts';

const ROOT = join(import.meta.dirname, '../..');

test.each(mutations)('the line of $file to break is there: $name', ({ file, from, to }) => {
  expect(readFileSync(join(ROOT, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});

test('every mutation names tests that exist', () => {
  const missing = mutations.flatMap(({ tests }) => tests).filter((path) => !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
});

test('there are at least ten, in every folder that computes', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(10);
  const folders = new Set(mutations.map(({ file }) => file.split('/')[0]));
  expect([...folders].sort()).toEqual(['agents', 'core', 'judging', 'learning', 'penalties']);
});
