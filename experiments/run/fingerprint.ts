import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvalidFile } from '../../core/base/errors.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { absoluteSetting, isFile } from '../inputs/resolve.ts';
import { fingerprint } from './versions.ts';

/** By world: a hash of its tables. */
export function worldFingerprints(worlds: readonly Compiled[]): Record<string, string> {
  return Object.fromEntries(worlds.map((compiled) => [compiled.world.id, fingerprint(compiled).world ?? '']));
}

/**
 * By path: a hash of each penalty's file that was named, so that rows of an old and a new one never stand in one table. What
 * the file imports is not read. Throws `InvalidFile`.
 */
export function fileFingerprints(penalties: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    penalties.filter(isFile).map((setting) => {
      const path = absoluteSetting(setting).replace(/[#?].*$/s, '');
      try {
        return [path, createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)];
      } catch (error) {
        throw new InvalidFile(`no such file: '${path}'`, { cause: error });
      }
    }),
  );
}
