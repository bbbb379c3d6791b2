/** Loads a trained master from a run directory. */
import '../../agents/suite.ts';
import { type TrainedMaster, trainedMaster } from '../../agents/masters/train.ts';
import { Training } from '../../agents/masters/training.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { readRun, refuseChanged } from '../run/recorded-run.ts';
import { prepareTraining, type TrainSettings } from './prepare.ts';
import { recordedPrograms, recordedWriting } from './programs.ts';
import { loadSavedSeed } from './saved.ts';

/**
 * Loads a trained master from the directory of a training that is finished.
 *
 * @param options.seed the seed that it was trained with; by default the first
 * @throws RunDirectoryError where there is no such training, or its files were changed
 * @throws ReducedImpactError whatever finding its world, penalty and agent throws
 */
export async function loadMaster(
  directory: string,
  options: { readonly seed?: number; readonly backend?: BackendName } = {},
): Promise<TrainedMaster> {
  const run = readRun<TrainSettings>(directory, 'train');
  const seed = options.seed ?? run.settings.seed;
  const saved = loadSavedSeed(directory, run, seed);
  const backend = options.backend ?? run.settings.backend;
  const { ready, fingerprints } = await prepareTraining({ ...run.settings, backend }, true);
  refuseChanged(directory, run.versions, fingerprints);
  const { world, options: given } = recordedPrograms(directory, run, ready);
  const training = await Training.create({ ...given, seed }, saved.training);
  return trainedMaster(world, training, { allowLeak: run.settings.allowLeak, writing: recordedWriting(run, seed) });
}
