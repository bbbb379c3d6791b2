/** The page of learning: its table of masters has a row for each one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import '../../agents/suite.ts';
import { masters } from '../../agents/masters/master.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/learning.md'), 'utf8');
const table = page.split('\n## Masters\n')[1].split('\n## ')[0];

test.each(masters.ids())('the table of masters in docs/learning.md has a row for %s', (id) => {
  expect(table, `docs/learning.md: expected a row that begins with | \`${id}\` |`).toContain(`\n| \`${id}\` | `);
});
