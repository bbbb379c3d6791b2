/** Packs the package, installs it without a network, and uses it as a user would. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Part of `npm run test:all` alone: whole processes, some of them killed.
// @module-tag system

/**
 * `npm pack` runs in a copy of the clone, since it builds, and edits package.json for a moment, which other tests would
 * see. The installation needs no network: the tarball is unpacked, and links lead to the clone's dependencies.
 */
const run = promisify(execFile);
const clone = fileURLToPath(new URL('../../', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'pack ')));
const copy = join(root, 'copy');
const consumer = join(root, 'my project');
const installed = join(consumer, 'node_modules', 'reduced-impact');
const command = join(consumer, 'node_modules', '.bin', 'reduced-impact');
const env = { ...process.env, NODE_OPTIONS: '' };

const LEFT_OUT = ['.git', 'coverage', 'dist', 'node_modules', 'runs'];

const EPISODE = `
  import { make } from 'reduced-impact/gym';
  const environment = make('PaperclipFactory-v0');
  const [observation] = environment.reset({ seed: 1 });
  const [, reward, terminated, truncated, info] = environment.step(0);
  environment.close();
  console.log(JSON.stringify({ observation, reward, terminated, truncated, penalty: info.penalty }));
`;

const TYPED = `
  import { register, registry, type Penalty, type World } from 'reduced-impact';
  import { make } from 'reduced-impact/gym';
  import { lambdaWindow } from 'reduced-impact/judging';
  import { createNetwork } from 'reduced-impact/learning';
  import { coin } from './mine.ts';
  const world: World = registry.world('PaperclipFactory-v0');
  register(coin);
  const [observation, info] = make(world.id).reset({ seed: 1 });
  export const read: readonly [unknown, unknown] = [observation, info];
  export const own: [Penalty?, typeof lambdaWindow?, typeof createNetwork?] = [];
  // @ts-expect-error the declarations say that an id is a string: they are found, and are not 'any'
  make(1);
`;

const NAMES = `export const ACTIONS = ['wait', 'flip'] as const;`;

/** A user's world. It imports its helper by the name of the TypeScript file. */
const MINE = `
  import type { World } from 'reduced-impact';
  import { ACTIONS } from './names.ts';

  interface Table { readonly heads: boolean; readonly vase: boolean; readonly left: number }

  export const coin: World<Table> = {
    id: 'Coin-v0',
    summary: 'Turning the coin over shakes the table, on which a vase stands.',
    horizon: 2,
    actions: ACTIONS,
    evidence: { variables: [], prior: () => [] },
    quantities: { heads: (s) => Number(s.heads), vase: (s) => Number(s.vase) },
    questions: [
      { id: 'coin', text: 'Does the coin show heads?', read: (s) => Number(s.heads), grain: 2 },
      { id: 'vase', text: 'Does the vase stand?', read: (s) => Number(s.vase) },
    ],
    disciples: [
      { id: 'null', source: '', summary: 'Nothing at all.' },
      { id: 'hasty', source: 'heads', summary: 'Heads, at any price.' },
    ],
    begin: () => ({ heads: false, vase: true, left: 2 }),
    step: (s, action, chance) => {
      const flips = ACTIONS[action] === 'flip';
      const shaken = flips && chance.flip(0.25, 'shake');
      return { heads: s.heads !== flips, vase: s.vase && !shaken, left: s.left - 1 };
    },
    key: (s) => JSON.stringify(s),
    observe: (s) => [Number(s.heads), Number(s.vase)],
    utility: (s) => Number(s.heads),
    harm: (s) => Number(!s.vase),
    draw: (s) => \`\${s.heads ? 'h' : 't'}\${s.vase ? 'v' : '.'}\`,
  };
  export default coin;
`;

/** Prints whether a user's file and the command line share one copy of the package. */
const IDENTITY = `
  import { register } from 'reduced-impact';
  import { importUserFile } from './node_modules/reduced-impact/dist/experiments/inputs/user-file.js';
  const [found] = await importUserFile('./identity.ts');
  console.log(found === register);
`;

