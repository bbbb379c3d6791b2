import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DEFAULT_EPISODES } from '../../agents/masters/training.ts';
import { InvalidFile, InvalidOption } from '../../core/base/errors.ts';
import { didYouMean, expected, messageOf } from '../../core/base/messages.ts';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import { backendNames } from '../../learning/backend/backend.ts';

/** What each setting must be, for messages and for the help of its flag. */
const wanted = {
  world: 'a world’s id or the path of a file',
  penalty: 'a penalty’s id or the path of a file',
  agent: 'an agent’s id or the path of a file',
  weight: 'a number ≥ 0',
  seeds: 'an integer from 1 to 100000',
  seed: 'an integer from 0 to 2147483647',
  episodes: 'an integer ≥ 1',
  rollouts: 'an integer ≥ 2',
  erasure: 'a number ≥ 0 and below 1',
  backend: `one of ${backendNames.join(', ')}`,
  out: 'the path of a new directory',
  join: 'paths of learned disciples’ files',
  allowLeak: 'true or false',
  versions: 'the versions of a run',
} as const;

const text = z.string().min(1);

/** The one schema of configuration files and flags. */
export const configSchema = z.strictObject({
  world: text.default('PaperclipFactory-v0'),
  penalty: text.default('coarse/learned/tv'),
  agent: text.default('reinforce'),
  weight: z.number().min(0).default(1),
  seeds: z.int().min(1).max(100_000).default(1),
  seed: z.int().min(0).max(2_147_483_647).default(0),
  episodes: z.int().min(1).default(DEFAULT_EPISODES),
  rollouts: z.int().min(2).default(20_000),
  erasure: z.number().min(0).lt(1).default(DEFAULT_ERASURE),
  backend: z.enum(backendNames).optional(),
  out: text.optional(),
  /** Learned disciples that join the library. */
  join: z.array(text).optional(),
  allowLeak: z.boolean().default(false),
  /** Written by runs, so that a run's config.json is itself a configuration file. */
  versions: z.record(z.string(), z.string()).optional(),
});

/** All settings of a training run. */
export type Config = z.infer<typeof configSchema>;

/** One line about a setting that is wrong. */
function refuse(error: z.ZodError, given: Readonly<Record<string, unknown>>, where: string): InvalidOption {
  const issue = error.issues[0];
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(wanted);
    return new InvalidOption(`${where}unknown key '${issue.keys[0]}'.${didYouMean(issue.keys[0], known)}`);
  }
  const key = String(issue.path[0] ?? '');
  if (!(key in wanted)) return new InvalidOption(expected(`${where}configuration`, 'an object of settings', given));
  return new InvalidOption(expected(`${where}${key}`, wanted[key as keyof typeof wanted], given[key]));
}

/** Checks settings and fills defaults in. Throws `InvalidOption`, one line. */
export function parseConfig(given: Readonly<Record<string, unknown>>, where = ''): Config {
  const result = configSchema.safeParse(given);
  if (!result.success) throw refuse(result.error, given, where);
  return result.data;
}

/** The settings in a JSON file. Throws `InvalidFile` and `InvalidOption`. */
export function readConfigFile(path: string): Record<string, unknown> {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    const reason = missing ? 'no such file' : messageOf(error).split('\n')[0];
    throw new InvalidFile(`configuration ${path}: ${reason}`, { cause: error });
  }
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch (error) {
    throw new InvalidFile(`configuration ${path}: ${messageOf(error).split('\n')[0]}`, { cause: error });
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidOption(expected(`configuration ${path}`, 'an object of settings', given));
  }
  parseConfig(given as Record<string, unknown>, `configuration ${path}: `);
  return given as Record<string, unknown>;
}

/** Text of a flag as the number it spells, where it spells one; the schema judges what is left. */
export function numeric(value: string): number | string {
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** A flag's description, from the same table as the messages. */
export function describeSetting(key: keyof typeof wanted, what: string): string {
  const fallback = (configSchema.shape[key] as { def: { defaultValue?: unknown } }).def.defaultValue;
  return `${what}: ${wanted[key]}${fallback === undefined || fallback === false ? '' : ` (default ${fallback})`}`;
}
