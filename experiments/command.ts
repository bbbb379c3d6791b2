/** What a command is: its name, the settings it takes from flags and from a file, and the work it does. */
import { type Command as CommandLine, Option } from 'commander';
import { z } from 'zod';
import { InvalidOption } from '../core/base/errors.ts';
import { didYouMean, expected } from '../core/base/messages.ts';
import { defaultOf, innerSchema, numeric, parseSettings, readConfigFile, wantedOf } from './inputs/config.ts';
import { flagTextOf } from './inputs/fields.ts';

/** What a command is given: its settings, the flags that say how it runs, and its arguments. */
export interface Given<Settings extends z.ZodObject, Manner extends z.ZodObject> {
  /** What is computed. Flags and the file of `--config` give them; flags come first. */
  readonly settings: z.output<Settings>;
  /** How it runs: flags that no file holds, such as `--json`. */
  readonly manner: z.output<Manner>;
  readonly args: readonly string[];
}

/** A command of the command line. Its flags, help and messages come from its two schemas. */
export interface Command<Settings extends z.ZodObject = z.ZodObject, Manner extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** One sentence for the help. */
  readonly summary: string;
  /** Arguments after the name, each with what it is: `['<directory>', 'a finished run']`. */
  readonly args?: readonly (readonly [name: string, about: string])[];
  /** The schema of its settings, each with its flag (`inputs/fields.ts`). A command with settings takes `--config`. */
  readonly settings: Settings;
  /** The schema of the flags that say how it runs. */
  readonly manner: Manner;
  /** One call of it, without the program's name, and what that prints: for docs/commands.md. */
  readonly example: { readonly call: string; readonly prints: string };
  /** Runs where no command is named. */
  readonly isDefault?: true;
  run(given: Given<Settings, Manner>): Promise<void> | void;
  /** Carries a killed run on; a command with it takes `--resume`. */
  resume?(path: string, manner: z.output<Manner>): Promise<void>;
}

/** Checks the types of a command against its schemas. */
export function defineCommand<Settings extends z.ZodObject, Manner extends z.ZodObject>(
  command: Command<Settings, Manner>,
): Command {
  return command as unknown as Command;
}

/** The schema of a command without settings, or without flags that say how it runs. */
export const nothing = z.object({});

/** A flag of a command: as it is typed, and what the help says of it. */
export interface FlagLine {
  readonly key: string;
  /** Such as `--world <id or file>`. */
  readonly spelling: string;
  readonly description: string;
  readonly schema?: z.ZodType;
}

const CONFIG = 'settings as JSON, with the names of these flags; flags come first';

/** Every flag of a command, in the order of the help. */
export function flagsOf(command: Command): FlagLine[] {
  const lines = [...schemaFlags(command.settings), ...schemaFlags(command.manner)];
  if (Object.keys(command.settings.shape).length > 0)
    lines.push({ key: 'config', spelling: '--config <file>', description: CONFIG });
  if (command.resume)
    lines.push({
      key: 'resume',
      spelling: '--resume <directory>',
      description: 'carry a killed run on; takes no other settings',
    });
  return lines;
}

function schemaFlags(schema: z.ZodObject): FlagLine[] {
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, setting]) => {
    const text = flagTextOf(setting);
    if (!text) return [];
    const name = dashed(text.flag ?? key);
    const isSwitch = innerSchema(setting) instanceof z.ZodBoolean;
    const fallback = defaultOf(setting);
    if (isSwitch)
      return {
        key,
        spelling: fallback === true ? `--no-${name}` : `--${name}`,
        description: text.about,
        schema: setting,
      };
    const shown = fallback === undefined || Array.isArray(fallback) ? '' : ` (default ${fallback})`;
    const description = `${text.about}: ${wantedOf(setting)}${shown}`;
    return { key, spelling: `--${name} ${text.value}`, description, schema: setting };
  });
}