async function node(args: readonly string[]): Promise<string> {
  return (await run(process.execPath, args, { cwd: consumer, env })).stdout;
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const manifests = { before: '', after: '' };
let packed: string[] = [];

beforeAll(async () => {
  cpSync(clone, copy, {
    recursive: true,
    filter: (path) => !LEFT_OUT.includes(relative(clone, path)) && !basename(path).endsWith('.tgz'),
  });
  symlinkSync(join(clone, 'node_modules'), join(copy, 'node_modules'), 'dir');
  manifests.before = readFileSync(join(copy, 'package.json'), 'utf8');
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', root], { cwd: copy, env });
  manifests.after = readFileSync(join(copy, 'package.json'), 'utf8');
  const tarball = join(root, stdout.trim().split('\n').at(-1) ?? '');

  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  packed = (await run('tar', ['-tzf', tarball])).stdout.trim().split('\n');
  packed = packed.map((path) => path.replace(/^package\//, ''));
  const { dependencies } = JSON.parse(manifests.before) as { dependencies: Record<string, string> };
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const link = join(consumer, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(join(clone, 'node_modules', name), link, 'dir');
  }
  mkdirSync(join(command, '..'));
  symlinkSync(join(installed, 'bin', 'reduced-impact.js'), command);

  // `npm init -y` writes this, so users' files are in a CommonJS package.
  writeFileSync(join(consumer, 'package.json'), '{ "name": "my-project", "version": "1.0.0", "type": "commonjs" }');
  const files = { 'names.ts': NAMES, 'mine.ts': MINE, 'typed.mts': TYPED, 'episode.mjs': EPISODE };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(consumer, name), text);
  writeFileSync(join(consumer, 'identity.mjs'), IDENTITY);
  writeFileSync(
    join(consumer, 'identity.ts'),
    `import { register } from 'reduced-impact';\nexport default register;\n`,
  );
}, 300_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the packed package', { tags: ['system'] }, () => {
  test('holds what is built, the command, the documents and their examples, and no sources or tests', () => {
    const built = ['bin/reduced-impact.js', 'dist/index.js', 'dist/index.d.ts'];
    // npm adds the first two by itself; README.md links to the others.
    const documents = ['LICENSE', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'CITATION.cff'];
    expect(packed).toEqual(expect.arrayContaining([...built, ...documents]));
    expect(packed.some((path) => /^docs\/.+\.ts$/.test(path))).toBe(true);
    expect(packed.filter((path) => /^dist\/(?:test|bench|docs)\//.test(path))).toEqual([]);
    const others = packed.filter((path) => !/^(?:dist|docs|bin)\//.test(path));
    expect(others.sort()).toEqual([...documents, 'package.json'].sort());
    expect(packed.filter((path) => /^dist\/.*(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  test('has no export condition that leads to a file it lacks, and packing leaves the clone as it was', () => {
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
    expect(Object.keys(exports)).toEqual(['.', './gym', './learning', './judging', './pictures', './package.json']);
    const targets = Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    expect(targets.map((path) => path.replace('./', '')).filter((path) => !packed.includes(path))).toEqual([]);
    expect(manifests.after).toBe(manifests.before);
  });

  test('runs an episode under plain Node, also for those who resolve the condition "source"', async () => {
    const plain = JSON.parse(await node(['episode.mjs']));
    expect(plain).toMatchObject({ terminated: true, truncated: false });
    expect(plain.reward).toBeGreaterThanOrEqual(0);
    expect(JSON.parse(await node(['--conditions=source', 'episode.mjs']))).toEqual(plain);
  });

  test.each(['nodenext', 'bundler'])('type-checks where modules resolve as %s', { timeout: 240_000 }, async (how) => {
    // Once with declarations checked, since ours are some of them. What others' declarations lack is not our fault.
    const [module, skipLibCheck] = how === 'bundler' ? ['esnext', true] : ['nodenext', false];
    const compilerOptions = {
      ...{ module, moduleResolution: how, target: 'es2023', strict: true, skipLibCheck, noEmit: true },
      ...{ allowImportingTsExtensions: true, types: ['node'], pretty: false },
    };
    const config = join(consumer, `tsconfig.${how}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['typed.mts'] }));
    const tsc = join(clone, 'node_modules', 'typescript', 'bin', 'tsc');
    const output = await node([tsc, '-p', config]).catch((error: { stdout: string }) => error.stdout);
    const complaints = output.split('\n').filter((line) => /: error TS/.test(line));
    expect(complaints.filter((line) => !/^[^(]*node_modules\/(?!reduced-impact\/)/.test(line))).toEqual([]);
  });

  test('gives a user file the copy that the command line runs', async () => {
    expect((await node(['identity.mjs'])).trim()).toBe('true');
  });

  test('lists its worlds and penalties by its command', async () => {
    const listed = await node([command, 'list']);
    expect(listed).toContain('PaperclipFactory-v0');
    expect(listed).toContain('coarse/joint/tv');
  });

  test('runs the sources by the same command in a clone, when nothing is built', async () => {
    rmSync(join(copy, 'dist'), { recursive: true });
    const fromSources = await node([join(copy, 'bin', 'reduced-impact.js'), 'list']);
    expect(fromSources).toBe(await node([command, 'list']));
  });

  test('tries a disciple in a user world, given by path', async () => {
    const args = ['--world', './mine.ts', '--disciple', 'heads', '--rollouts', '64', '--backend', 'wasm'];
    const tried = await node([command, 'try', ...args]);
    expect(tried).toContain('coarse/joint/tv');
  });
});
