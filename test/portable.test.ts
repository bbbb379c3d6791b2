/** The folders that must also run in a browser need nothing of Node. */
import { isBuiltin } from 'node:module';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import {
  described,
  type Import,
  importsOf,
  type SourceFile,
  sources,
  staticImportsOf,
  withAllTheyLoad,
} from './sources.ts';

/** The folders that must also run in a browser. */
const PORTABLE = ['core', 'envs', 'penalties', 'judging', 'pictures'];

/**
 * Where a global of one of these names is read: by itself or as a member of `globalThis`. Comments, strings and members
 * of other objects do not count.
 */
function namesGlobal(file: SourceFile, names: readonly string[]): string[] {
  if (!names.some((name) => file.text.includes(name))) return [];
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const isGlobal = (node: ts.Node) => ts.isIdentifier(node) && /^(?:globalThis|global|window|self)$/.test(node.text);
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isIndex = ts.isStringLiteralLike(node) && ts.isElementAccessExpression(parent) && isGlobal(parent.expression);
    if ((ts.isIdentifier(node) || isIndex) && names.includes(node.text)) {
      const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node && !isGlobal(parent.expression);
      const isKey = (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      if (!isMember && !isKey) found.push(`${file.path}:${line + 1} names ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

describe('the portable rooms', () => {
  const portable = sources.filter(({ path }) => PORTABLE.includes(path.split('/')[0]));
  const loaded = withAllTheyLoad(portable);
  const isNodes = ({ target }: Import) => isBuiltin(target);

  test('import no module of Node, nor load one through what they import', () => {
    expect(portable.flatMap(importsOf).filter(isNodes).map(described)).toEqual([]);
    expect(loaded.flatMap(staticImportsOf).filter(isNodes).map(described)).toEqual([]);
    // Penalties use networks, whose files are in no portable folder.
    expect(loaded.map(({ path }) => path)).toContain('learning/network/network.ts');
    const text =
      "import type { A } from 'a';\nimport { b } from 'node:b';\nexport * from './c.ts';\nawait import('d');";
    const targets = staticImportsOf({ path: 'x/y.ts', text, lines: [] }).map(({ target }) => target);
    expect(targets).toEqual(['node:b', 'x/c.ts']);
  });

  const globals = ['Buffer', 'process'];
  test('name neither Buffer nor process', () => {
    expect(loaded.flatMap((file) => namesGlobal(file, globals))).toEqual([]);
  });

  test.each([
    ['process.exit();', ['x.ts:1 names process']],
    ['Buffer.from(globalThis.process.argv);', ['x.ts:1 names Buffer', 'x.ts:1 names process']],
    ["globalThis['Buffer'];", ['x.ts:1 names Buffer']],
    ['const { process } = globalThis;', ['x.ts:1 names process']],
    ["this.process({ process: 1 }, 'process'); // process", []],
  ])('are searched for globals: %s', (text, found) => {
    expect(namesGlobal({ path: 'x.ts', text, lines: [] }, globals)).toEqual(found);
  });
});
