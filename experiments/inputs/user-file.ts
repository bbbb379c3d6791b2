import { statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { extname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidFile } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';

const THIS_FILE = fileURLToPath(import.meta.url);
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];

/** The index module of the running copy: `index.ts` when the sources run, `dist/index.js` when the package does. */
const RUNNING_INDEX = new URL(`../../index${extname(import.meta.url)}`, import.meta.url).href;

/** `registerHooks` is missing from Node 20, and from the types for it. */
const { register, registerHooks } = nodeModule as typeof nodeModule & { registerHooks?: (hooks: object) => void };

let ready: Promise<void> | undefined;

/**
 * Loads a user's TypeScript or JavaScript file and returns what it exports by default, as an array: a world, a penalty
 * or a master, or an array of them (returned as it is). What the exports are is for the caller to check.
 *
 * The file may lie anywhere, imports other files with or without their extension, and gets the running copy of this
 * package as 'reduced-impact', so `register` and `instanceof` work. It is an ES module, also where the nearest
 * package.json says `"type": "commonjs"`. A file is loaded once: a second call returns the same objects.
 *
 * @param path absolute, or relative to the working directory; ends in .ts, .mts, .js or .mjs
 * @throws InvalidFile, one line that names the path: no such file, a syntax error or an exception while it loads (with
 * the position where there is one), or no default export
 */
export async function importUserFile(path: string): Promise<unknown[]> {
  const file = resolve(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new InvalidFile(`no such file: '${path}'`);
  if (!EXTENSIONS.includes(extname(file))) {
    throw new InvalidFile(expected('file', `a name ending in ${EXTENSIONS.join(', ')}`, path));
  }
  let exported: unknown;
  try {
    ready ??= prepare();
    await ready;
    const module: { default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    exported = module.default;
  } catch (error) {
    throw new InvalidFile(describe(path, file, error), { cause: error });
  }
  if (exported === undefined) throw new InvalidFile(`${path}: expected a default export, but there is none`);
  return Array.isArray(exported) ? exported : [exported];
}

/** Puts tsx, unless it runs already, and then our own hooks in front of Node's loader. */
async function prepare(): Promise<void> {
  if (!startedByTsx()) (await import('tsx/esm/api')).register();
  const hook = new URL('./resolve-hook.js', import.meta.url).href;
  const data = { running: RUNNING_INDEX };
  if (registerHooks) {
    const hooks: { initialize(given: typeof data): void; resolve: unknown } = await import(/* @vite-ignore */ hook);
    hooks.initialize(data);
    registerHooks({ resolve: hooks.resolve });
  } else {
    register(hook, { data });
  }
}

function startedByTsx(): boolean {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  return /(?:^|[\s=])tsx(?:\/esm)?(?=\s|$)|[\\/]tsx[\\/]dist[\\/]/.test(flags);
}

/** One line: the path as the user gave it, the position of the fault where it is known, and what it is. */
function describe(path: string, file: string, error: unknown): string {
  const message = messageOf(error);
  const syntax = /^(.+):(\d+:\d+): ERROR: (.+)$/m.exec(message);
  const what = syntax ? syntax[3] : message.split('\n')[0];
  const places = syntax ? [[syntax[1], syntax[2]]] : frames(error);
  const encoded = pathToFileURL(file).pathname; // in stacks of what tsx compiled twice
  const here = places.find(([source]) => source === file || source === encoded);
  if (here) return `${path}:${here[1]}: ${what}`;
  const elsewhere = places.find(([source]) => source !== THIS_FILE && !/[\\/]node_modules[\\/]/.test(source));
  return elsewhere ? `${path}: ${what} (${relative('', elsewhere[0])}:${elsewhere[1]})` : `${path}: ${what}`;
}

/** The files and positions of an error's stack, innermost first. */
function frames(error: unknown): string[][] {
  const stack = error instanceof Error ? (error.stack ?? '').replace(error.message, '') : '';
  const found = [...stack.matchAll(/(file:\/\/\/\S+?\.m?[jt]s|(?<=^|[\s(])\/[^\n()]+?\.m?[jt]s):(\d+(?::\d+)?)/gm)];
  return found.map(([, source, position]) => [source.startsWith('file:') ? fileURLToPath(source) : source, position]);
}
