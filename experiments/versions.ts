import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function versionIn(path: string): string | null {
  try {
    return (require(path) as { version: string }).version;
  } catch {
    return null;
  }
}

/** This package's version: its manifest lies one folder up from the sources, two from the build. */
export const version = versionIn('../package.json') ?? versionIn('../../package.json') ?? 'unknown';

/** What a run records of the software that made it. */
export function versions(): Record<string, string> {
  return {
    'reduced-impact': version,
    node: process.versions.node,
    tfjs: versionIn('@tensorflow/tfjs-core/package.json') ?? 'unknown',
  };
}
