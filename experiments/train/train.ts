import { resolve } from 'node:path';
import { Training, type TrainingOptions, type TrainingStep } from '../../agents/masters/training.ts';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { isCompiled } from '../../core/disciple/disciple.ts';
import type { World } from '../../core/world/world.ts';
import { judge } from '../../judging/verdict.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import { backendNote, checkAll, compileOrSample } from '../inputs/prepare.ts';
import { absoluteSetting, resolveMaster, resolvePenalty, resolveWorld } from '../inputs/resolve.ts';
import { joinLibrary } from '../inputs/source-file.ts';
import { printVerdicts } from '../report/print-verdicts.ts';
import { agreementLine, learnedCsv, type SeedVerdict, summaryCsv } from '../report/verdict-tables.ts';
import { datedPath, eventsSoFar } from '../run/resumable.ts';
import { RunDirectory, type RunEvent } from '../run/run-directory.ts';
import { onInterrupt, yieldToSignals } from '../run/signals.ts';
import { fingerprint, versions } from '../run/versions.ts';
import { logLine, startProgress } from '../terminal.ts';
import { type Checkpoint, loadCheckpoint, readRunConfig, removeCheckpoint, saveCheckpoint, saveSeed } from './saved.ts';
import type { Config } from './settings.ts';

/** Iterations between two events, and between two checkpoints. */
const EVENT_EVERY = 10;
const CHECKPOINT_EVERY = 20;

/** A configuration turned into what trains. */
export interface Prepared {
  readonly config: Config;
  readonly world: World;
  readonly options: Omit<TrainingOptions<unknown>, 'seed'>;
  /** Lines for the person, once nothing is left that could be refused: the size of the tables, the backend. */
  readonly notes: readonly string[];
}

/**
 * Turns a configuration into what trains: finds world, penalty and agent, loads the backend, compiles, and checks the whole
 * contract of the world (unless `checked` says that was done). Writes nothing. Throws what a user can mend.
 */
export async function prepareTraining(config: Config, checked = false): Promise<Prepared> {
  const world = joinLibrary(await resolveWorld(config.world), config.join ?? []);
  const penalty = await resolvePenalty(config.penalty);
  const agent = await resolveMaster(config.agent);
  const { name: backend, notice } = await loadBackend(config.backend);
  const { target, note } = compileOrSample(world);
  if (!checked) checkAll(world, isCompiled(target) ? target : null, config.allowLeak);
  const { weight, episodes, rollouts, erasure } = config;
  const notes = [note, backendNote(backend, notice)];
  if (world.questions.length === 0) notes.push(`${world.id} asks no questions: penalties on answers are 0`);
  return {
    config: { ...config, backend },
    world,
    options: { target, penalty, agent, weight, episodes, rollouts, erasure, backend },
    notes,
  };
}

/** `train`: a new run. */
export async function runTraining(given: Config, options: { readonly force?: boolean } = {}): Promise<void> {
  if (given.out !== undefined) RunDirectory.refuse(given.out, options.force ?? false);
  const prepared = await prepareTraining(given);
  const { config, world } = prepared;
  const path = given.out ?? defaultPath(world.id, config);
  const { out: _, ...settings } = config;
  const written = {
    ...settings,
    world: absoluteSetting(config.world),
    join: config.join?.map((path) => resolve(path)),
    penalty: absoluteSetting(config.penalty),
    agent: absoluteSetting(config.agent),
    versions: { ...versions(), ...fingerprint(prepared.options.target) },
  };
  // What an agent's own code refuses, it refuses before there is a directory.
  const training = await Training.create({ ...prepared.options, seed: config.seed });
  training.choices(0);
  const directory = RunDirectory.create(path, written, options);
  [...prepared.notes, `run directory: ${path}`].forEach(logLine);
  await carryOn(prepared, directory, null, 0, path, training);
}

