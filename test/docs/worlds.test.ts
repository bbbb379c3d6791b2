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

const pathOf = (id: string) => join(PAGES, `${id}.md`);
const readPage = (id: string) => (existsSync(pathOf(id)) ? readFileSync(pathOf(id), 'utf8') : '');

/** Line breaks are no difference. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** The text under a heading. */
const section = (page: string, heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

function expectPage(id: string, page: string, compiled: Compiled): void {
  const { world } = compiled;
  expect(page.startsWith(`# ${id}\n`), `docs/worlds/${id}.md begins with its id`).toBe(true);
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
  for (const { id: disciple } of world.disciples) expect(section(page, 'Disciples')).toContain(`\`${disciple}\``);
  for (const option of Object.keys(registry.describe(id).parameters)) {
    expect(section(page, 'Size and options'), `the option ${option}`).toContain(`\`${option}\``);
  }
  for (const variable of world.evidence.variables) {
    expect(section(page, 'Evidence'), `the evidence variable ${variable.name}`).toContain(`\`${variable.name}\``);
    for (let index = 0; index < variable.arity; index++) {
      expect(section(page, 'Evidence'), `a value of ${variable.name}`).toContain(labelOf(variable, index));
    }
  }
  expect(flat(section(page, 'Questions')).toLowerCase()).toContain(unmovedSentence(compiled).toLowerCase());
  expect(flat(section(page, 'What comes out'))).toContain(motivationParagraph(compiled));
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
