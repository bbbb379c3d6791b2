/** Reads the settings of a command from flags and from a JSON file, and checks them against the command's schema. */
import { z } from 'zod';
import { InvalidFile, InvalidOption } from '../../core/base/errors.ts';
import { didYouMean, expected, messageOf, show } from '../../core/base/messages.ts';
import { flagTextOf } from './fields.ts';
import { readText } from './text-file.ts';

/** A setting's schema without its default, and whether it may be absent. */
export function innerSchema(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.def.innerType as z.ZodType;
  return inner;
}

/** The default of a setting; undefined where it has none. */
export function defaultOf(schema: z.ZodType): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** What a setting must be, in words, for messages and for the help: its own text, else what its schema says. */
export function wantedOf(schema: z.ZodType): string {
  const own = flagTextOf(schema)?.wanted;
  if (own !== undefined) return own;
  const inner = innerSchema(schema);
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodNumber) return wantedNumber(inner);
  if (inner instanceof z.ZodArray) {
    const element = inner.def.element as z.ZodType;
    return element instanceof z.ZodEnum ? `some of ${element.options.join(', ')}` : 'a list of texts';
  }
  return inner instanceof z.ZodString ? 'a text' : 'an object';
}

function wantedNumber(schema: z.ZodNumber): string {
  const { type, minimum, maximum, exclusiveMaximum } = z.toJSONSchema(schema);
  const kind = type === 'integer' ? 'an integer' : 'a number';
  const lower = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? null : minimum;
  if (lower !== null && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return `${kind} from ${lower} to ${maximum}`;
  const above = lower === null ? '' : ` ≥ ${lower}`;
  return `${kind}${above}${exclusiveMaximum === undefined ? '' : ` and below ${exclusiveMaximum}`}`;
}

/** One line about a setting that is wrong. */
function refuse(
  schema: z.ZodObject,
  error: z.ZodError,
  given: Readonly<Record<string, unknown>>,
  where: string,
): InvalidOption {
  const issue = error.issues[0];
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape);
    const [key] = issue.keys;
    return new InvalidOption(`${where}unknown key ${show(key)}.${didYouMean(key, known)}`);
  }
  const key = String(issue.path[0] ?? '');
  const setting = schema.shape[key] as z.ZodType | undefined;
  if (!setting) return new InvalidOption(expected(`${where}configuration`, 'an object of settings', given));
  const name = `${where}${flagTextOf(setting)?.flag ?? key}`;
  const inner = innerSchema(setting);
  const [, index] = issue.path;
  // Of a list, only the entry that is wrong.
  if (inner instanceof z.ZodArray && typeof index === 'number')
    return new InvalidOption(
      expected(name, wantedOf(inner.def.element as z.ZodType), (given[key] as unknown[])[index]),
    );
  return new InvalidOption(expected(name, wantedOf(setting), given[key]));
}

/**
 * Checks settings against a command's schema and fills defaults in.
 *
 * @param where what a message begins with, such as 'mine.json: '
 * @throws InvalidOption, one line that names the setting
 */
export function parseSettings<Schema extends z.ZodObject>(
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
  where = '',
): z.output<Schema> {
  const result = schema.strict().safeParse(given);
  if (!result.success) throw refuse(schema, result.error, given, where);
  return result.data as z.output<Schema>;
}

/** Checks the settings that are there; those that are missing may come from flags. Throws `InvalidOption`. */
function checkSome(schema: z.ZodObject, given: Readonly<Record<string, unknown>>, where: string): void {
  const result = schema.partial().strict().safeParse(given);
  if (!result.success) throw refuse(schema, result.error, given, where);
}

/**
 * The settings that a JSON file gives a command, defaults not filled in. Either name of a setting will do, its own and
 * that of its flag. A run's config.json also says which command wrote it and with which software: a file of another
 * command is refused, and the rest of it is passed over.
 *
 * @throws InvalidFile where the file cannot be read or is not JSON
 * @throws InvalidOption where a setting is wrong
 */
export function readConfigFile(schema: z.ZodObject, path: string, command: string): Record<string, unknown> {
  let given: unknown;
  try {
    given = JSON.parse(readText(path, 'configuration'));
  } catch (error) {
    if (error instanceof InvalidFile) throw error;
    throw new InvalidFile(`configuration ${path}: expected JSON (${messageOf(error).split('\n')[0]})`, {
      cause: error,
    });
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidOption(expected(`configuration ${path}`, 'an object of settings', given));
  }
  const where = `configuration ${path}: `;
  const { command: writer, versions, ...settings } = given as Record<string, unknown>;
  if (writer !== undefined && writer !== command)
    throw new InvalidOption(expected(`${where}command`, `'${command}'`, writer));
  const named = Object.fromEntries(Object.entries(settings).map(([key, value]) => [settingOf(schema, key), value]));
  checkSome(schema, named, where);
  return named;
}

/** The setting of a name, which may be that of its flag. */
function settingOf(schema: z.ZodObject, name: string): string {
  if (name in schema.shape) return name;
  const found = Object.entries(schema.shape).find(([, setting]) => flagTextOf(setting as z.ZodType)?.flag === name);
  return found?.[0] ?? name;
}

/** The text of a flag as the number that it spells, where it spells one; the schema judges what is left. */
export function numeric(value: string): number | string {
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}
