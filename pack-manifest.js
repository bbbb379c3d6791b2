/**
 * Takes the export condition "source" out of package.json while the package is packed, and puts it back afterwards.
 *
 * The condition is for a clone. The package holds no TypeScript sources, so for a user who runs Node with
 * --conditions=source it would name a file that does not exist. `npm pack` and `npm publish` run this file through the
 * scripts `prepack` (`strip`) and `postpack` (`restore`).
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(file, 'utf8'));

for (const [entry, target] of Object.entries(manifest.exports)) {
  if (typeof target === 'string') continue;
  const { source, ...published } = target;
  const original = published.default.replace('./dist/', './').replace(/\.js$/, '.ts');
  manifest.exports[entry] = process.argv[2] === 'strip' ? published : { source: original, ...published };
}
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
