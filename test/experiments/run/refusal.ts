/** What tests of damaged and refused runs share. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { RunDirectoryError } from '../../../core/base/errors.ts';
import { command, read } from '../command.ts';

/** The one line with which something is refused. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(RunDirectoryError);
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    return message;
  }
  throw new Error('expected it to be refused');
}

/** Text with one digit changed. */
export function flip(text: string): string {
  return text.replace(/0\.(\d)/, (_, digit) => `0.${(Number(digit) + 1) % 10}`);
}

/** Changes one of a run's files. */
export function edit(path: string, name: string, change: (text: string) => string): void {
  const before = read(path, name);
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(path, name), after);
}

/** The one line with which a command is refused, with exit code 2. */
export async function refused(args: readonly string[]): Promise<string> {
  const { code, stderr, stdout } = await command(args);
  const lines = stderr.trimEnd().split('\n');
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^ +at /m);
  return lines.at(-1) ?? '';
}
