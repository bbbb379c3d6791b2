/**
 * Module hooks for users' files: 'reduced-impact' and its subpaths are the copy that is already running, wherever the
 * file lies. A user's TypeScript is always ES modules, whatever `type` the nearest package.json has: through CommonJS,
 * tsx would compile a second copy of everything that is imported.
 *
 * Plain JavaScript, because Node 20 runs it on its hooks thread, which reads no TypeScript. The same functions serve
 * `module.registerHooks` and `module.register`.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** @type {Record<string, string>} */
let running = {};

/** @param {{ running: Record<string, string> }} data `running`: the URL of each public module of the running copy */
export function initialize(data) {
  running = data.running;
}

export function resolve(specifier, context, next) {
  if (Object.hasOwn(running, specifier)) return { url: running[specifier], format: 'module', shortCircuit: true };
  const url = context.conditions?.includes('require') ? undefined : userModule(specifier, context.parentURL);
  return url ? { url, format: 'module', shortCircuit: true } : next(specifier, context);
}

/** The URL of the ES module that a path or file URL means, found as tsx does; undefined: not ours to resolve. */
function userModule(specifier, parent) {
  if (!/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier) || (parent && !parent.startsWith('file:'))) return undefined;
  const { href, search, hash } = new URL(specifier, parent);
  const path = fileURLToPath(href);
  const guesses = [path.replace(/\.(m?)js$/, '.$1ts'), `${path}.ts`, `${path}.mts`, `${path}.js`, `${path}/index.ts`];
  const found = [path, ...guesses].find((guess) => statSync(guess, { throwIfNoEntry: false })?.isFile());
  return found && isModule(found) ? pathToFileURL(realpathSync(found)).href + search + hash : undefined;
}

function isModule(path) {
  if (/\.m?ts$/.test(path)) return true;
  if (!path.endsWith('.js') || /[\\/]node_modules[\\/]/.test(path)) return false;
  return /^\s*(?:import\b\s*[^(.\s]|export\b)/m.test(readFileSync(path, 'utf8'));
}
