/** The command `disciple`: trains disciples from a world rather than from its library, and judges them. */
import { availableParallelism } from 'node:os';
import { finiteGoal, goalOf } from '../../agents/disciple/goal.ts';
import { InvalidSource } from '../../core/base/errors.ts';
import { stream } from '../../core/base/random.ts';
import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { sampledChance } from '../../core/world/chance.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import { conduct, type Experiment, type Findings, type Output, type Prepared, resume } from '../conduct.ts';
import { backendNote, checkAll, type Target } from '../inputs/prepare.ts';
import { absoluteSetting, resolveWorld, settingFiles } from '../inputs/resolve.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { yieldToSignals } from '../run/signals.ts';
import { logLine, startProgress } from '../terminal.ts';
import { exactCsv, exactText } from './exact-tables.ts';
import { exactVerdict, type Trained } from './exact-verdict.ts';
import { saidOf } from './said.ts';
import { sampledCsv, sampledText } from './sampled-tables.ts';
import { type SampledVerdict, sampledVerdict } from './sampled-verdict.ts';
import { type DiscipleSettings, trainedEvidence } from './settings.ts';
import { targetOf } from './target.ts';
import { type Trainable, trainAll } from './train-all.ts';

/** Processes at most by default: each holds the tables of its own. */
const MOST_JOBS = 4;

function experimentWith(jobs = Math.min(availableParallelism(), MOST_JOBS)): Experiment<DiscipleSettings, Trainable> {
  return {
    command: 'disciple',
    resume: 'disciple --resume',
    prepare,
    work: (run, ready) => trainAndJudge(run, ready, jobs),
  };
}

/**
 * Conducts a new run: trains disciples and judges them, exactly where the world compiles, else from rollouts
 * (docs/learning.md).
 *
 * @param output.jobs processes that train at a time
 */
export async function runDisciple(
  settings: DiscipleSettings,
  { jobs, ...output }: Output & { readonly jobs?: number },
): Promise<void> {
  await conduct(experimentWith(jobs), settings, output);
}

/** Carries a killed run on: trains and judges what it has not. */
export async function resumeDisciple(
  path: string,
  { json, jobs }: { readonly json: boolean; readonly jobs?: number },
): Promise<void> {
  await resume(experimentWith(jobs), path, { json });
}

async function prepare(settings: DiscipleSettings): Promise<Prepared<DiscipleSettings, Trainable>> {
  const world = await resolveWorld(settings.world);
  for (const { id, goal } of settings.roles) readGoal(world, id, goal);
  trainedEvidence(world, settings.evidence);
  const backend = await loadBackend(settings.backend);
  const { target, note } = targetOf(world);
  checkAll(worldOf(target), isCompiled(target) ? target : null, settings.allowLeak);
  for (const { goal } of settings.roles) checkGoal(target, goal);
  const notes = [note, backendNote(backend.name, backend.notice)];
  if (world.questions.length === 0) notes.push(`${world.id} asks no questions: every divergence of its answers is 0`);
  return {
    ready: { target, backend },
    settings: { ...settings, world: absoluteSetting(settings.world), backend: backend.name },
    fingerprints: {
      ...worldFingerprints([target]),
      ...fileFingerprints(settingFiles(isCompiled(target) ? [] : [settings.world])),
    },
    notes,
  };
}

/**
 * Refuses a goal that cannot be read, and names its flag: `--also` gives the further disciples.
 * @throws InvalidSource
 */
function readGoal(world: World, role: string, goal: string): void {
  try {
    goalOf(world, goal);
  } catch (error) {
    if (!(error instanceof InvalidSource)) throw error;
    const flag = role === 'bounded' || role === 'penalised' ? '--goal' : `--also ${role}`;
    throw new InvalidSource(`${flag}: ${error.message.replace(/^disciple source/, 'goal')}`, { cause: error });
  }
}

/** Refuses a goal that has no finite value in a state in which it is sure to be read. @throws InvalidSource */
function checkGoal(target: Target<unknown>['target'], goal: string): void {
  const world = worldOf(target);
  const valuation = goalOf(world, goal);
  const chance = sampledChance(stream(0, 'goal'));
  const states = isCompiled(target)
    ? target.states
    : evidenceValues(world).map(({ value }) => world.begin(value, true, chance));
  for (const state of states) finiteGoal(Number(valuation(state)), world);
}

async function trainAndJudge(run: Run<DiscipleSettings>, ready: Trainable, jobs: number): Promise<Findings> {
  const { settings } = run;
  const { target } = ready;
  const trained = await trainAll(run, ready, jobs);
  if (isCompiled(target)) {
    const { rows, choices } = exactVerdict(target, trained, settings);
    return {
      csv: exactCsv(rows, choices),
      json: { rows, choices },
      ...saidOf(target.world, rows),
      text: exactText(target, settings, rows, choices),
    };
  }
  const verdicts: SampledVerdict[] = [];
  for (let seed = settings.seed; seed < settings.seed + settings.seeds; seed++)
    verdicts.push(await run.once(`verdict of seed ${seed}`, () => judgeSeed(settings, ready, trained, seed)));
  return {
    csv: sampledCsv(verdicts),
    json: verdicts,
    ...saidOf(worldOf(target), verdicts.flatMap(outcomesOf)),
    text: sampledText(worldOf(target), settings, verdicts),
  };
}

function outcomesOf({ rows }: SampledVerdict) {
  return rows.map(({ role, utility, harm, nullHarm }) => ({
    role,
    utility: utility.value,
    harm: harm.value,
    nullHarm: nullHarm.value,
  }));
}

async function judgeSeed(
  settings: DiscipleSettings,
  { target, backend }: Trainable,
  trained: readonly Trained[],
  seed: number,
): Promise<SampledVerdict> {
  const own = trained.filter((one) => one.seed === seed);
  const begun = performance.now();
  let progress: ReturnType<typeof startProgress> | undefined;
  const verdict = await sampledVerdict(worldOf(target), backend, seed, own, settings, async (done, of, what) => {
    progress ??= startProgress(`seed ${seed} judging`, of);
    progress.update(done, what);
    await yieldToSignals();
  });
  progress?.stop();
  logLine(`seed ${seed}: judged in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return verdict;
}
