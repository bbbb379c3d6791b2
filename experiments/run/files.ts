/** Reads and writes single files, and says in one line what went wrong. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/messages.ts';

/** What the codes of the operating system mean. */
const MEANING: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'expected nothing there but found a file or folder',
  EISDIR: 'expected a file but found a folder',
  ELOOP: 'expected a file or folder but found links that lead in a circle',
  ENAMETOOLONG: 'expected a shorter name',
  ENOENT: 'no such file or folder, or none can be made there',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'expected a folder on the way there but found a file',
  ENOTEMPTY: 'expected nothing there but found a folder with files',
  EPERM: 'not permitted',
  EROFS: 'expected a disk that can be written but found one that can only be read',
};

/** What a failed operation on a file means, in words. */
export function faultOf(error: unknown): string {
  const code = (error as { code?: string } | null)?.code;
  if (code !== undefined && code in MEANING) return `${MEANING[code]} (${code})`;
  return messageOf(error).split('\n')[0];
}

/**
 * Runs an operation on files.
 *
 * @throws RunDirectoryError one line that names `path`, whatever went wrong
 */
export function onDisk<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RunDirectoryError) throw error;
    throw new RunDirectoryError(`${path}: ${faultOf(error)}`, { cause: error });
  }
}

/**
 * Replaces a file whole. A reader, and a process that is killed, sees the old content or the new one.
 *
 * @throws RunDirectoryError where the file cannot be written; the old content is then still there
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  onDisk(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.tmp`;
    try {
      const handle = openSync(temporary, 'w');
      try {
        writeFileSync(handle, content);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Reads a JSON file. @throws RunDirectoryError where it is missing or is no JSON */
export function readJson(path: string): unknown {
  const text = onDisk(path, () => readFileSync(path, 'utf8'));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RunDirectoryError(`${path}: the file is damaged: expected JSON (${messageOf(error).split('\n')[0]})`, {
      cause: error,
    });
  }
}

/** The first 16 hexadecimal digits of the SHA-256 of some text or bytes. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
