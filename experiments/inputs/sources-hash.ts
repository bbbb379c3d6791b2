/** Hashes the sources on which the tables of built-in worlds depend. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** `.ts` for the sources, `.js` for what they were built to. */
const EXTENSION = extname(import.meta.url);
/** Tables depend on the compiler, which is in `core`, and on the worlds. */
const FOLDERS = ['core', 'envs'];

/**
 * A hash of the files that tables depend on. It is null where a file changed after this process began: the modules in
 * memory may then be older than the files.
 */
export function sourcesHash(root = ROOT, extension = EXTENSION, begun = performance.timeOrigin): string | null {
  const digest = createHash('sha256');
  for (const folder of FOLDERS) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      // Unlike mtime, ctime also tells of a file that was moved here with the time it had elsewhere.
      if (statSync(file).ctimeMs > begun) return null;
      const content = readFileSync(file);
      digest.update(`${relative(root, file)} ${content.length} `).update(content);
    }
  }
  return digest.digest('hex');
}
