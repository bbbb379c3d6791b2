// `npm pack` and `npm publish` run this: `strip` before, `restore` after. The export condition "source" is for a clone;
// the package ships no sources, so for someone who runs with --conditions=source it would name a missing file.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(file, 'utf8'));
const { source, ...published } = manifest.exports['.'];

manifest.exports['.'] = process.argv[2] === 'strip' ? published : { source: './index.ts', ...published };
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
