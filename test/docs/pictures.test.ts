/** Checks that the pictures in the pages are what their scripts draw. */
import { readFileSync } from 'node:fs';
import { format } from 'node:util';
import { expect, test, vi } from 'vitest';

// @module-tag system

/** What a script of docs/ prints. */
async function printed(script: string): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...values) => lines.push(format(...values)));
  try {
    await import(/* @vite-ignore */ new URL(`../../docs/${script}`, import.meta.url).href);
  } finally {
    log.mockRestore();
  }
  return lines.join('\n');
}

function page(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

test('the README shows the towns that docs/town.ts draws', { timeout: 240_000 }, async () => {
  const files = ['docs/town-maximiser.svg', 'docs/town-careful.svg'];
  expect(files.map((file) => page(file).trimEnd()).join('\n'), 'mend it by npm run docs:tables').toBe(
    await printed('town.ts'),
  );
  for (const file of files) expect(page('README.md')).toContain(`](${file})`);
});

test('docs/architecture.md shows the rooms and imports that docs/rooms.ts finds', async () => {
  expect(page('docs/architecture.md'), 'mend it by npm run docs:tables').toContain(await printed('rooms.ts'));
});
