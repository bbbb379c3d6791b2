/** What the tree itself must hold: rooms, directions, the wall around harm, and how a file is written. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  described,
  FOLDERS,
  type Import,
  imports,
  ROOT,
  readFolder,
  readSource,
  type SourceFile,
  sources,
} from './sources.ts';

/** The rooms that each of these folders has, and the files that may lie beside the rooms. */
const ROOMS: Record<string, { rooms: string[]; files: string[] }> = {
  core: { rooms: ['base', 'check', 'disciple', 'forecast', 'grammar', 'gym', 'tables', 'world'], files: [] },
  learning: { rooms: ['backend', 'divergence', 'forecaster', 'network', 'policy'], files: ['index.ts'] },
  agents: { rooms: ['disciple', 'masters', 'writing'], files: ['index.ts', 'suite.ts'] },
  penalties: {
    rooms: ['coarse', 'comparators', 'estimate', 'importance', 'information', 'optimum', 'shape'],
    files: readdirSync(join(ROOT, 'penalties')).filter((name) => name.endsWith('.ts')),
  },
  experiments: {
    // Beside these, each folder with a `command.ts` is a command's room.
    rooms: ['external', 'figures', 'inputs', 'run', ...commandRooms()],
    files: ['command-line.ts', 'command.ts', 'commands.ts', 'conduct.ts', 'main.ts', 'terminal.ts'],
  },
};
/** The places that may name harm. A penalty, an agent or a network that could read it would settle the question. */
const MAY_NAME_HARM = [
  // The contract of a world, and the check that harm is in [0, 1].
  ...['core/world/', 'core/check/', 'envs/', 'experiments/inputs/prepare.ts'],
  // The judge, and the commands that show what it found.
  'judging/',
  ...['benchmark', 'curves', 'disciple', 'figures', 'optimum', 'play', 'report', 'train', 'try'].map(
    (room) => `experiments/${room}/`,
  ),
  // A run is not resumed where the world's harm has changed.
  'experiments/run/fingerprint.ts',
  // The page shows the judge's figures beside the penalties'.
  'playground/',
  // The question that the program is about.
  'experiments/command-line.ts',
];
const MAX_COLUMNS = 120;
const MAX_LINES = 300;
const MAX_README_LINES = 130;

function commandRooms(): string[] {
  const folder = join(ROOT, 'experiments');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'command.ts')));
}

const rootSources = readdirSync(ROOT)
  .filter((name) => name.endsWith('.ts'))
  .map(readSource);
const tests = readFolder('test', '.ts');
const typescript = [...sources, ...rootSources, ...readFolder('bench', '.ts'), ...readFolder('docs', '.ts'), ...tests];
const pages = [
  ...['README.md', 'CONTRIBUTING.md'].filter((name) => existsSync(join(ROOT, name))).map(readSource),
  ...readFolder('docs', '.md'),
];

/** The lines of the files that `wrong` finds fault with, as `path:line: text`. */
function faultyLines(files: readonly SourceFile[], wrong: (line: string) => boolean): string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, i) => (wrong(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
}

/** The circles among the children (files and folders) of a folder: each a list of children that reach one another. */
function circlesIn(folder: string): string[] {
  const child = (path: string) => path.slice(folder.length + 1).split('/')[0];
  const edges = new Map<string, Map<string, Import>>();
  for (const each of imports) {
    if (!each.from.startsWith(`${folder}/`) || !each.target.startsWith(`${folder}/`)) continue;
    const [from, to] = [child(each.from), child(each.target)];
    if (from === to) continue;
    if (!edges.has(from)) edges.set(from, new Map());
    const targets = edges.get(from)!;
    if (!targets.has(to)) targets.set(to, each);
  }
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
    [...(edges.get(from)?.keys() ?? [])].some((next) => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      return reaches(next, goal, seen.add(next));
    });
  return [...edges].flatMap(([from, targets]) =>
    [...targets].filter(([to]) => reaches(to, from)).map(([, each]) => described(each)),
  );
}

describe('the tree', () => {
  test.each(Object.keys(ROOMS))('%s has the rooms that are named here', (folder) => {
    const found = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(found.map(({ name }) => name).sort()).toEqual([...ROOMS[folder].rooms].sort());
  });

  test.each(Object.keys(ROOMS))('%s has no stray files beside its rooms', (folder) => {
    const found = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isFile());
    const stray = found.map(({ name }) => name).filter((name) => !ROOMS[folder].files.includes(name));
    expect(stray).toEqual([]);
  });

  test('every folder of sources has files, so that the tests below check something', () => {
    const empty = [...FOLDERS, 'bench', 'test'].filter(
      (folder) => !typescript.some(({ path }) => path.startsWith(`${folder}/`)),
    );
    expect(empty).toEqual([]);
    expect(imports.length).toBeGreaterThan(sources.length);
    expect(pages.length).toBeGreaterThan(5);
  });
});

