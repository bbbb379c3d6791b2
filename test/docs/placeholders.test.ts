/** Checks that no page holds a placeholder for a figure. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.md$/.test(name),
);

test.each(['README.md', ...pages.map((name) => join('docs', name))])('%s has every figure filled in', (page) => {
  expect(readFileSync(join(root, page), 'utf8')).not.toMatch(/@[A-Z]+@|\bTODO\b|\bTBD\b/);
});
