/** How the playground is built: one file that needs no network. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

/** What needs Node, or is too large for a page. Nothing on the page calls it; whoever does is told so. */
const ABSENT = [/(^|\/)node-loader\.ts$/, /^highs$/];
const FIRST_SCREEN = 'virtual:first-screen';

function withoutNode(): Plugin {
  return {
    name: 'without-node',
    enforce: 'pre',
    resolveId: (id) => (ABSENT.some((pattern) => pattern.test(id)) ? '\0absent' : null),
    load: (id) =>
      id === '\0absent'
        ? `const absent = () => { throw new Error('not available on this page'); };
           export { absent as default, absent as loadBackend };`
        : null,
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
  plugins: [withoutNode(), withFirstScreen(), viteSingleFile()],
  worker: { format: 'iife', plugins: () => [withoutNode()] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: '../dist/playground', emptyOutDir: true, target: 'es2022' },
});
