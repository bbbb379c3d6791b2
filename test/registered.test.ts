/** Every world, penalty, master, command and figure that a file exports is registered: tests over ids see it. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import '../agents/suite.ts';
import { masters } from '../agents/masters/master.ts';
import { registry } from '../core/world/registry.ts';
import { commands } from '../experiments/commands.ts';
import { figures } from '../experiments/figures/index.ts';
import { penalties } from '../penalties/suite.ts';

const ROOT = join(import.meta.dirname, '..');

type Item = Readonly<Record<string, unknown>>;

interface Kind {
  readonly what: string;
  readonly folder: string;
  /** The files of the folder that may export one. */
  readonly files: (path: string) => boolean;
  /** The id of an exported object that is of this kind, else null. */
  readonly idOf: (item: Item) => unknown;
  readonly ids: () => readonly string[];
  /** The file that registers it. */
  readonly suite: string;
}

const isFunction = (value: unknown) => typeof value === 'function';

const kinds: readonly Kind[] = [
  {
    what: 'world',
    folder: 'envs',
    files: (path) => /^envs\/(?:[^/]+|[^/]+\/world)\.ts$/.test(path),
    idOf: ({ id, create, begin }) => (isFunction(create) || isFunction(begin) ? id : null),
    ids: () => registry.ids(),
    suite: 'envs/index.ts',
  },
  {
    what: 'penalty',
    folder: 'penalties',
    files: () => true,
    idOf: ({ id, name, measure, exact, create, parameters }) => {
      if (isFunction(measure) && isFunction(exact)) return id;
      return isFunction(create) && typeof parameters === 'object' ? name : null;
    },
    ids: () => penalties.ids(),
    suite: 'penalties/suite.ts or its family’s index.ts',
  },
  {
    what: 'master',
    folder: 'agents',
    files: (path) => /^agents\/(?:masters|writing)\//.test(path),
    idOf: ({ id, learns, create }) => (typeof learns === 'boolean' && isFunction(create) ? id : null),
    ids: () => masters.ids(),
    suite: 'agents/suite.ts',
  },
  {
    what: 'command',
    folder: 'experiments',
    files: (path) => path.endsWith('/command.ts'),
    idOf: ({ name, settings, run }) => (isFunction(run) && typeof settings === 'object' ? name : null),
    ids: () => commands.map(({ name }) => name),
    suite: 'experiments/commands.ts',
  },
  {
    what: 'figure',
    folder: 'experiments',
    files: (path) => path.startsWith('experiments/figures/'),
    idOf: ({ name, csv, draw }) => (isFunction(draw) && typeof csv === 'string' ? name : null),
    ids: () => figures.map(({ name }) => name),
    suite: 'experiments/figures/index.ts',
  },
];

function filesOf({ folder, files }: Kind): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(files)
    .sort();
}

/** What a file exports: its objects, and those in the lists that it exports. */
async function exportsOf(path: string): Promise<Item[]> {
  const module = (await import(pathToFileURL(join(ROOT, path)).href)) as Item;
  return Object.values(module)
    .flat()
    .filter((item): item is Item => typeof item === 'object' && item !== null);
}

test.each(kinds)('every $what that a file of $folder exports is registered', async (kind) => {
  const exported: string[] = [];
  const missing: string[] = [];
  for (const path of filesOf(kind)) {
    for (const item of await exportsOf(path)) {
      const id = kind.idOf(item);
      if (typeof id !== 'string') continue;
      exported.push(id);
      if (!kind.ids().includes(id))
        missing.push(`${path} exports the ${kind.what} ${id}: it is registered by no line of ${kind.suite}`);
    }
  }
  expect(missing).toEqual([]);
  // Each registered one was found in a file, so the search sees all files.
  expect(new Set(exported)).toEqual(new Set(kind.ids()));
});
