/** What tests of the run machinery share. */
import { expect } from 'vitest';
import { RunDirectoryError } from '../../../core/base/errors.ts';

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
