/** Saves a master that the library trained, as a run directory. */
import type { TrainedMaster } from '../../agents/masters/train.ts';
import { Training } from '../../agents/masters/training.ts';
import { judge } from '../../judging/verdict.ts';
import { learnedCsv, summaryCsv } from '../report/verdict-tables.ts';
import { saidOf } from '../report/verdicts-text.ts';
import { refuseOccupied } from '../run/place.ts';
import { Run } from '../run/run.ts';
import { softwareVersions } from '../run/versions.ts';
import { prepareTraining } from './prepare.ts';
import { joined, programsKey } from './programs.ts';
import { saveSeed, seedFile, seedKey } from './saved.ts';

/**
 * Saves a trained master, its twin and a penalty that was learned beside them into a new directory. The
 * directory looks like a finished run of `train`: `loadMaster` reads it, and so does the command `evaluate`. The
 * masters are judged for it. A world, penalty or agent of your own must be registered first, since the directory holds
 * their ids.
 *
 * @throws RunDirectoryError where the directory exists or cannot be written
 * @throws UnknownId where the world, the penalty or the agent is not registered
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { loadMaster, saveMaster, train } from 'reduced-impact';
 *
 * const master = await train({ world: 'Hurricane-v0', penalty: 'coarse/joint/tv', agent: 'bandit', episodes: 2_000 });
 * const directory = join(mkdtempSync(join(tmpdir(), 'masters-')), 'hurricane');
 * await saveMaster(master, directory);
 * const same = await loadMaster(directory);
 * console.log(same.choose([0, 0]) === master.choose([0, 0])); // true
 * ```
 */
export async function saveMaster(master: TrainedMaster, directory: string): Promise<void> {
  refuseOccupied(directory, false);
  const { training: state, backend, writing, ...settings } = master.state();
  const { seed } = settings;
  const given = { ...settings, seeds: 1, backend: backend ?? undefined };
  const { ready, settings: kept, fingerprints } = await prepareTraining(given, true);
  const { world, options } = writing ? joined(ready, [writing]) : ready;
  const training = await Training.create({ ...options, seed }, state);
  try {
    const verdict = judge(training, { ...options, seed });
    const versions = { ...softwareVersions(), ...fingerprints };
    const run = Run.begin(directory, { command: 'train', settings: kept, versions }, false);
    let finished = false;
    try {
      const disciples = world.disciples.map(({ id }) => id);
      const masters = saveSeed(run.file(seedFile(seed)), { seed, disciples, training: training.save(), verdict });
      if (writing) run.done(programsKey(seed), writing);
      run.done(seedKey(seed), { verdict, masters });
      const verdicts = [{ seed, verdict }];
      const csv = { 'learned.csv': learnedCsv(verdicts), 'summary.csv': summaryCsv(world, verdicts) };
      run.finish(csv, saidOf(world, verdicts, options));
      finished = true;
    } finally {
      run.release(!finished);
    }
  } finally {
    training.dispose();
  }
}
