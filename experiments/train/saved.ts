/** The trained masters and the checkpoints of a training, as files. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { TrainingState } from '../../agents/masters/training.ts';
import { RunDirectoryError } from '../../core/base/errors.ts';
import type { Verdict } from '../../judging/verdict.ts';
import type { RecordedRun } from '../run/recorded-run.ts';
import { readSealed, writeSealed } from '../run/seal.ts';

/** The name and result of a seed that was trained and judged. */
export interface SeedResult {
  readonly verdict: Verdict;
  /** The checksum of the file with the trained masters. */
  readonly masters: string;
}

/** The key under which a run keeps the result of a seed. */
export function seedKey(seed: number): string {
  return `seed ${seed}`;
}

/** The file with the trained masters of a seed. */
export function seedFile(seed: number): string {
  return `masters/seed-${seed}.json`;
}

const objectSchema = z.custom<object>((value) => typeof value === 'object' && value !== null, 'expected an object');

const trainingSchema = z.object({
  iteration: z.int().min(0),
  learned: objectSchema.nullable(),
  players: z.array(z.object({ master: z.unknown(), stream: objectSchema })).length(2),
}) as unknown as z.ZodType<TrainingState>;

/** What a killed training continues from: the seed that was trained, and how far it was. */
export const checkpointSchema = z.object({ seed: z.int().min(0), training: trainingSchema });

const savedSeedSchema = z.object({
  seed: z.int().min(0),
  /** Ids of the library that the masters choose from. */
  disciples: z.array(z.string()),
  training: trainingSchema,
  verdict: z.object({
    choices: z.array(z.object({ evidence: z.array(z.number()) })),
    cases: z.array(z.array(objectSchema)),
  }) as unknown as z.ZodType<Verdict>,
});

/** A finished seed: the trained masters with the learned penalty, and how they were judged. */
export type SavedSeed = z.infer<typeof savedSeedSchema>;

/** Writes the masters of a seed, and returns the checksum of the file. */
export function saveSeed(path: string, saved: SavedSeed): string {
  return writeSealed(path, saved);
}

/**
 * Reads the masters of a seed.
 *
 * @param sum the checksum that the run recorded when it wrote them
 * @throws RunDirectoryError where that seed has not been trained to its end, or the file was changed
 */
export function loadSeed(run: string, path: string, seed: number, sum: string | undefined): SavedSeed {
  if (sum === undefined || !existsSync(path)) {
    const remedy =
      sum === undefined
        ? 'either the run is not finished (--resume goes on), or events.jsonl was damaged'
        : `${seedFile(seed)} was removed, so train it anew`;
    throw new RunDirectoryError(`${run}: expected the trained masters of seed ${seed} but found none: ${remedy}`);
  }
  const { content, sum: found } = readSealed(path, savedSeedSchema);
  if (found !== sum)
    throw new RunDirectoryError(`${path}: expected the masters that this run trained but found others: train it anew`);
  return content;
}

/** Reads the masters of a seed from a run directory that holds a training. @throws RunDirectoryError */
export function loadSavedSeed(path: string, run: RecordedRun<object>, seed: number): SavedSeed {
  const result = run.results.get(seedKey(seed)) as SeedResult | undefined;
  return loadSeed(path, run.file(seedFile(seed)), seed, result?.masters);
}
