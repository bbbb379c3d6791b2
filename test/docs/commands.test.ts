/** The page of the commands. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandsPage } from '../../docs/generate/commands-page.ts';
import { commands } from '../../experiments/commands.ts';

test('docs/commands.md is what the definitions of the commands say (npm run docs:tables writes it)', () => {
  const page = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');
  expect(page).toBe(commandsPage(commands));
});
