/** Type-checks and runs every example in the README, in the pages named below and in the docstrings (`@example`). */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['core', 'envs', 'learning', 'penalties', 'agents', 'judging', 'experiments'];
const PAGES = ['README.md', 'docs/start.md', 'docs/environments.md', 'docs/worlds-contract.md', 'docs/learning.md'];
/** Files in this folder resolve 'reduced-impact' as users' files do; git and the linter ignore it. */
const RUNS = join(ROOT, 'runs');

interface Example {
  /** The file that holds it, and the number of the example in that file. */
  readonly name: string;
  readonly code: string;
}

function examplesIn(path: string, blocks: readonly string[]): Example[] {
  return blocks.map((code, i) => ({ name: `${path}, number ${i + 1}`, code }));
}

function ofPage(path: string): Example[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return examplesIn(
    path,
    [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code),
  );
}

function ofSource(path: string): Example[] {
  const comments = [...readFileSync(path, 'utf8').matchAll(/\/\*\*[\s\S]*?\*\//g)];
  const blocks = comments.flatMap(([comment]) => {
    const prose = comment.replace(/^ *\* ?/gm, '');
    return [...prose.matchAll(/@example[^`]*```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  });
  return examplesIn(relative(ROOT, path), blocks);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(ROOT, folder, name))
    .sort();
}

/** What an example says that it prints: the comment after each `console.log(…);`. */
function promised(code: string): string[] {
  return [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
}

const examples = [...PAGES.flatMap(ofPage), ...FOLDERS.flatMap(sourceFiles).flatMap(ofSource)];
mkdirSync(RUNS, { recursive: true });
const directory = mkdtempSync(join(RUNS, 'examples-'));
// An example may import the two files that the pages tell users to copy.
for (const name of ['my-world.ts', 'my-penalty.ts']) copyFileSync(join(ROOT, 'docs', name), join(directory, name));
const files = examples.map(({ code }, i) => {
  const file = join(directory, `example-${i}.ts`);
  // Without an import or export a file is no module, and could not await.
  writeFileSync(file, /^(?:import|export)\b/m.test(code) ? code : `${code}\nexport {};\n`);
  return file;
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The docstrings of a file with an `@example` that has no code between fences, and so would not run. */
function unfenced(path: string, text = readFileSync(path, 'utf8')): string[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)]
    .filter(([comment]) => /@example\b(?![^`]*```ts\n)/.test(comment))
    .map(({ index }) => `${relative(ROOT, path)}:${text.slice(0, index).split('\n').length}`);
}

describe('examples', () => {
  test('stand in docstrings between ```ts and ```, so that they are run below', () => {
    expect(FOLDERS.flatMap(sourceFiles).flatMap((path) => unfenced(path))).toEqual([]);
    const loose = ['/** @example f(1) */', '/**\n * @example\n * f(1)\n */', '/** @example ```f(1)``` */'];
    for (const comment of loose) expect(unfenced('loose.ts', comment), comment).toHaveLength(1);
    expect(unfenced('fenced.ts', '/**\n * @example\n * ```ts\n * f(1);\n * ```\n */')).toEqual([]);
  });

  test('type-check', { tags: ['system'], timeout: 300_000 }, async () => {
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
    const config = join(directory, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, files }));
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const output = await promisify(execFile)(process.execPath, [tsc, '-p', config, '--pretty', 'false']).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
    const named = output.replace(/^.*example-(\d+)\.ts/gm, (_, i) => examples[Number(i)].name);
    expect(named).toBe('');
  });

  test.each(examples.map((example, i) => [example.name, example, files[i]] as const))(
    '%s runs and prints what it says',
    { timeout: 300_000 },
    async (_, { code }, file) => {
      const printed: string[] = [];
      const log = vi.spyOn(console, 'log').mockImplementation((...values) => printed.push(format(...values)));
      try {
        await import(/* @vite-ignore */ file);
      } finally {
        log.mockRestore();
      }
      const spaceless = (lines: readonly string[]) => lines.map((line) => line.replace(/\s/g, ''));
      expect(spaceless(printed)).toEqual(spaceless(promised(code)));
    },
  );
});
