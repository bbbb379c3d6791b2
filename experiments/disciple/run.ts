import { availableParallelism } from 'node:os';
import { finiteGoal, goalOf } from '../../agents/disciple/goal.ts';
import { RunDirectoryError } from '../../core/base/errors.ts';
import { stream } from '../../core/base/random.ts';
import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import { sampledChance } from '../../core/world/chance.ts';
import { evidenceValues } from '../../core/world/evidence.ts';
import { type Backend, loadBackend } from '../../learning/backend/backend.ts';
import { isPolicySource } from '../../learning/policy/policy-source.ts';
import { backendNote, checkAll, type Target } from '../inputs/prepare.ts';
import { absoluteSetting, resolveWorld } from '../inputs/resolve.ts';
import { datedPath, eventsSoFar, openUnfinished } from '../run/resumable.ts';
import { RunDirectory } from '../run/run-directory.ts';
import { onInterrupt, yieldToSignals } from '../run/signals.ts';
import { fingerprint, versions } from '../run/versions.ts';
import { logLine, type Progress, progressGroup, startProgress } from '../terminal.ts';
import { printExact, writeExact } from './exact-tables.ts';
import { exactVerdict, type Trained } from './exact-verdict.ts';
import { printSampled, writeSampled } from './sampled-tables.ts';
import { type SampledVerdict, sampledVerdict } from './sampled-verdict.ts';
import { type DiscipleSettings, trainedEvidence } from './settings.ts';
import { targetOf } from './target.ts';
import { type Asked, type Note, type Task, trainApart } from './train-apart.ts';
import { trainRole } from './train-role.ts';

interface How {
  readonly json: boolean;
  /** Disciples trained at a time. */
  readonly jobs?: number;
}

interface Where extends How {
  readonly out?: string;
  readonly force: boolean;
}

interface Prepared {
  readonly settings: DiscipleSettings;
  readonly target: Target<unknown>['target'];
  readonly backend: Backend;
  readonly notes: readonly string[];
}

/** `disciple`: trains disciples from the world, and judges them: exactly where it compiles, else from rollouts (DESIGN §7). */
export async function runDisciple(settings: DiscipleSettings, where: Where): Promise<void> {
  if (where.out !== undefined) RunDirectory.refuse(where.out, where.force);
  const prepared = await prepare(settings);
  const path = where.out ?? datedPath('disciple');
  const written = {
    command: 'disciple',
    ...settings,
    world: absoluteSetting(settings.world),
    backend: prepared.backend.name,
    versions: { ...versions(), ...fingerprint(prepared.target) },
  };
  const directory = RunDirectory.create(path, written, where);
  [...prepared.notes, `run directory: ${path}`].forEach(logLine);
  await carryOn(prepared, directory, path, where);
}

/** `disciple --resume`: trains and judges what a killed run has not, to the same result. */
export async function resumeDisciple(path: string, how: How): Promise<void> {
  const { directory, settings, versions: then } = openUnfinished<DiscipleSettings>(path, 'disciple');
  const prepared = await prepare(settings);
  if (then.world !== fingerprint(prepared.target).world)
    throw new RunDirectoryError(`${path}: ${settings.world} has changed since the run began: run it anew`);
  eventsSoFar(directory, path);
  [...prepared.notes, `resuming ${path}`].forEach(logLine);
  await carryOn(prepared, directory, path, how);
}

/** Everything that can be refused is refused here, before there is a directory. */
async function prepare(settings: DiscipleSettings): Promise<Prepared> {
  const world = await resolveWorld(settings.world);
  for (const { goal } of settings.roles) goalOf(world, goal);
  trainedEvidence(world, settings.evidence);
  const backend = await loadBackend(settings.backend);
  const { target, note } = targetOf(world);
  checkAll(worldOf(target), isCompiled(target) ? target : null, settings.allowLeak);
  for (const { goal } of settings.roles) checkGoal(target, goal);
  const notes = [note, backendNote(backend.name, backend.notice)];
  if (world.questions.length === 0) notes.push(`${world.id} asks no questions: every divergence of its answers is 0`);
  return { settings, target, backend, notes };
}

/** Refuses a goal that has no finite value where it is sure to be asked for one. Throws `InvalidSource`. */
function checkGoal(target: Prepared['target'], goal: string): void {
  const world = worldOf(target);
  const valuation = goalOf(world, goal);
  const chance = sampledChance(stream(0, 'goal'));
  const states = isCompiled(target)
    ? target.states
    : evidenceValues(world).map(({ value }) => world.begin(value, true, chance));
  for (const state of states) finiteGoal(Number(valuation(state)), world);
}

