/** Users' own files, loaded wherever they lie. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Part of `npm run test:all` alone: whole processes, some of them killed.
// @module-tag system

/** Vitest has a loader of its own, so users' files are loaded here in processes as users start them. */
const run = promisify(execFile);
const clone = fileURLToPath(new URL('../../../', import.meta.url));
const tsx = import.meta.resolve('tsx');

const THING = `
  import { ReducedImpactError, register } from 'reduced-impact';
  enum Kind { Mine = 'mine' }
  const thing: { id: string; register: unknown; Base: unknown } = { id: Kind.Mine, register, Base: ReducedImpactError };
`;

/** What every folder below holds. */
const FILES: Readonly<Record<string, string>> = {
  'one.ts': `${THING} export default thing;`,
  'many.mts': `${THING} export default [thing, thing];`,
  'plain.js':
    "import { ReducedImpactError as Base, register } from 'reduced-impact';\nexport default { register, Base };",
  'relative.ts':
    "import a from './one.ts';\nimport b from './one';\nimport c from './one.js';\nexport default [a, b, c];",
  'syntax.ts': 'const a = 1;\nexport default { id: ;\n',
  'throws.ts': 'interface A { b: string }\n\nconst a = undefined as unknown as A;\nexport default a.b;\n',
  'indirect.ts': `import './syntax';\nexport default 1;`,
  'misspelt.ts': `import { regster } from 'reduced-impact';\nexport default regster;`,
  'refused.ts': `import { ReducedImpactError } from 'reduced-impact';\nthrow new ReducedImpactError('one\\ntwo');`,
  'nothing.ts': 'export const world = 1;',
};

/** Prints, for each path it is given, what `importUserFile` returns or throws. */
const SCRIPT = `
  const [user, index, errors, ...paths] = process.argv.slice(2);
  const { importUserFile } = await import(user);
  const { register, ReducedImpactError } = await import(index);
  const { InvalidFile } = await import(errors);
  const results = {};
  for (const path of paths) {
    try {
      const exported = await importUserFile(path);
      results[path] = {
        count: exported.length,
        running: exported.every((x) => x.register === register && x.Base === ReducedImpactError),
        same: new Set(exported).size === 1,
      };
    } catch (error) {
      if (!(error instanceof InvalidFile)) throw error;
      results[path] = error.message;
    }
  }
  console.log(JSON.stringify(results));
`;

interface Loaded {
  readonly count: number;
  readonly running: boolean;
  readonly same: boolean;
}
type Results = Readonly<Record<string, Loaded | string>>;

const root = realpathSync(mkdtempSync(join(tmpdir(), 'user file ')));
const outside = join(root, 'no package');
const folders = { outside, commonjs: join(root, 'commonjs'), module: join(root, 'module') };

beforeAll(() => {
  for (const folder of Object.values(folders)) {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folders.commonjs, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(folders.module, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(outside, 'folder.ts'));
  writeFileSync(join(outside, 'notes.txt'), '');
  writeFileSync(join(outside, 'script.mjs'), SCRIPT);
  const start = `(await import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})).register();\n`;
  writeFileSync(join(outside, 'registers.mjs'), start + SCRIPT);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function load(flags: readonly string[], script: string, cwd: string, paths: readonly string[]): Promise<Results> {
  const urls = ['experiments/inputs/user-file.ts', 'index.ts', 'core/base/errors.ts'].map(
    (path) => pathToFileURL(join(clone, path)).href,
  );
  // Vitest's own flags are not for the process under test.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await run(process.execPath, [...flags, join(outside, script), ...urls, ...paths], { cwd, env });
  return JSON.parse(stdout);
}

const LOADED: Results = {
  './one.ts': { count: 1, running: true, same: true },
  './many.mts': { count: 2, running: true, same: true },
  './plain.js': { count: 1, running: true, same: true },
  './relative.ts': { count: 3, running: true, same: true },
};

describe('importUserFile', () => {
  for (const [kind, folder] of Object.entries(folders)) {
    test(`gives files the running copy, in a process started by tsx, where the package type is ${kind}`, async () => {
      const flags = ['--conditions=source', '--import', tsx];
      expect(await load(flags, 'script.mjs', folder, Object.keys(LOADED))).toEqual(LOADED);
    });
    test(`gives files the running copy, in a process that registered tsx, where the package is ${kind}`, async () => {
      expect(await load([], 'registers.mjs', folder, Object.keys(LOADED))).toEqual(LOADED);
    });
  }

  test('gives the same for absolute paths and files inside the clone as outside', async () => {
    mkdirSync(join(clone, 'runs'), { recursive: true });
    const inside = mkdtempSync(join(clone, 'runs', 'user-file-test-'));
    try {
      const paths = [join(inside, 'one.ts'), join(outside, 'one.ts')];
      writeFileSync(paths[0], FILES['one.ts']);
      const results = await load(['--conditions=source', '--import', tsx], 'script.mjs', dirname(clone), paths);
      expect(Object.values(results)).toEqual([LOADED['./one.ts'], LOADED['./one.ts']]);
    } finally {
      rmSync(inside, { recursive: true, force: true });
    }
  });

  test('names the path, the position and the cause on one line', async () => {
    const wanted: Results = {
      'absent.ts': "no such file: 'absent.ts'",
      'folder.ts': "'folder.ts': expected a file but it is a directory",
      'notes.txt': "file: expected a name ending in .ts, .mts, .js, .mjs but received 'notes.txt'",
      'syntax.ts': 'syntax.ts:2:21: Unexpected ";"',
      'throws.ts': "throws.ts:4:18: Cannot read properties of undefined (reading 'b')",
      'indirect.ts': 'indirect.ts: Unexpected ";" (syntax.ts:2:21)',
      'misspelt.ts': "misspelt.ts:1: The requested module 'reduced-impact' does not provide an export named 'regster'",
      'refused.ts': 'refused.ts:2:7: one',
      'nothing.ts': 'nothing.ts: expected a default export, but there is none',
    };
    const flags = ['--conditions=source', '--import', tsx];
    expect(await load(flags, 'script.mjs', outside, Object.keys(wanted))).toEqual(wanted);
    expect(await load([], 'registers.mjs', folders.commonjs, ['syntax.ts', 'throws.ts'])).toEqual({
      'syntax.ts': wanted['syntax.ts'],
      'throws.ts': wanted['throws.ts'],
    });
  });
});
