/** Reads a text file that the user names. */
import { readFileSync } from 'node:fs';
import { InvalidFile } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';

/**
 * The text of a file, without the byte order mark that some editors put before it.
 *
 * @param kind what the file is, for the message, such as 'configuration'
 * @throws InvalidFile, one line, where it cannot be read
 */
export function readText(path: string, kind: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InvalidFile(`${kind} ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'expected a file but it is a directory',
  EACCES: 'permission denied',
};

function reasonOf(error: unknown): string {
  return REASONS[(error as { code?: string }).code ?? ''] ?? messageOf(error).split('\n')[0];
}
