/** Loads a user's TypeScript or JavaScript: a file with worlds, penalties or masters, or a script. */
import { readFileSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { extname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidFile, InvalidOption } from '../../core/base/errors.ts';
import { expected, messageOf } from '../../core/base/messages.ts';

const THIS_FILE = fileURLToPath(import.meta.url);
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];
/** Seconds that a file may take to load; a variable of the environment sets others. */
const LOAD_SECONDS = 30;
const SECONDS_VARIABLE = 'REDUCED_IMPACT_LOAD_SECONDS';

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
 * the position where there is one), a load that does not end, or no default export
 */
export async function importUserFile(path: string): Promise<unknown[]> {
  const file = existing(path);
  let exported: unknown;
  try {
    ready ??= prepare();
    await ready;
    const module: { default?: unknown } = await loaded(path, import(/* @vite-ignore */ pathToFileURL(file).href));
    exported = module.default;
  } catch (error) {
    if (error instanceof InvalidFile) throw error;
    throw new InvalidFile(describe(path, file, error), { cause: error });
  }
  if (exported === undefined) throw new InvalidFile(`${path}: expected a default export, but there is none`);
  return Array.isArray(exported) ? exported : [exported];
}

/**
 * Runs a user's script to the end of its top level, with its own path and arguments in `process.argv`. What it imports
 * as 'reduced-impact' is the running copy, wherever it lies.
 *
 * @throws InvalidFile, one line, where there is no such file, it does not parse, or it throws
 */
export async function runScript(path: string, args: readonly string[]): Promise<void> {
  const file = existing(path);
  process.argv = [process.argv[0], file, ...args];
  ready ??= prepare();
  await ready;
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (error) {
    throw new InvalidFile(describe(path, file, error), { cause: error });
  }
}

/** The absolute path of a file that can be loaded. Throws `InvalidFile`. */
function existing(path: string): string {
  const file = resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new InvalidFile(`'${path}': expected a file but it is a directory`);
  if (!found?.isFile()) throw new InvalidFile(`no such file: '${path}'`);
  if (!EXTENSIONS.includes(extname(file)))
    throw new InvalidFile(expected('file', `a name ending in ${EXTENSIONS.join(', ')}`, path));
  return file;
}

/** What a file exports, unless loading it takes too long, ends the process or waits for something that never comes. */
async function loaded<Module>(path: string, loading: Promise<Module>): Promise<Module> {
  const limit = secondsToLoad();
  let timer: NodeJS.Timeout | undefined;
  let idle: (() => void) | undefined;
  const exited = () => {
    process.stderr.write(`reduced-impact: ${path}: it ends the process while it loads\n`);
    process.exitCode = 2;
  };
  process.on('exit', exited);
  const failed = new Promise<never>((_, reject) => {
    const fail = (what: string) => reject(new InvalidFile(`${path}: expected a file that loads but it ${what}`));
    timer = setTimeout(
      () => fail(`still loads after ${limit} s (${SECONDS_VARIABLE} sets another limit)`),
      1000 * limit,
    );
    timer.unref();
    // Nothing is left that could happen, yet the file is not loaded.
    idle = () => fail('waits for something that never happens');
    process.once('beforeExit', idle);
  });
  try {
    return await Promise.race([loading, failed]);
  } finally {
    clearTimeout(timer);
    if (idle) process.off('beforeExit', idle);
    process.off('exit', exited);
  }
}

/** Throws `InvalidOption` where the variable of the environment holds no number. */
function secondsToLoad(): number {
  const given = process.env[SECONDS_VARIABLE];
  if (given === undefined || given === '') return LOAD_SECONDS;
  const seconds = Number(given);
  if (!(seconds > 0 && seconds <= 1e6))
    throw new InvalidOption(expected(SECONDS_VARIABLE, 'a number of seconds', given));
  return seconds;
}

/** Puts tsx, unless it runs already, and then our own hooks in front of Node's loader. */
async function prepare(): Promise<void> {
  if (!startedByTsx()) (await import('tsx/esm/api')).register();
  const hook = new URL('./resolve-hook.js', import.meta.url).href;
  const data = { running: runningModules() };
  if (registerHooks) {
    const hooks: { initialize(given: typeof data): void; resolve: unknown } = await import(/* @vite-ignore */ hook);
    hooks.initialize(data);
    registerHooks({ resolve: hooks.resolve });
  } else {
    register(hook, { data });
  }
}

/** The public modules of the running copy, 'reduced-impact' and its subpaths, each with the URL of its file. */
function runningModules(): Record<string, string> {
  const built = extname(import.meta.url) === '.js';
  const root = new URL(built ? '../../../' : '../../', import.meta.url);
  const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  const modules = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return [];
    const path = built ? target.default : target.default.replace(/^\.\/dist\//, './').replace(/\.js$/, '.ts');
    return [[`reduced-impact${subpath.slice(1)}`, new URL(path, root).href]];
  });
  return Object.fromEntries(modules) as Record<string, string>;
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
