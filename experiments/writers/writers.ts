/** The command `writers`: how good the programs are that masters write, over several seeds. */
import type { MasterSpec } from '../../agents/masters/master.ts';
import { writeFor } from '../../agents/masters/writing.ts';
import { exactPenalty } from '../../agents/writing/program-figures.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { conduct, type Experiment, type Findings, type Output, type Prepared, resume } from '../conduct.ts';
import { backendNote, checkAll } from '../inputs/prepare.ts';
import { absoluteSetting, resolveMaster, resolvePenalty, resolveWorlds, settingFiles } from '../inputs/resolve.ts';
import { compileOrRead, tellStates } from '../inputs/tables-cache.ts';
import { toCsv } from '../run/csv.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { yieldToSignals } from '../run/signals.ts';
import { counted, logLine, startProgress } from '../terminal.ts';
import { ROW_COLUMNS, rowFields, saidOf, textOf, type WriterRow } from './text.ts';
import { bestOfRandom, objectiveOfSources, type Stakes, yardsticks } from './yardsticks.ts';

/** What decides the figures. */
export interface WritersSettings {
  readonly worlds: readonly string[];
  readonly agents: readonly string[];
  readonly penalty: string;
  readonly weight: number;
  readonly seed: number;
  readonly seeds: number;
  readonly episodes: number;
  readonly rollouts: number;
  readonly erasure: number;
  readonly backend?: BackendName;
  readonly allowLeak: boolean;
}

interface Ready {
  /** One for each world, with the exact penalty. */
  readonly stakes: readonly Stakes[];
  readonly agents: readonly MasterSpec[];
  /** What is charged. */
  readonly penalty: Penalty;
  readonly backend: BackendName;
}

const WORLDS = ['Hurricane-v0', 'MeasurementBureau-v0', 'PaperclipFactory-v0'];

const experiment: Experiment<WritersSettings, Ready> = {
  command: 'writers',
  resume: 'writers --resume',
  prepare,
  work,
};

/** Conducts a new run. */
export async function runWriters(settings: WritersSettings, output: Output): Promise<void> {
  await conduct(experiment, settings, output);
}

/** Carries a killed run on. */
export async function resumeWriters(path: string, json: boolean): Promise<void> {
  await resume(experiment, path, { json });
}

async function prepare(given: WritersSettings): Promise<Prepared<WritersSettings, Ready>> {
  const settings = {
    ...given,
    worlds: given.worlds.length > 0 ? given.worlds : WORLDS,
    agents: given.agents.length > 0 ? given.agents : ['writer'],
  };
  const agents: MasterSpec[] = [];
  for (const setting of settings.agents) agents.push(thatWrites(await resolveMaster(setting)));
  const penalty = await resolvePenalty(settings.penalty);
  const { weight, erasure } = settings;
  const stakes: Stakes[] = [];
  for (const world of await resolveWorlds(settings.worlds)) {
    const { compiled } = compileOrRead(world, { onProgress: tellStates(world) });
    checkAll(world, compiled, settings.allowLeak);
    stakes.push({ compiled, penalty: exactPenalty('writers', compiled, penalty), weight, erasure });
  }
  const { name: backend, notice } = await loadBackend(settings.backend);
  const trains = agents.some((agent) => agent.trains) || penalty.trains === true;
  const files = settingFiles([...settings.agents, settings.penalty]);
  return {
    ready: { stakes, agents, penalty, backend },
    settings: {
      ...settings,
      worlds: settings.worlds.map(absoluteSetting),
      agents: settings.agents.map(absoluteSetting),
      penalty: absoluteSetting(settings.penalty),
      backend,
    },
    fingerprints: { ...worldFingerprints(stakes.map(({ compiled }) => compiled)), ...fileFingerprints(files) },
    notes: [
      `${counted(stakes.length, 'world')} × ${counted(agents.length, 'agent')} × ${counted(settings.seeds, 'seed')}`,
      backendNote(backend, trains ? notice : null),
    ],
  };
}

/** @throws InvalidOption for a master that chooses from the library. */
function thatWrites(agent: MasterSpec): MasterSpec {
  if (agent.write) return agent;
  throw new InvalidOption(expected('--agent', 'a master that writes, such as writer, evolve or enumerate', agent.id));
}

async function work(run: Run<WritersSettings>, { stakes, agents, penalty, backend }: Ready): Promise<Findings> {
  const { seed: first, seeds, episodes, rollouts, weight, erasure } = run.settings;
  const rows: WriterRow[] = [];
  for (const one of stakes) {
    const { compiled } = one;
    const world = compiled.world.id;
    logLine(`${world}: the programs to compare with`);
    const best = await run.once(`${world} yardsticks`, () => yardsticks(one));
    await yieldToSignals();
    for (let seed = first; seed < first + seeds; seed++) {
      const random = await run.once(`${world} random ${seed}`, () => bestOfRandom(one, seed));
      await yieldToSignals();
      for (const agent of agents) {
        const key = `${world} ${agent.id} ${seed}`;
        const sources = await run.once(key, async () => {
          let progress: ReturnType<typeof startProgress> | null = null;
          const onProgress = (done: number, total: number, note: string) => {
            progress ??= startProgress(key, total);
            progress.update(done, note);
          };
          const options = { penalty, weight, erasure, seed, episodes, rollouts, backend, onProgress };
          try {
            return await writeFor(compiled, agent, options);
          } finally {
            (progress as ReturnType<typeof startProgress> | null)?.stop();
          }
        });
        const row = { world, agent: agent.id, seed, objective: objectiveOfSources(one, sources), random, ...best };
        rows.push(row);
        const took = `${(run.seconds(key) ?? 0).toFixed(0)} s`;
        logLine(`${key}: objective ${row.objective.toFixed(4)}, enumerate ${best.enumerate.toFixed(4)}, ${took}`);
      }
    }
  }
  return {
    csv: { 'summary.csv': toCsv(ROW_COLUMNS, rows.map(rowFields)) },
    json: rows,
    ...saidOf(rows),
    text: textOf(rows),
  };
}
