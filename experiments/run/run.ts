/** A run of a command: its directory, what it has done so far, and how it is carried on. */
import { appendFileSync, existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { logLine } from '../terminal.ts';
import { EventLog, type RunEvent } from './event-log.ts';
import { onDisk, writeWhole } from './files.ts';
import { Lock } from './lock.ts';
import { checkRunFile, type Placed, place, sweep, targetOf } from './place.ts';
import {
  type Beginning,
  beginningOf,
  CHECKPOINT,
  CONFIG,
  EVENTS,
  eventsIn,
  readCheckpoint,
  refuseChanged,
  resultsOf,
} from './recorded-run.ts';
import { writeSealed } from './seal.ts';
import { Timing } from './timing.ts';
import { softwareNames } from './versions.ts';

/** A run that has it is complete. */
const SUMMARY = 'summary.csv';

/** What a run came to, in words. */
export interface Said {
  /** What the command asked, with these settings: one sentence. */
  readonly question: string;
  /** What came out: one or two plain sentences, with their figures. */
  readonly answer: string;
}

/**
 * A run that this process works on, and holds the lock of. Its events are its memory: work that they record is not done
 * again. They, and all files but timing.jsonl, come out the same whenever the same settings run again.
 */
export class Run<Settings extends object> {
  private readonly known: Map<string, unknown>;
  private readonly timing: Timing;

  private constructor(
    /** As the user gave it. */
    readonly path: string,
    private readonly folder: string,
    private readonly beginning: Beginning<Settings>,
    private readonly log: EventLog,
    private readonly lock: Lock,
    private placed: Placed | null,
    private saved: Readonly<Record<string, unknown>> | null,
  ) {
    this.known = resultsOf(log);
    this.timing = Timing.open(join(folder, 'timing.jsonl'));
  }

  /** Makes the directory of a new run. @throws RunDirectoryError */
  static begin<Settings extends object>(path: string, beginning: Beginning<Settings>, force: boolean): Run<Settings> {
    const { command, settings, versions } = beginning;
    const placed = place(path, force, (folder) => {
      writeWhole(join(folder, CONFIG), `${JSON.stringify({ command, ...settings, versions }, null, 2)}\n`);
      EventLog.create(join(folder, EVENTS), { type: 'begin', command, settings, versions });
    });
    const { log } = EventLog.read(join(placed.target, EVENTS));
    const kept = beginningOf<Settings>(path, placed.target, command, log);
    return new Run(path, placed.target, kept, log, placed.lock, placed, null);
  }

  /**
   * Opens a run that was stopped before its end. Work that was neither recorded nor saved is dropped, to be done again.
   *
   * @param complete what to do with a run that is complete, for the message
   * @throws RunDirectoryError where there is no run of this command, where another process works on it, where it is
   * complete, or where its files were changed or are damaged
   */
  static resume<Settings extends object>(path: string, command: string, complete = ''): Run<Settings> {
    const target = targetOf(path);
    sweep(dirname(target));
    const events = eventsIn(path, target);
    if (!existsSync(events))
      throw new RunDirectoryError(
        `${path}: expected ${EVENTS} but it is missing: delete the directory and run it anew`,
      );
    const lock = Lock.acquire(target, path).keepAlive();
    try {
      const { log, torn } = EventLog.read(events);
      const beginning = beginningOf<Settings>(path, target, command, log);
      if (existsSync(join(target, SUMMARY))) throw new RunDirectoryError(`${path} is complete${complete}`);
      removeTemporary(target);
      const checkpoint = readCheckpoint(path, target, log);
      if (torn) logLine(`${path}: dropped a torn last line of ${EVENTS}`);
      log.cutTo(Math.max(checkpoint?.events ?? 1, lastingEvents(log.events)));
      return new Run(path, target, beginning, log, lock, null, checkpoint?.state ?? null);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get settings(): Settings {
    return this.beginning.settings;
  }

  /** How many pieces of work are done. */
  get results(): number {
    return this.known.size;
  }

  /** Whether nothing but the beginning was written. */
  get untouched(): boolean {
    return this.log.events.length === 1 && this.saved === null;
  }

  /**
   * Refuses a world, a file or a version of this package that is not as it was when the run began. Another version of
   * other software is only told of.
   *
   * @throws RunDirectoryError one line that names the first that differs
   *
   */
  refuseChanged(now: Readonly<Record<string, string>>): void {
    const then = this.beginning.versions;
    if (then['reduced-impact'] !== now['reduced-impact'])
      throw new RunDirectoryError(
        `${this.path}: expected version ${then['reduced-impact']} of reduced-impact, as the run ` +
          `began, but this is ${now['reduced-impact']}: run it anew`,
      );
    refuseChanged(this.path, then, now);
    for (const name of softwareNames) {
      if (then[name] !== now[name])
        logLine(`${this.path}: begun with ${name} ${then[name]}, resumed with ${now[name] ?? 'none'}`);
    }
  }

  /**
   * The result of a piece of work. It is done once: afterwards the result is read from the events, also by another
   * process.
   *
   * @param key what was done, unique in the run
   * @param work returns a result that JSON keeps as it is
   *
   */
  async once<Result>(key: string, work: () => Result | Promise<Result>): Promise<Result> {
    if (this.known.has(key)) return this.known.get(key) as Result;
    const begun = performance.now();
    const result = await work();
    this.done(key, result, (performance.now() - begun) / 1000);
    return this.known.get(key) as Result;
  }

  /** The result of a piece of work that was recorded, undefined without one. */
  resultOf<Result>(key: string): Result | undefined {
    return this.known.get(key) as Result | undefined;
  }

  /** What was recorded under one type, in order. */
  recorded(type: string): readonly RunEvent[] {
    return this.log.events.filter((event) => event.type === type);
  }

  /** Records the result of a piece of work that was done outside `once`. */
  done(key: string, result: unknown, seconds?: number): void {
    this.record({ type: 'done', key, value: result });
    this.known.set(key, this.log.events.at(-1)?.value);
    if (seconds !== undefined) this.timing.add(key, seconds);
  }

  /**
   * Writes an event for the reader. One that no checkpoint or result follows is written anew when the run is resumed.
   */
  record(event: RunEvent): void {
    this.log.append(event);
    this.settle();
  }

  /** Writes down how far unfinished work is, so that a killed run carries on from here. */
  checkpoint(state: object): void {
    // Events first: a checkpoint must never be ahead of the events that it counts.
    this.log.flush();
    const { length } = this.log.events;
    writeSealed(this.file(CHECKPOINT), { events: length, head: this.log.sumOf(), state });
    this.settle();
  }

  /** What the last checkpoint of a resumed run holds, null without one. @throws RunDirectoryError for another schema */
  savedState<State>(schema: z.ZodType<State>): State | null {
    if (this.saved === null) return null;
    const parsed = schema.safeParse(this.saved);
    if (parsed.success) return parsed.data;
    const [{ path, message }] = parsed.error.issues;
    throw new RunDirectoryError(`${this.path}/${CHECKPOINT}: ${path.join('.') || 'state'}: ${message}`);
  }

  /** Seconds of wall clock that a piece of work took, null where it is not known. */
  seconds(key: string): number | null {
    return this.timing.seconds(key);
  }

  /**
   * Writes down how long something took. It goes to timing.jsonl alone, so that all other files come out the same
   * again.
   */
  addSeconds(key: string, seconds: number): void {
    this.timing.add(key, seconds);
  }

  /** The absolute path of one of the run's files. */
  file(name: string): string {
    checkRunFile(name);
    return join(this.folder, name);
  }

  /** Adds to the end of a file. From then on the run stays, also where it fails before its first result. */
  append(name: string, text: string): void {
    const path = this.file(name);
    onDisk(path, () => appendFileSync(path, text));
    this.settle();
  }

  /** Replaces a file whole. */
  write(name: string, content: string): void {
    writeWhole(this.file(name), content);
    this.settle();
  }

  /**
   * Ends the run: the event `end` with what was asked and answered, the tables, and last summary.csv, which says that
   * the run is complete.
   *
   * @param csv the content of each table by its file's name; one of them is summary.csv
   */
  finish(csv: Readonly<Record<string, string>>, said?: Said): void {
    const { question, answer } = said ?? {};
    if (this.log.events.at(-1)?.type !== 'end') this.record({ type: 'end', question, answer });
    this.log.flush();
    for (const [name, content] of Object.entries(csv)) if (name !== SUMMARY) this.write(name, content);
    rmSync(this.file(CHECKPOINT), { force: true });
    this.write(SUMMARY, csv[SUMMARY]);
    this.settle();
  }

  /**
   * Gives up the lock. A new run that recorded nothing is removed where it `failed`, and the run that it replaced is
   * put back.
   *
   * @returns whether the run is still there
   */
  release(failed = false): boolean {
    if (failed && this.placed && this.untouched) {
      this.placed.undo();
      return false;
    }
    this.settle();
    this.lock.release();
    return true;
  }

  /** From the first result on, the run that this one replaced is no longer needed. */
  private settle(): void {
    this.placed?.keep();
    this.placed = null;
  }
}

/** The number of events up to the last that is never written twice. */
function lastingEvents(events: readonly RunEvent[]): number {
  return events.findLastIndex(({ type }) => type === 'done' || type === 'begin' || type === 'end') + 1;
}

/** Removes files that a killed process had not written to their end. */
function removeTemporary(target: string): void {
  onDisk(target, () => {
    for (const name of readdirSync(target, { recursive: true }).map(String)) {
      const path = join(target, name);
      if (name.endsWith('.tmp') && lstatSync(path).isFile()) rmSync(path, { force: true });
    }
  });
}
