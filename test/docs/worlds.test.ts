/** What every world's page must say: the sentences and labels that can be computed from the world itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import '../../penalties/suite.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { labelOf } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import { compileForPage, motivationParagraph, unmovedSentence } from '../../docs/generate/world-facts.ts';
import { HEADINGS, worldPage, worldsTable } from '../../docs/generate/world-page.ts';

// @module-tag study

const PAGES = join(import.meta.dirname, '../../docs/worlds');
const REPAIR = 'run `npm run docs:tables`';
/** The generator leaves a page alone that is there, because of its author's prose. */
const mend = (id: string) =>
  `docs/worlds/${id}.md: mend it by hand, or delete it if it has no prose yet and ${REPAIR}, ` +
  'which writes only a page that is not there';

const pathOf = (id: string) => join(PAGES, `${id}.md`);
const readPage = (id: string) => (existsSync(pathOf(id)) ? readFileSync(pathOf(id), 'utf8') : '');

/** Line breaks are no difference. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** The text under a heading. */
const section = (page: string, heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

function expectPage(id: string, page: string, compiled: Compiled): void {
  const { world } = compiled;
  const holds = (heading: string, wanted: string, text = section(page, heading)) =>
    expect(text, `${mend(id)}. Its section '${heading}' must hold: ${wanted}\n`).toContain(wanted);
  expect(page.startsWith(`# ${id}\n`), `docs/worlds/${id}.md begins with its id`).toBe(true);
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings, `${mend(id)}. Its headings`).toEqual(HEADINGS);
  for (const { id: disciple } of world.disciples) holds('Disciples', `\`${disciple}\``);
  for (const option of Object.keys(registry.describe(id).parameters)) holds('Size and options', `\`${option}\``);
  for (const variable of world.evidence.variables) {
    holds('Evidence', `\`${variable.name}\``);
    for (let index = 0; index < variable.arity; index++) holds('Evidence', labelOf(variable, index));
  }
  const questions = flat(section(page, 'Questions')).toLowerCase();
  expect(questions, `${mend(id)}. Its section 'Questions' must hold: ${unmovedSentence(compiled)}\n`).toContain(
    unmovedSentence(compiled).toLowerCase(),
  );
  holds('What comes out', motivationParagraph(compiled), flat(section(page, 'What comes out')));
}

test('the table of all worlds is current', () => {
  expect(readFileSync(join(PAGES, 'README.md'), 'utf8'), REPAIR).toBe(worldsTable());
});

describe.each(registry.ids())('%s', (id) => {
  let compiled: Compiled;
  beforeAll(() => {
    compiled = compileForPage(id);
  });
  afterAll(() => {
    compiled = undefined as never;
  });

  test('has a page with the fixed headings, its disciples, evidence, labels, options and current figures', () => {
    expect(existsSync(pathOf(id)), `docs/worlds/${id}.md is missing: ${REPAIR}`).toBe(true);
    expectPage(id, readPage(id), compiled);
  });
});

test('the page that is written for a world without one says all of this', () => {
  const id = 'Subagent-v0';
  const page = worldPage(id);
  expectPage(id, page, compileForPage(id));
  // Figures of its own page, which were worked out by hand.
  expect(page).toContain('| `builder` | `red - 10 * (place > 4)` | 0.438–0.5 | 0.875–0.999 | 0.875–0.999 |');
  expect(page).toContain('396 states and 3,168 transitions');
});
