/** The error classes bear their names and their causes. */
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld, ReducedImpactError } from '../../../core/base/errors.ts';

describe('errors', () => {
  test('bear the name of their class, their cause and the common base', () => {
    const cause = new Error('why');
    const error = new InvalidWorld('what', { cause });
    expect(error).toBeInstanceOf(ReducedImpactError);
    expect(error).not.toBeInstanceOf(InvalidOption);
    expect([error.name, error.message, error.cause]).toEqual(['InvalidWorld', 'what', cause]);
  });
});
