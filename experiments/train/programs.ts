/** The programs that a master writes in a run: they are written once for each seed, and kept there. */
import { type Writing, withWritten, write } from '../../agents/masters/writing.ts';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { worldOf } from '../../core/disciple/disciple.ts';
import type { DiscipleSpec } from '../../core/world/world.ts';
import type { RecordedRun } from '../run/recorded-run.ts';
import type { Run } from '../run/run.ts';
import type { Trainable, TrainSettings } from './prepare.ts';
import { writingProgress } from './writing-progress.ts';

/** What trains, with the programs that the master wrote in the library. */
export interface Written extends Trainable {
  /** None where the master chooses from the library. */
  readonly programs: readonly DiscipleSpec[];
}

/** The key under which a run keeps what was written with a seed. */
export function programsKey(seed: number): string {
  return `programs ${seed}`;
}

/** Lets the master write with each seed of the run what was not written yet, and keeps it. */
export async function writePrograms(run: Run<TrainSettings>, ready: Trainable): Promise<Written> {
  if (!ready.options.agent.write) return { ...ready, programs: [] };
  const writings: Writing[] = [];
  for (const seed of seedsOf(run.settings)) {
    writings.push(await run.once(programsKey(seed), () => writeOne(run, ready, seed)));
  }
  return joined(ready, writings);
}

async function writeOne(run: Run<TrainSettings>, { options }: Trainable, seed: number): Promise<Writing> {
  const { target, agent, ...others } = options;
  const record = (line: object) => run.append('transcript.jsonl', `${JSON.stringify(line)}\n`);
  const { onProgress, stop } = writingProgress(`seed ${seed}: writing`);
  try {
    return (await write(target, agent, { ...others, seed, onProgress, record }))!;
  } finally {
    stop();
  }
}

/**
 * What a finished run trained on: the programs are read from it, and not written again.
 * @throws RunDirectoryError where the run does not hold what was written with one of its seeds.
 */
export function recordedPrograms(path: string, run: RecordedRun<TrainSettings>, ready: Trainable): Written {
  if (!ready.options.agent.write) return { ...ready, programs: [] };
  const writings = seedsOf(run.settings).map((seed) => {
    const writing = recordedWriting(run, seed);
    if (writing) return writing;
    throw new RunDirectoryError(`${path}: expected the programs of seed ${seed} but found none: train it anew`);
  });
  return joined(ready, writings);
}

/** What was written with a seed, where it was written. */
export function recordedWriting(run: RecordedRun<TrainSettings>, seed: number): Writing | undefined {
  return run.results.get(programsKey(seed)) as Writing | undefined;
}

/** What trains once the master has written this. */
export function joined({ world, options }: Trainable, writings: readonly Writing[]): Written {
  const { target, agent } = withWritten(options.target, options.agent, writings);
  const { disciples } = worldOf(target);
  return {
    world: worldOf(target),
    programs: disciples.slice(world.disciples.length),
    options: { ...options, target, agent },
  };
}

function seedsOf({ seed, seeds }: TrainSettings): number[] {
  return Array.from({ length: seeds }, (_, i) => seed + i);
}
