/** Turns the settings of `train` into what trains. */
import { resolve } from 'node:path';
import type { MasterSpec } from '../../agents/masters/master.ts';
import type { TrainingOptions } from '../../agents/masters/training.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import type { World } from '../../core/world/world.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import type { Prepared } from '../conduct.ts';
import { externalMaster, isExternal } from '../external/external.ts';
import { backendNote, checkAll, compileOrSample } from '../inputs/prepare.ts';
import { absoluteSetting, resolveMaster, resolvePenalty, resolveWorld, settingFiles } from '../inputs/resolve.ts';
import { joinLibrary } from '../inputs/source-file.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import type { Config } from './settings.ts';

/** The settings that a training keeps: all but where it writes. */
export type TrainSettings = Omit<Config, 'out' | 'versions'>;

/** What trains, before the master has written anything. */
export interface Trainable {
  readonly world: World;
  readonly options: Omit<TrainingOptions<unknown>, 'seed'>;
}

/**
 * Finds world, penalty and agent, loads the backend, compiles the world, and checks the whole contract of the world
 * (unless `checked` says that this was done before). Writes nothing.
 *
 * @throws ReducedImpactError whatever a user can mend
 */
export async function prepareTraining(
  given: TrainSettings,
  checked = false,
): Promise<Prepared<TrainSettings, Trainable>> {
  const world = joinLibrary(await resolveWorld(given.world), given.join ?? []);
  const penalty = await resolvePenalty(given.penalty);
  const spec = await masterOf(given, world);
  const { name: backend, notice } = await loadBackend(given.backend);
  const { target, note } = compileOrSample(world);
  if (!checked) checkAll(world, isCompiled(target) ? target : null, given.allowLeak);
  const { weight, episodes, rollouts, erasure } = given;
  const files = [...(isCompiled(target) ? [] : [given.world]), given.penalty];
  // A command of a user's may end as a path does.
  if (!isExternal(given.agent)) files.push(given.agent);
  // How to get a faster backend matters only where a network is trained.
  const trains = penalty.trains ?? spec.trains ?? false;
  const notes = [note, backendNote(backend, trains ? notice : null)];
  if (world.questions.length === 0) notes.push(`${world.id} asks no questions: penalties on answers are 0`);
  return {
    ready: {
      world,
      options: { target, penalty, agent: spec, weight, episodes, rollouts, erasure, backend },
    },
    settings: {
      ...given,
      world: absoluteSetting(given.world),
      join: given.join?.map((path) => resolve(path)),
      penalty: absoluteSetting(given.penalty),
      agent: isExternal(given.agent) ? given.agent : absoluteSetting(given.agent),
      backend,
    },
    fingerprints: {
      ...worldFingerprints([target]),
      // Of a compiled world everything is hashed: a comment in its file may change.
      ...fileFingerprints(settingFiles(files)),
    },
    notes,
  };
}

/** The master of the settings. @throws InvalidOption for a setting of external writers where the agent is another. */
async function masterOf({ agent, rounds, timeLimit }: TrainSettings, { id }: World): Promise<MasterSpec> {
  const options = { world: id, rounds: rounds ?? 1, timeLimit: timeLimit ?? 60 };
  if (isExternal(agent)) return externalMaster(agent, options);
  for (const [name, value] of Object.entries({ rounds, timeLimit })) {
    if (value !== undefined) throw new InvalidOption(expected(name, 'an agent external:COMMAND', agent));
  }
  return resolveMaster(agent);
}
