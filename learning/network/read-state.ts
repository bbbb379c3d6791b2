/** Reads saved states, which come from files: what does not fit is refused in one line. */

import { z } from 'zod';
import { InvalidOption } from '../../core/base/errors.ts';

/**
 * The value, once it is known to fit.
 * @param subject says whose state it is.
 * @throws InvalidOption which names the first part that does not fit.
 */
export function readState<Output>(subject: string, schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  const part = path.length > 0 ? ` at ${path.join('.')}` : '';
  throw new InvalidOption(`${subject}: the saved state does not fit${part}: ${message}`);
}

/** Rows of so many finite numbers each. */
export function numberRows(rows: number, columns: number): z.ZodType<number[][]> {
  return z.array(z.array(z.number()).length(columns)).length(rows);
}

/** A network's shape and weights; `decodeState` checks that they fit each other. */
export const networkSchema = z.object({
  sizes: z.array(z.number()),
  activation: z.enum(['relu', 'tanh']),
  weights: z.array(z.string()),
});

export const adamSchema = z.object({
  learningRate: z.number().positive(),
  iterations: z.int().min(0),
  powers: z.tuple([z.number(), z.number()]),
  means: z.array(z.string()),
  squares: z.array(z.string()),
});

/** The position of a stream of random numbers. */
export const streamSchema = z.object({ c: z.number(), s0: z.number(), s1: z.number(), s2: z.number() });