/** `--resume`: carries a killed run on to the result it would have had. */
export async function resumeTraining(path: string): Promise<void> {
  const directory = RunDirectory.open(path);
  const config = readRunConfig(directory, path);
  if (directory.has('summary.csv')) {
    throw new RunDirectoryError(`${path} is complete: judge it again with evaluate ${path}`);
  }
  const checkpoint = loadCheckpoint(directory);
  const prepared = await prepareTraining(config, true);
  checkUnchanged(path, config.versions ?? {}, { ...versions(), ...fingerprint(prepared.options.target) });
  const events = eventsSoFar(directory, path);
  logLine(
    checkpoint
      ? `resuming ${path} at seed ${checkpoint.seed}, iteration ${checkpoint.training.iteration}`
      : `resuming ${path} from its beginning`,
  );
  prepared.notes.forEach(logLine);
  await carryOn(prepared, directory, checkpoint, events.length, path);
}

/** A world that changed is refused: its result would be of neither. Other software is only told of. */
function checkUnchanged(
  path: string,
  then: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void {
  for (const [name, before] of Object.entries(then)) {
    if (now[name] === before) continue;
    if (name === 'world') throw new RunDirectoryError(`${path}: the world has changed since the run began: train anew`);
    logLine(`${path}: begun with ${name} ${before}, resumed with ${now[name] ?? 'none'}`);
  }
}

/**
 * Trains the seeds that are left. Events are numbered: the first `written` of a run stand in its file already, and a
 * resumed run, which meets them again, does not write them twice.
 */
async function carryOn(
  { config, world, options }: Prepared,
  directory: RunDirectory,
  checkpoint: Checkpoint | null,
  written: number,
  path: string,
  ready: Training<unknown> | null = null,
): Promise<void> {
  const finished: SeedVerdict[] = [...(checkpoint?.finished ?? [])];
  let emitted = checkpoint?.events ?? 0;
  const emit = (event: RunEvent) => {
    if (emitted++ >= written) directory.append(event);
  };
  if (!checkpoint) emit({ type: 'begin', world: world.id, penalty: options.penalty.id, agent: options.agent.id });
  const settled = onInterrupt(`--resume ${path}`);
  const first = checkpoint?.seed ?? config.seed;
  for (let seed = first; seed < config.seed + config.seeds; seed++) {
    const saved = seed === checkpoint?.seed ? checkpoint.training : undefined;
    const training = ready && seed === first && !saved ? ready : await Training.create({ ...options, seed }, saved);
    const progress = startProgress(`seed ${seed}`, training.iterations);
    while (!training.done) {
      const step = training.step();
      progress.update(step.iteration, describe(step));
      if (step.iteration % EVENT_EVERY === 0 || training.done) emit({ type: 'step', seed, ...step });
      if (step.iteration % CHECKPOINT_EVERY === 0) {
        saveCheckpoint(directory, { finished, seed, events: emitted, training: training.save() });
      }
      await yieldToSignals();
    }
    progress.stop();
    const verdict = judge(training, { ...options, seed });
    const state = training.save();
    training.dispose();
    finished.push({ seed, verdict });
    saveSeed(directory, { seed, disciples: world.disciples.map(({ id }) => id), training: state, verdict });
    emit({ type: 'seed', seed, choices: verdict.choices });
    logLine(agreementLine({ seed, verdict }));
  }
  directory.write('learned.csv', learnedCsv(finished));
  emit({ type: 'end' });
  // Last, since a run that has its summary is complete.
  directory.write('summary.csv', summaryCsv(world, finished));
  removeCheckpoint(directory);
  settled();
  printVerdicts(world, finished, options);
  process.stdout.write(`\ntfjs backend: ${config.backend}; run directory: ${path}\n`);
}

function describe(step: TrainingStep): string {
  return `reward ${step.reward.toFixed(3)}  utility ${step.utility.toFixed(3)}  penalty ${step.penalty.toFixed(3)}`;
}

function defaultPath(world: string, config: Config): string {
  const name = [world, config.penalty, config.agent].map((part) => part.replace(/^.*\/(?=[^/]*\.[cm]?[jt]s)/, ''));
  return datedPath(name.join('-').replace(/[^\w.-]+/g, '-'));
}
