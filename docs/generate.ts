/** Writes the generated tables and pages, and a first page for each world that has none: `npm run docs:tables`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import '../agents/suite.ts';
import { registry } from '../core/world/registry.ts';
import { commands } from '../experiments/commands.ts';
import { answerPage } from './generate/answer-page.ts';
import { withBenchmarkTables } from './generate/benchmark-tables.ts';
import { commandsPage } from './generate/commands-page.ts';
import { withPenaltiesTable } from './generate/penalty-table.ts';
import { worldPage, worldsTable } from './generate/world-page.ts';

const folder = new URL('worlds/', import.meta.url);

function write(name: string, text: string): void {
  writeFileSync(new URL(name, folder), text);
  console.log(`docs/worlds/${name} written`);
}

write('README.md', worldsTable());
for (const id of registry.ids()) {
  if (!existsSync(new URL(`${id}.md`, folder))) write(`${id}.md`, worldPage(id));
}

const penaltiesPage = new URL('penalties/README.md', import.meta.url);
writeFileSync(penaltiesPage, withPenaltiesTable(readFileSync(penaltiesPage, 'utf8')));
console.log('docs/penalties/README.md written');

writeFileSync(new URL('commands.md', import.meta.url), commandsPage(commands));
console.log('docs/commands.md written');

const benchmarkPage = new URL('benchmark.md', import.meta.url);
writeFileSync(benchmarkPage, withBenchmarkTables(readFileSync(benchmarkPage, 'utf8')));
console.log('docs/benchmark.md written');

writeFileSync(new URL('answer.md', import.meta.url), answerPage());
console.log('docs/answer.md written');