describe('the way data flows', () => {
  test.each(FOLDERS.map((folder, i) => [folder, FOLDERS.slice(0, i + 1)] as const))(
    '%s imports only from %j',
    (folder, allowed) => {
      const wrong = imports
        .filter(({ from }) => from.startsWith(`${folder}/`))
        .filter(({ target }) => FOLDERS.includes(target.split('/')[0]) && !allowed.includes(target.split('/')[0]));
      expect(wrong.map(described)).toEqual([]);
    },
  );

  test('no folder imports from the tests, the benchmarks of speed or the public entry', () => {
    const outside = ['test/', 'bench/', 'bin/', ...rootSources.map(({ path }) => path)];
    const wrong = imports.filter(({ target }) => outside.some((place) => target.startsWith(place)));
    expect(wrong.map(described)).toEqual([]);
  });

  const withChildren = [...new Set(sources.flatMap(({ path }) => parentFolders(path)))];
  test.each(withChildren)('no circle of imports runs between the files and rooms of %s', (folder) => {
    expect(circlesIn(folder)).toEqual([]);
  });
});

/** `core/gym/spaces/box.ts` lies in core, core/gym and core/gym/spaces. */
function parentFolders(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

describe('the wall around harm', () => {
  test('only a world’s contract and checks, the worlds, the judge, the reports and the fingerprint name harm', () => {
    const walled = sources.filter(({ path }) => !MAY_NAME_HARM.some((place) => path.startsWith(place)));
    const namesHarm = (line: string) => /(?<![a-z])harm(?!on)|Harm(?!on)/i.test(line);
    expect(faultyLines(walled, namesHarm)).toEqual([]);
    // The same pattern finds harm where it is allowed.
    const judges = sources.filter(({ path }) => path.startsWith('judging/'));
    expect(faultyLines(judges, namesHarm)).not.toEqual([]);
  });
});

describe('a file of TypeScript', () => {
  test(`has at most ${MAX_LINES} lines`, () => {
    const long = typescript.filter(({ lines }) => lines.length > MAX_LINES);
    expect(long.map(({ path, lines }) => `${path}: ${lines.length} lines`)).toEqual([]);
  });

  test(`has lines of at most ${MAX_COLUMNS} columns`, () => {
    expect(faultyLines(typescript, (line) => [...line].length > MAX_COLUMNS)).toEqual([]);
  });

  test('opens with a comment that says what it is for', () => {
    const silent = typescript.filter(({ text }) => !/^(#!.*\n)?(\/\*\*? *\S|\/\/ *\S|\/\*\*\n \* \S)/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('never calls Math.random, and never evaluates text as code', () => {
    const wrong = (line: string) => /\bMath\.random\(|\bnew Function\(|\beval\(/.test(line);
    expect(faultyLines([...sources, ...rootSources], wrong)).toEqual([]);
    expect(['Math.random()', 'new Function(text)', 'eval(text)'].filter((line) => !wrong(line))).toEqual([]);
  });

  test('cites a page of the documentation by its name, not by a section’s number', () => {
    expect(faultyLines([...typescript, ...pages].filter(notThisFile), (line) => /DESIGN|§/.test(line))).toEqual([]);
  });

  test('names only pages of the documentation that exist', () => {
    const missing = [...typescript, ...pages]
      .filter(notThisFile)
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, i) =>
          [...line.matchAll(/(?<!test\/)\bdocs\/[\w./-]+\.(?:md|ts)\b/g)]
            .filter(([page]) => !existsSync(join(ROOT, page)))
            .map(([page]) => `${path}:${i + 1} names ${page}`),
        ),
      );
    expect(missing).toEqual([]);
  });
});

function notThisFile({ path }: SourceFile): boolean {
  return path !== 'test/structure.test.ts';
}

describe('a test', () => {
  const others = tests.filter(notThisFile);

  test('is written with the verb `test`, never `it`', () => {
    expect(faultyLines(others, (line) => /(?<![\w.])it(\.\w+)*\(/.test(stripStrings(line)))).toEqual([]);
  });

  test('is neither the only one, skipped nor left for later, unless the line says why', () => {
    const wrong = (line: string) =>
      /\b(test|describe)(\.\w+)*\.(only|skip|todo)\b/.test(line) && !/\/\/ *\S/.test(line);
    expect(faultyLines(others, wrong)).toEqual([]);
  });
});

/** The line without the contents of its string literals. */
function stripStrings(line: string): string {
  return line.replace(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"/g, "''");
}

describe('the pages', () => {
  test(`README has at most ${MAX_README_LINES} lines`, () => {
    const { lines } = readSource('README.md');
    expect(lines.length, `${lines.length} lines`).toBeLessThanOrEqual(MAX_README_LINES);
  });

  test('name only scripts that package.json has', () => {
    const { scripts } = JSON.parse(readSource('package.json').text) as { scripts: Record<string, string> };
    const missing = pages.flatMap(({ path, lines }) =>
      lines.flatMap((line, i) =>
        [...line.matchAll(/\bnpm (?:run(?: --silent| -s)* )([\w:-]+)/g)]
          .filter(([, name]) => scripts[name] === undefined)
          .map(([, name]) => `${path}:${i + 1} names the script ${name}`),
      ),
    );
    expect(missing).toEqual([]);
  });
});
