/** How the playground is built: one file that needs no network, and beside it the solver, which it reads on demand. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzip } from 'pako';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

/** What needs Node. Nothing on the page calls it; whoever does is told so. */
const ABSENT = /(^|\/)node-loader\.ts$/;
const SOLVER = fileURLToPath(new URL('solver-loader.ts', import.meta.url));
const SOLVER_FILE = 'solver.js';
const FIRST_SCREEN = 'virtual:first-screen';

function withoutNode(): Plugin {
  return {
    name: 'without-node',
    enforce: 'pre',
    resolveId: (id) => (ABSENT.test(id) ? '\0absent' : null),
    load: (id) =>
      id === '\0absent'
        ? `const absent = () => { throw new Error('not available on this page'); };
           export { absent as loadBackend };`
        : null,
  };
}

/** Puts the page's own loader in place of the solver's, which looks for its WebAssembly by itself. */
function withSolver(): Plugin {
  return {
    name: 'with-solver',
    enforce: 'pre',
    resolveId: (id, importer) => (id === 'highs' && importer !== SOLVER ? SOLVER : null),
    // Else the build would put the WebAssembly that is named here into the page.
    transform: (code, id) =>
      id.endsWith('/highs.mjs') ? code.replace(/new URL\(\s*"highs\.wasm",\s*import\.meta\.url\s*\)/, '""') : null,
  };
}

/** Writes the solver's WebAssembly as a script beside the page, and serves it in development. */
function solverFile(): Plugin {
  const code = () => {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('highs/runtime'));
    const packed = Buffer.from(gzip(wasm, { level: 9 })).toString('base64');
    return `globalThis.reducedImpactSolver = '${packed}';\n`;
  };
  return {
    name: 'solver-file',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: SOLVER_FILE, source: code() });
    },
    configureServer(server) {
      server.middlewares.use(`/${SOLVER_FILE}`, (_, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(code());
      });
    },
  };
}

/** Gives the page its first screen as data. */
function withFirstScreen(): Plugin {
  return {
    name: 'first-screen',
    resolveId: (id) => (id === FIRST_SCREEN ? `\0${FIRST_SCREEN}` : null),
    load(id) {
      if (id !== `\0${FIRST_SCREEN}`) return null;
      const script = fileURLToPath(new URL('first-screen.ts', import.meta.url));
      const args = ['--conditions=source', '--import', 'tsx', script];
      const json = execFileSync(process.execPath, args, {
        encoding: 'utf8',
        cwd: import.meta.dirname,
        maxBuffer: 2 ** 26,
      });
      return `export const { decision, episode } = JSON.parse(${JSON.stringify(json.trim())});`;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  resolve: { conditions: ['source'] },
  plugins: [withoutNode(), withSolver(), withFirstScreen(), solverFile(), viteSingleFile()],
  worker: { format: 'iife', plugins: () => [withoutNode(), withSolver()] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: '../dist/playground', emptyOutDir: true, target: 'es2022' },
});