/** Puts a command on the command line. */
export function addCommand(program: CommandLine, command: Command): CommandLine {
  const line = program.command(command.name, { isDefault: command.isDefault }).description(command.summary);
  for (const [name, about] of command.args ?? []) line.argument(name, about);
  const keys = new Map<string, string>();
  for (const { key, spelling, description, schema } of flagsOf(command)) {
    const option = new Option(spelling, description);
    // To commander, a flag that begins with `no-` is not boolean.
    const hasValue = !option.isBoolean() && !option.negate;
    if (hasValue && !option.variadic) option.argParser(onlyOnce(spelling.split(' ')[0], schema));
    if (option.variadic && isNumbers(schema)) option.argParser(addNumber);
    keys.set(option.attributeName(), key);
    line.addOption(option);
  }
  if (command.isDefault) line.allowExcessArguments();
  line.action(() => {
    // A misspelt command reaches the default one as an argument.
    if (command.isDefault && line.args.length > 0) throw unknownCommand(program, line.args[0]);
    const given = Object.entries(line.opts()).filter(([name]) => line.getOptionValueSource(name) === 'cli');
    return invoke(
      command,
      Object.fromEntries(given.map(([name, value]) => [keys.get(name) ?? name, value])),
      line.args,
    );
  });
  return line;
}

function isNumbers(schema?: z.ZodType): boolean {
  const inner = schema && innerSchema(schema);
  return inner instanceof z.ZodArray && inner.def.element instanceof z.ZodNumber;
}

function addNumber(value: string, before: readonly (number | string)[] = []): (number | string)[] {
  return [...before, numeric(value)];
}

/** Reads the one value of a flag. The later of two would silently replace the first. */
function onlyOnce(flag: string, schema?: z.ZodType): (value: string, before: unknown) => string | number {
  const isNumber = schema !== undefined && innerSchema(schema) instanceof z.ZodNumber;
  return (value, before) => {
    if (before !== undefined) throw new InvalidOption(`${flag}: expected one value but received two`);
    return isNumber ? numeric(value) : value;
  };
}

/** Runs a command with what the command line gave. Throws `InvalidOption` and whatever the command throws. */
async function invoke(
  command: Command,
  { config, resume, ...flags }: Readonly<Record<string, unknown>>,
  args: readonly string[],
): Promise<void> {
  const isManner = (key: string) => key in command.manner.shape;
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(flags).filter(([key]) => isManner(key) === wanted));
  const manner = parseSettings(command.manner, pick(true));
  if (manner.cache === false) process.env.REDUCED_IMPACT_NO_CACHE = '1';
  if (resume !== undefined) {
    const other = Object.keys({ ...pick(false), ...(config === undefined ? {} : { config }) })[0];
    const refused = other ?? (manner.force === true ? 'force' : undefined);
    if (refused !== undefined)
      throw new InvalidOption(`--resume: expected nothing else but received --${flagName(command, refused)}`);
    return command.resume?.(String(resume), manner);
  }
  const file = config === undefined ? {} : readConfigFile(command.settings, String(config), command.name);
  const all = { ...file, ...pick(false) };
  refuseMissing(command, all);
  await command.run({ settings: parseSettings(command.settings, all), manner, args });
}

/** Throws `InvalidOption` where a setting that has no default is given by neither a flag nor the file. */
function refuseMissing(command: Command, given: Readonly<Record<string, unknown>>): void {
  for (const { key, spelling, schema } of schemaFlags(command.settings)) {
    if (schema && !schema.safeParse(undefined).success && given[key] === undefined)
      throw new InvalidOption(`required option '${spelling}' is missing: give ${wantedOf(schema)}`);
  }
}

function flagName(command: Command, key: string): string {
  return (
    flagsOf(command)
      .find((line) => line.key === key)
      ?.spelling.replace(/^--(\S+).*$/, '$1') ?? dashed(key)
  );
}

/** The flag of a setting: `allow-leak` of `allowLeak`. */
function dashed(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What is said of a word that is no command. */
export function unknownCommand(program: CommandLine, word: string): InvalidOption {
  const names = program.commands.map((command) => command.name());
  const hint = npmHint(program) || didYouMean(word, names);
  return new InvalidOption(`${expected('command line', 'a command or flags', word)}.${hint}`);
}

/** npm keeps flags that are written without `--` before them, and passes on only their values. */
function npmHint(program: CommandLine): string {
  const names = program.commands.flatMap(({ options }) => options.map(({ long }) => long?.slice(2) ?? ''));
  const kept = names.find((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  return kept ? ` (npm took --${kept}: write npm run experiment -- --…)` : '';
}
