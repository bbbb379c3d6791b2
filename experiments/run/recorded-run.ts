/** Reads what a run directory holds, and refuses what was changed or is damaged. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dequal } from 'dequal';
import { z } from 'zod';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { expected, show } from '../../core/base/messages.ts';
import { EventLog } from './event-log.ts';
import { readJson } from './files.ts';
import { sweep, targetOf } from './place.ts';
import { readSealed } from './seal.ts';
import { softwareNames } from './versions.ts';

export const CONFIG = 'config.json';
export const EVENTS = 'events.jsonl';
export const CHECKPOINT = 'checkpoint.json';

/** What a run begins with. */
export interface Beginning<Settings extends object> {
  /** The command that it belongs to, such as `benchmark`. */
  readonly command: string;
  /** Everything that decides the results, as JSON. */
  readonly settings: Settings;
  /** Versions of the software, and hashes of worlds (by id) and of users' files (by absolute path). */
  readonly versions: Readonly<Record<string, string>>;
}

const beginSchema = z.object({
  command: z.string(),
  settings: z.record(z.string(), z.unknown()),
  versions: z.record(z.string(), z.string()),
});

const checkpointSchema = z.object({
  /** Events that had been written, and the checksum of all of them. */
  events: z.int().min(1),
  head: z.string(),
  state: z.record(z.string(), z.unknown()),
});

/** What a run directory holds. */
export interface RecordedRun<Settings extends object> extends Beginning<Settings> {
  /** The results that the run recorded, by their keys. */
  readonly results: ReadonlyMap<string, unknown>;
  /** The absolute path of one of the run's files. */
  file(name: string): string;
}

/**
 * Reads a run directory, without its lock.
 *
 * @throws RunDirectoryError where there is no run of this command, or its files were changed or are damaged
 */
export function readRun<Settings extends object>(path: string, command: string): RecordedRun<Settings> {
  const target = targetOf(path);
  sweep(dirname(target));
  const { log } = EventLog.read(eventsIn(path, target));
  const beginning = beginningOf<Settings>(path, target, command, log);
  return { ...beginning, results: resultsOf(log), file: (name) => join(target, name) };
}

/** The results that events record, by their keys. */
export function resultsOf(log: EventLog): Map<string, unknown> {
  return new Map(log.events.filter(({ type }) => type === 'done').map(({ key, value }) => [String(key), value]));
}

/** The path of the events of a run. @throws RunDirectoryError where there is no run */
export function eventsIn(path: string, target: string): string {
  if (!existsSync(join(target, CONFIG)) && !existsSync(join(target, EVENTS)))
    throw new RunDirectoryError(`${path}: expected a run directory (with ${CONFIG}) but found none`);
  return join(target, EVENTS);
}

/** What a run began with. @throws RunDirectoryError where it is of another command, or its config.json was edited */
export function beginningOf<Settings extends object>(
  path: string,
  target: string,
  command: string,
  log: EventLog,
): Beginning<Settings> {
  const parsed = beginSchema.safeParse(log.events[0]);
  if (!parsed.success)
    throw new RunDirectoryError(`${path}/${EVENTS}: expected a first line that begins a run but found none`);
  const beginning = parsed.data;
  if (beginning.command !== command)
    throw new RunDirectoryError(`${path}: expected a run of ${command} but found a run of ${beginning.command}`);
  const config = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(readJson(join(target, CONFIG)));
  const { settings, versions } = beginning;
  refuseEdited(`${path}/${CONFIG}`, { command, ...settings, versions }, config);
  return beginning as Beginning<Settings>;
}

/** Refuses settings that are no longer those that the run began with, and names the first that differs. */
function refuseEdited(
  where: string,
  then: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): void {
  for (const key of new Set([...Object.keys(then), ...Object.keys(now)])) {
    if (dequal(then[key], now[key])) continue;
    if (key === 'versions' && typeof now.versions === 'object' && now.versions !== null)
      refuseEdited(`${where}: versions`, then.versions as object as Record<string, unknown>, { ...now.versions });
    const wanted = then[key] === undefined ? 'no such key, as the run began' : `${show(then[key])}, as the run began`;
    throw new RunDirectoryError(expected(`${where}: ${key}`, wanted, now[key]));
  }
}

/** Refuses worlds and files that changed. @throws RunDirectoryError one line that names the first */
export function refuseChanged(
  path: string,
  then: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void {
  const names = new Set([...Object.keys(then), ...Object.keys(now)]);
  for (const name of names) {
    if (softwareNames.includes(name) || then[name] === now[name]) continue;
    if (now[name] === undefined)
      throw new RunDirectoryError(`${path}: ${name} is missing, and was there as the run began: run it anew`);
    throw new RunDirectoryError(`${path}: ${name} has changed since the run began: run it anew`);
  }
}

/** The checkpoint of a run, null without one. @throws RunDirectoryError where it does not fit the events */
export function readCheckpoint(path: string, target: string, log: EventLog): z.infer<typeof checkpointSchema> | null {
  const file = join(target, CHECKPOINT);
  if (!existsSync(file)) return null;
  const { content } = readSealed(file, checkpointSchema);
  const { length } = log.events;
  if (length < content.events)
    throw new RunDirectoryError(
      `${path}/${EVENTS}: expected at least the ${content.events} events that ${CHECKPOINT} counted ` +
        `but found ${length}: run it anew`,
    );
  if (log.sumOf(content.events) !== content.head)
    throw new RunDirectoryError(
      `${path}/${CHECKPOINT}: expected the checkpoint of these events but found another's: run it anew`,
    );
  return content;
}
