/**
 * `npm run mutate -- [word…]`: breaks central lines one after the other, in a copy of the project, and says which test
 * notices each. Words choose the mutations whose name or file contains one of them. The exit code is 1 where a mutation
 * goes unnoticed, where its expression no longer stands in the file, or where its tests fail without it.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTable } from '../../experiments/terminal.ts';
import { type Mutation, mutations } from './mutations.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LEFT_OUT = ['.git', 'node_modules', 'dist', 'coverage', 'runs'];

/** What vitest says of a run. */
interface Report {
  /** Failed tests, as `file: name`; a file that does not load is one. */
  readonly failed: readonly string[];
  readonly passed: number;
}

/** A copy of the project in a folder of its own; the packages are linked. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutate-'));
  for (const name of readdirSync(ROOT)) {
    if (!LEFT_OUT.includes(name)) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs the fast tests of some files in the copy, to the first failure where `bail` is set. */
async function runTests(copy: string, tests: readonly string[], bail: boolean): Promise<Report> {
  const output = join(copy, 'mutation-report.json');
  rmSync(output, { force: true });
  const reporter = ['--reporter=json', `--outputFile=${output}`, '--tags-filter=!study && !system'];
  const args = [
    join(copy, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...tests,
    ...reporter,
    ...(bail ? ['--bail=1'] : []),
  ];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return readReport(output, errors, copy);
}

function readReport(path: string, errors: string, copy: string): Report {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`expected a report of vitest but received none: ${errors.slice(-500)}`);
  }
  const { testResults, numPassedTests } = JSON.parse(text) as {
    numPassedTests: number;
    testResults: {
      name: string;
      status: string;
      message: string;
      assertionResults: { status: string; fullName: string }[];
    }[];
  };
  const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.slice(copy.length + 1);
    const tests = assertionResults.filter((one) => one.status === 'failed').map((one) => `${file}: ${one.fullName}`);
    return tests.length === 0 && status === 'failed' ? [`${file}: ${message.split('\n')[0]}`] : tests;
  });
  return { failed, passed: numPassedTests };
}

/** Where the expression stands in its file, and how often. */
function occurrences({ file, from }: Mutation): number {
  return readFileSync(join(ROOT, file), 'utf8').split(from).length - 1;
}

function wantedMutations(words: readonly string[]): readonly Mutation[] {
  if (words.length === 0) return mutations;
  return mutations.filter(({ name, file }) => words.some((word) => name.includes(word) || file.includes(word)));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One row of the table, and whether the mutation was caught. */
async function tryMutation(copy: string, mutation: Mutation): Promise<{ row: string[]; caught: boolean }> {
  const path = join(copy, mutation.file);
  const original = readFileSync(path, 'utf8');
  const began = performance.now();
  writeFileSync(
    path,
    original.replace(mutation.from, () => mutation.to),
  );
  const { failed, passed } = await runTests(copy, mutation.tests, true);
  writeFileSync(path, original);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const caught = failed.length > 0;
  const by = caught ? failed[0] : `nothing: ${passed} tests passed`;
  return { row: [mutation.name, mutation.file, by.slice(0, 140), seconds], caught };
}

const chosen = wantedMutations(process.argv.slice(2));
const lost = chosen.filter((mutation) => occurrences(mutation) !== 1);
for (const mutation of lost) {
  say(`${mutation.file}: expected '${mutation.from}' once but received it ${occurrences(mutation)} times`);
}
const copy = copyProject();
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const rows: string[][] = [];
let caught = 0;
const usable = chosen.filter((mutation) => !lost.includes(mutation));
const untouched = await runTests(copy, [...new Set(usable.flatMap(({ tests }) => tests))], false);
for (const failure of untouched.failed) say(`fails without a mutation: ${failure}`);
for (const mutation of usable) {
  const result = await tryMutation(copy, mutation);
  rows.push(result.row);
  if (result.caught) caught++;
  say(`${rows.length} of ${usable.length}: ${mutation.name}: ${result.caught ? 'caught' : 'NOT CAUGHT'}`);
}
process.stdout.write(`${formatTable(['mutation', 'file', 'caught by', 'seconds'], rows)}\n`);
process.stdout.write(`\n${caught} of ${chosen.length} caught\n`);
process.exitCode = caught === chosen.length && caught > 0 && untouched.failed.length === 0 ? 0 : 1;
