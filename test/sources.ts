/** Reads the project's own sources and what they import, for tests of the tree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '..');

/** A folder may import only from itself and from the folders before it. */
export const FOLDERS = [
  'core',
  'envs',
  'learning',
  'penalties',
  'agents',
  'judging',
  'pictures',
  'experiments',
  'playground',
];

export interface SourceFile {
  /** The path from the root of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

export function readFolder(folder: string, ending: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'))
    .map((file) => readSource(relative(ROOT, file).replaceAll('\\', '/')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, lines: text.replace(/\n$/, '').split('\n') };
}

export const sources = FOLDERS.flatMap((folder) => readFolder(folder, '.ts'));

export interface Import {
  readonly from: string;
  readonly line: number;
  /** The path from the root for a file of the project, else the module's name. */
  readonly target: string;
}

/** Every static, dynamic and type import of a file. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    from: path,
    line: text.slice(0, pos).split('\n').length,
    target: fileName.startsWith('.') ? join(path, '..', fileName).replaceAll('\\', '/') : fileName,
  }));
}

export const imports = sources.flatMap(importsOf);

/** The imports that a file needs to load: neither the dynamic ones nor those of types, which are gone when it runs. */
export function staticImportsOf(file: SourceFile): Import[] {
  const { statements } = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest);
  const needed = new Set(
    statements.flatMap((statement) => {
      const isType = ts.isImportDeclaration(statement)
        ? statement.importClause?.isTypeOnly
        : !ts.isExportDeclaration(statement) || statement.isTypeOnly;
      if (isType) return [];
      const { moduleSpecifier } = statement as ts.ImportDeclaration | ts.ExportDeclaration;
      return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
    }),
  );
  const text = [...needed].map((target) => `import '${target}';`).join('\n');
  return importsOf({ ...file, text });
}

/** The files that load when these do, and these. */
export function withAllTheyLoad(files: readonly SourceFile[]): SourceFile[] {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const loaded = new Set(files);
  // A set also visits what is added to it during the visit.
  for (const file of loaded) {
    for (const { target } of staticImportsOf(file)) {
      const next = byPath.get(target);
      if (next) loaded.add(next);
    }
  }
  return [...loaded];
}

export const described = ({ from, line, target }: Import) => `${from}:${line} imports ${target}`;
