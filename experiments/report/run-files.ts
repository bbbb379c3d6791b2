/**
 * Reads everything that a run directory holds, for a report. It forgives: a file that is damaged or unknown is named,
 * and the rest is read. What carries a run on reads it by `run/recorded-run.ts`, which forgives nothing.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { checkedTable, type Table } from '../figures/rows.ts';
import { EventLog } from '../run/event-log.ts';
import { faultOf } from '../run/files.ts';
import { LOCK_FILE } from '../run/lock.ts';
import { sweep, targetOf } from '../run/place.ts';
import { CONFIG, EVENTS } from '../run/recorded-run.ts';
import { type Choices, readChoices } from './choices.ts';

/** The name of the report in a run directory. */
export const REPORT = 'report.html';
const CHOICES = 'choices.json';
const SUMMARY = 'summary.csv';
/** The one file whose bytes differ each time; a report that gave its size would differ too. */
const TIMING = 'timing.jsonl';
/** Bytes of the largest table that is read. */
const LARGEST = 32 * 1024 * 1024;

export interface RunFile {
  /** Its path in the run directory, with `/`. */
  readonly name: string;
  /** Null of a file whose size differs each time. */
  readonly bytes: number | null;
}

/** What a run directory holds. */
export interface RunFiles {
  /** The absolute path of the directory, and its name. */
  readonly folder: string;
  readonly name: string;
  /** Null where no file says it. */
  readonly command: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string>>;
  /** What was asked and what came out; null in a run that does not say it. */
  readonly question: string | null;
  readonly answer: string | null;
  readonly isComplete: boolean;
  /** The tables, by the names of their files. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly choices: Choices | null;
  readonly files: readonly RunFile[];
  /** A line for each thing that could not be read. */
  readonly troubles: readonly string[];
}

/**
 * Reads a run directory.
 *
 * @param path as the user gave it
 * @throws RunDirectoryError where there is no folder, or where nothing in it says that it is a run
 */
export function readRunFiles(path: string): RunFiles {
  const folder = targetOf(path);
  sweep(dirname(folder));
  if (!existsSync(folder)) throw new RunDirectoryError(`${path}: expected a run directory but there is nothing`);
  if (!statSync(folder).isDirectory())
    throw new RunDirectoryError(`${path}: expected a run directory but it is a file`);
  if (!existsSync(join(folder, CONFIG)) && !existsSync(join(folder, EVENTS)))
    throw new RunDirectoryError(`${path}: expected a run directory (with ${CONFIG}) but found none`);
  const troubles: string[] = [];
  if (!existsSync(join(folder, CONFIG))) troubles.push(`${CONFIG} is missing`);
  const read = <Result>(name: string, parse: (text: string) => Result, otherwise: Result): Result => {
    if (!existsSync(join(folder, name))) return otherwise;
    try {
      return parse(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      troubles.push(`${name} cannot be read: ${faultOf(error)}`);
      return otherwise;
    }
  };
  const files = filesIn(folder);
  const config = read(CONFIG, parseConfig, null);
  const events = eventsIn(folder, troubles);
  const begin = beginSchema.safeParse(events.find(({ type }) => type === 'begin')).data;
  const end = endSchema.safeParse(events.find(({ type }) => type === 'end')).data;
  const tables = new Map<string, Table>();
  for (const { name, bytes } of files) {
    if (!/^[^/]+\.csv$/.test(name)) continue;
    if (bytes !== null && bytes > LARGEST) troubles.push(`${name} is too large to be shown`);
    else {
      const { table, fault } = read(name, checkedTable, { table: { columns: [], rows: [] }, fault: null });
      if (fault !== null) troubles.push(`${name}${fault}`);
      tables.set(name, table);
    }
  }
  return {
    folder,
    name: basename(folder),
    command: config?.command ?? begin?.command ?? null,
    settings: config?.settings ?? begin?.settings ?? {},
    versions: config?.versions ?? begin?.versions ?? {},
    question: end?.question ?? null,
    answer: end?.answer ?? null,
    isComplete: files.some(({ name }) => name === SUMMARY),
    tables,
    choices: read(CHOICES, readChoices, null),
    files,
    troubles,
  };
}

const texts = z.record(z.string(), z.string()).catch({});
const beginSchema = z.object({
  command: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).catch({}),
  versions: texts,
});
const endSchema = z.object({ question: z.string().optional(), answer: z.string().optional() });
const configSchema = z.looseObject({ command: z.string().optional(), versions: texts });

function parseConfig(text: string) {
  const { command, versions, ...settings } = configSchema.parse(JSON.parse(text));
  return { command, versions, settings };
}

/** The events, without their checksums; of a damaged file those that can be read. */
function eventsIn(folder: string, troubles: string[]): readonly Readonly<Record<string, unknown>>[] {
  const path = join(folder, EVENTS);
  if (!existsSync(path)) {
    troubles.push(`${EVENTS} is missing`);
    return [];
  }
  try {
    const { log, torn } = EventLog.read(path);
    if (torn) troubles.push(`${EVENTS}: its last line was not written to its end`);
    return log.events;
  } catch (error) {
    troubles.push(faultOf(error).replace(`${path}`, EVENTS));
    return linesThatParse(path);
  }
}

function linesThatParse(path: string): readonly Readonly<Record<string, unknown>>[] {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      const event: unknown = JSON.parse(line);
      return typeof event === 'object' && event !== null ? [event as Readonly<Record<string, unknown>>] : [];
    } catch {
      return [];
    }
  });
}

/** `programs/2.json` before `programs/10.json`. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Every file but those that come and go: locks, half-written files and the report itself. */
export function filesIn(folder: string): RunFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !LOCK_FILE.test(entry.name) && !entry.name.endsWith('.tmp'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(folder.length + 1).replaceAll('\\', '/');
      return { name, bytes: name === TIMING ? null : statSync(path).size };
    })
    .filter(({ name }) => name !== REPORT)
    .sort((a, b) => BY_NAME.compare(a.name, b.name));
}
