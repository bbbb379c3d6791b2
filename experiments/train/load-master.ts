import '../../agents/suite.ts';
import { type TrainedMaster, trainedMaster } from '../../agents/masters/train.ts';
import { Training } from '../../agents/masters/training.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { RunDirectory } from '../run/run-directory.ts';
import { loadSeed, readRunConfig } from './saved.ts';
import { prepareTraining } from './train.ts';

/**
 * Loads a trained master from a finished run's directory.
 * Throws `RunDirectoryError`, and whatever finding its world, penalty and agent throws.
 */
export async function loadMaster(
  directory: string,
  options: { readonly seed?: number; readonly backend?: BackendName } = {},
): Promise<TrainedMaster> {
  const run = RunDirectory.open(directory);
  const config = readRunConfig(run, directory);
  const seed = options.seed ?? config.seed;
  const saved = loadSeed(run, seed);
  const prepared = await prepareTraining({ ...config, backend: options.backend ?? config.backend }, true);
  return trainedMaster(prepared.world, await Training.create({ ...prepared.options, seed }, saved.training));
}
