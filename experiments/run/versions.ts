import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { isCompiled } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';

const require = createRequire(import.meta.url);

function versionIn(path: string): string | null {
  try {
    return (require(path) as { version: string }).version;
  } catch {
    return null;
  }
}

/** This package's version: its manifest lies two folders up from the sources, three from the build. */
export const version = versionIn('../../package.json') ?? versionIn('../../../package.json') ?? 'unknown';

/** What a run records of the software that made it. */
export function versions(): Record<string, string> {
  return {
    'reduced-impact': version,
    node: process.versions.node,
    tfjs: versionIn('@tensorflow/tfjs-core/package.json') ?? 'unknown',
  };
}

/** A hash of a world's tables and library, by which a resumed run knows that the world is the same; nothing where none are compiled. */
export function fingerprint(target: World | Compiled): { readonly world?: string } {
  if (!isCompiled(target)) return {};
  const hash = createHash('sha256');
  for (const table of [target.rowStart, target.successors, target.probabilities, target.utility]) {
    hash.update(new Uint8Array(table.buffer, table.byteOffset, table.byteLength));
  }
  // With their lengths, so that no two libraries read alike.
  for (const { id, source } of target.world.disciples) hash.update(`${id.length} ${id} ${source.length} ${source}`);
  return { world: hash.digest('hex').slice(0, 16) };
}
