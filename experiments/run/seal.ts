/** JSON files with a checksum, so that damage is noticed where it leaves valid JSON. */
import { z } from 'zod';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { hashOf, readJson, writeWhole } from './files.ts';

/** Writes an object to a JSON file with its checksum in the field `sum`, and returns the checksum. */
export function writeSealed(path: string, content: object): string {
  const text = JSON.stringify(content);
  const sum = hashOf(text);
  writeWhole(path, `${JSON.stringify({ ...JSON.parse(text), sum })}\n`);
  return sum;
}

/** What `readSealed` found. */
export interface Sealed<Content> {
  readonly content: Content;
  readonly sum: string;
}

/**
 * Reads what `writeSealed` wrote.
 *
 * @throws RunDirectoryError where the file is missing, is no JSON, has another checksum or does not fit the schema
 */
export function readSealed<Content>(path: string, schema: z.ZodType<Content>): Sealed<Content> {
  const given = readJson(path);
  const sealed = z.looseObject({ sum: z.string() }).safeParse(given);
  if (!sealed.success) throw new RunDirectoryError(`${path}: expected a file with a checksum but found none`);
  const { sum, ...content } = sealed.data;
  const found = hashOf(JSON.stringify(content));
  if (found !== sum)
    throw new RunDirectoryError(`${path}: expected the checksum ${sum} but found ${found}: the file was changed`);
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const [{ path: field, message }] = parsed.error.issues;
    throw new RunDirectoryError(`${path}: ${field.join('.') || 'content'}: ${message}`);
  }
  return { content: parsed.data, sum };
}
