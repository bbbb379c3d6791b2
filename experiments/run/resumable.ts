import { RunDirectoryError } from '../../core/base/errors.ts';
import { logLine } from '../terminal.ts';
import { RunDirectory, type RunEvent } from './run-directory.ts';

/** What a run's config.json holds besides its settings. */
interface Written {
  readonly command?: string;
  readonly versions?: Readonly<Record<string, string>>;
}

/** A run that was killed. */
export interface Unfinished<Settings> {
  readonly directory: RunDirectory;
  readonly settings: Settings;
  /** Of software, worlds and files, as it began. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Where a run goes that was not told: `runs/NAME-20261121-193000`. */
export function datedPath(name: string): string {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `runs/${name}-${stamp}`;
}

/** Throws `RunDirectoryError` where there is no run, one of another command, or a complete one. */
export function openUnfinished<Settings>(path: string, command: string): Unfinished<Settings> {
  const directory = RunDirectory.open(path);
  const { command: found, versions = {}, ...settings } = directory.readJson('config.json') as Written;
  if (found !== command)
    throw new RunDirectoryError(`${path}: expected a run of ${command} but found ${found ?? 'another'}`);
  if (directory.has('summary.csv')) throw new RunDirectoryError(`${path} is complete`);
  return { directory, settings: settings as Settings, versions };
}

/** Throws `RunDirectoryError`, naming the first of `now` that is not as it was. */
export function refuseChanged(
  path: string,
  then: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void {
  const changed = Object.keys(now).find((name) => then[name] !== now[name]);
  if (changed !== undefined)
    throw new RunDirectoryError(`${path}: ${changed} has changed since the run began: run it anew`);
}

/** The events so far; a torn last line is dropped with a notice. */
export function eventsSoFar(directory: RunDirectory, path: string): readonly RunEvent[] {
  const { events, dropped } = directory.readEvents();
  if (dropped) logLine(`${path}: dropped a torn last line of events.jsonl`);
  return events;
}
