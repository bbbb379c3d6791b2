/** Files with a checksum. */
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { RunDirectoryError } from '../../../core/base/errors.ts';
import { writeWhole } from '../../../experiments/run/files.ts';
import { readSealed, writeSealed } from '../../../experiments/run/seal.ts';
import { temporaryFolder } from '../command.ts';
import { refusalOf } from './refusal.ts';

let folder: string;
let path: string;
const anything = z.record(z.string(), z.unknown());

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'state.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test('a sealed file gives back what was written, with the checksum that writing returned', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
      const { sum: _, ...rest } = content;
      const sum = writeSealed(path, rest);
      expect(readSealed(path, anything)).toEqual({ content: JSON.parse(JSON.stringify(rest)), sum });
    }),
  );
});

test('a flipped bit anywhere in a sealed file is noticed, also where it leaves valid JSON', () => {
  writeSealed(path, { weights: [0.25, -1.5e-7], name: 'master', nested: { seed: 1 } });
  const whole = readFileSync(path);
  const { content } = readSealed(path, anything);
  let valid = 0;
  for (let byte = 0; byte < whole.length - 1; byte++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = Buffer.from(whole);
      damaged[byte] ^= 1 << bit;
      writeFileSync(path, damaged);
      if (!(attempt(() => JSON.parse(damaged.toString('utf8'))) instanceof Error)) valid++;
      // White space for white space, or 1E-7 for 1e-7, means the same.
      const read = attempt(() => readSealed(path, anything).content);
      if (!(read instanceof RunDirectoryError)) expect(read).toEqual(content);
    }
  }
  expect(valid).toBeGreaterThan(50);
});

test('a sealed file of another kind, or without a checksum, is refused with the field that is wrong', () => {
  const schema = z.object({ seed: z.int(), training: z.object({}) });
  writeSealed(path, { seed: 1.5, training: {} });
  expect(refusalOf(() => readSealed(path, schema))).toMatch(/state\.json: seed: /);
  writeFileSync(path, '{}');
  expect(refusalOf(() => readSealed(path, schema))).toBe(`${path}: expected a file with a checksum but found none`);
  writeFileSync(path, '{"seed":');
  expect(refusalOf(() => readSealed(path, schema))).toMatch(/state\.json: the file is damaged: expected JSON/);
  rmSync(path);
  expect(refusalOf(() => readSealed(path, schema))).toMatch(/state\.json: no such file or folder/);
});

test.skipIf(!existsSync('/dev/full'))('a full disk leaves the old content, and nothing torn beside it', () => {
  writeWhole(path, 'old');
  symlinkSync('/dev/full', `${path}.tmp`);
  expect(refusalOf(() => writeWhole(path, 'new'))).toBe(`${path}: no space left on the device (ENOSPC)`);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['state.json']);
});
