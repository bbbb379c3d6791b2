/** The versions of the software that made a run. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function versionIn(path: string): string | null {
  try {
    return (require(path) as { version: string }).version;
  } catch {
    return null;
  }
}

/** This package's version. Its manifest lies two folders above the sources, three above the build. */
export const version = versionIn('../../package.json') ?? versionIn('../../../package.json') ?? 'unknown';

/** The software whose versions a run records. */
export const softwareNames: readonly string[] = ['reduced-impact', 'node', 'tfjs'];

/** What a run records of the software that made it, by `softwareNames`. */
export function softwareVersions(): Record<string, string> {
  return {
    'reduced-impact': version,
    node: process.versions.node,
    tfjs: versionIn('@tensorflow/tfjs-core/package.json') ?? 'unknown',
  };
}
