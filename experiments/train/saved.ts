import type { TrainingState } from '../../agents/masters/training.ts';
import { RunDirectoryError } from '../../core/base/errors.ts';
import type { Verdict } from '../../judging/verdict.ts';
import type { SeedVerdict } from '../report/verdict-tables.ts';
import type { RunDirectory } from '../run/run-directory.ts';
import { type Config, parseConfig } from './settings.ts';

/** What a killed run continues from: the seeds already judged, and the training of the next one. */
export interface Checkpoint {
  readonly finished: readonly SeedVerdict[];
  readonly seed: number;
  /** Events emitted when it was taken. */
  readonly events: number;
  readonly training: TrainingState;
}

const CHECKPOINT = 'checkpoint.json';

export function saveCheckpoint(directory: RunDirectory, checkpoint: Checkpoint): void {
  // Events first: a checkpoint must never be ahead of the events it counts.
  directory.flushEvents();
  directory.write(CHECKPOINT, JSON.stringify(checkpoint));
}

export function loadCheckpoint(directory: RunDirectory): Checkpoint | null {
  return directory.has(CHECKPOINT) ? (directory.readJson(CHECKPOINT) as Checkpoint) : null;
}

export function removeCheckpoint(directory: RunDirectory): void {
  directory.remove(CHECKPOINT);
}

/** A finished seed: the trained masters with the learned penalty, and how they were judged. */
export interface SavedSeed {
  readonly seed: number;
  /** Ids of the library the masters choose from. */
  readonly disciples: readonly string[];
  readonly training: TrainingState;
  readonly verdict: Verdict;
}

function seedFile(seed: number): string {
  return `masters/seed-${seed}.json`;
}

export function saveSeed(directory: RunDirectory, saved: SavedSeed): void {
  directory.write(seedFile(saved.seed), JSON.stringify(saved));
}

/** Throws `RunDirectoryError` where that seed has not been trained to its end. */
export function loadSeed(directory: RunDirectory, seed: number): SavedSeed {
  if (!directory.has(seedFile(seed))) {
    throw new RunDirectoryError(
      `${directory.path}: expected the trained masters of seed ${seed} but found none: finish the run with --resume`,
    );
  }
  return directory.readJson(seedFile(seed)) as SavedSeed;
}

/** The configuration of a training's directory. Throws `RunDirectoryError` for a run of another command, `InvalidOption`. */
export function readRunConfig(directory: RunDirectory, path: string): Config {
  const given = directory.readJson('config.json') as Record<string, unknown>;
  const command = 'disciple' in given ? 'try' : given.command;
  if (command !== undefined) throw new RunDirectoryError(`${path} is a run of ${command}: it holds no masters`);
  return parseConfig(given, `${path}/config.json: `);
}