async function carryOn(
  prepared: Prepared,
  directory: RunDirectory,
  path: string,
  { json, jobs = defaultJobs() }: How,
): Promise<void> {
  const settled = onInterrupt(`disciple --resume ${path}`);
  const { settings, target } = prepared;
  const world = worldOf(target);
  const trained = await trainAll(prepared, directory, jobs);
  if (isCompiled(target)) {
    const { rows, choices } = exactVerdict(target, trained, settings);
    writeExact(directory, rows, choices);
    if (json) process.stdout.write(`${JSON.stringify({ rows, choices }, null, 2)}\n`);
    else printExact(target, settings, rows, choices);
  } else {
    const verdicts: SampledVerdict[] = [];
    for (let seed = settings.seed; seed < settings.seed + settings.seeds; seed++)
      verdicts.push(await judgedOrKept(prepared, directory, trained, seed));
    writeSampled(directory, verdicts);
    if (json) process.stdout.write(`${JSON.stringify(verdicts, null, 2)}\n`);
    else printSampled(world, settings, verdicts);
  }
  directory.append({ type: 'end' });
  settled();
  if (!json) process.stdout.write(`\nrun directory: ${path}\n`);
}

/** Each holds the tables of its own. */
const MOST_JOBS = 4;

function defaultJobs(): number {
  return Math.min(availableParallelism(), MOST_JOBS);
}

function sourceFile(seed: number, role: string): string {
  return `disciples/seed-${seed}-${role}.json`;
}

/** Trains what the directory does not hold yet, and reads all of it. */
async function trainAll(
  { target, backend, settings }: Prepared,
  directory: RunDirectory,
  jobs: number,
): Promise<Trained[]> {
  const tasks = Array.from({ length: settings.seeds }, (_, i) => settings.seed + i).flatMap((seed) =>
    settings.roles.map((role): Task => ({ seed, role })),
  );
  const isKept = ({ seed, role }: Task) => directory.has(sourceFile(seed, role.id));
  for (const { seed, role } of tasks.filter(isKept)) keptSource(directory, sourceFile(seed, role.id));
  const pending = tasks.filter((task) => !isKept(task));
  const group = progressGroup();
  const listen = ({ seed, role }: Task) => {
    let progress: Progress | null = null;
    return {
      note(done: number, of: number, how: string) {
        progress ??= group.start(`seed ${seed} ${role.id}`, of);
        progress.update(done, how);
      },
      done(source: string) {
        progress?.stop();
        directory.write(sourceFile(seed, role.id), source);
      },
    };
  };
  try {
    if (Math.min(jobs, pending.length) > 1) await trainApart(pending, jobs, askedOf(target, backend, settings), listen);
    else {
      for (const task of pending) {
        const { note, done } = listen(task);
        const noting = async (...noted: Parameters<Note>) => {
          note(...noted);
          await yieldToSignals();
        };
        done(await trainRole(target, backend, settings, task.role, task.seed, noting));
      }
    }
  } finally {
    group.stop();
  }
  // In the order of the tasks, whichever was done first.
  const told = directory.readEvents().events.filter(({ type }) => type === 'disciple').length;
  for (const { seed, role } of tasks.slice(told))
    directory.append({ type: 'disciple', seed, role: role.id, file: sourceFile(seed, role.id) });
  return tasks.map(({ seed, role: { id } }) => ({
    seed,
    role: id,
    source: keptSource(directory, sourceFile(seed, id)),
  }));
}

function askedOf(target: Prepared['target'], backend: Backend, settings: DiscipleSettings): Omit<Asked, 'task'> {
  return {
    settings: { ...settings, backend: backend.name },
    compiles: isCompiled(target),
    fingerprint: fingerprint(target).world,
  };
}

function keptSource(directory: RunDirectory, file: string): string {
  const source = JSON.stringify(directory.readJson(file));
  if (!isPolicySource(source))
    throw new RunDirectoryError(`${file}: expected a disciple that this version trained: remove it to train it anew`);
  return source;
}

async function judgedOrKept(
  { target, backend, settings }: Prepared,
  directory: RunDirectory,
  trained: readonly Trained[],
  seed: number,
): Promise<SampledVerdict> {
  const kept = directory.readEvents().events.find((event) => event.type === 'verdict' && event.seed === seed);
  if (kept) return kept.verdict as SampledVerdict;
  const own = trained.filter((one) => one.seed === seed);
  const begun = performance.now();
  let progress: ReturnType<typeof startProgress> | null = null;
  const verdict = await sampledVerdict(worldOf(target), backend, seed, own, settings, async (done, of, what) => {
    progress ??= startProgress(`seed ${seed} judging`, of);
    progress.update(done, what);
    await yieldToSignals();
  });
  (progress as ReturnType<typeof startProgress> | null)?.stop();
  logLine(`seed ${seed}: judged in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  directory.append({ type: 'verdict', seed, verdict });
  return verdict;
}
