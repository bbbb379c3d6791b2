/** The command `calibrate`: compares the learned divergence with the exact one. */
import { InvalidOption } from '../../core/base/errors.ts';
import { didYouMean, expected } from '../../core/base/messages.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceIndex, parseEvidence } from '../../core/world/evidence.ts';
import { type Backend, type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { conduct, type Experiment, type Findings, type Output, type Prepared, resume } from '../conduct.ts';
import { backendNote } from '../inputs/prepare.ts';
import { absoluteSetting } from '../inputs/resolve.ts';
import { selectWorlds } from '../inputs/select.ts';
import { worldFingerprints } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { counted, startProgress } from '../terminal.ts';
import { binsJson, binsOf, learnedBins } from './bins.ts';
import { judgedRows, varianceRows } from './counterfactuals.ts';
import { compareNetworks } from './networks.ts';
import { calibrationCsv, printCalibration, type Results, resultsJson, saidOf } from './results.ts';
import { judgeWorld, type TrainedWorld, trainWorld, type WorldOptions, type WorldRow } from './worlds.ts';

/** The tables that `calibrate` can show. */
export const calibrationTables = ['worlds', 'networks', 'counterfactuals', 'bins'] as const;

export type CalibrationTable = (typeof calibrationTables)[number];

export interface CalibrateSettings {
  readonly worlds: readonly string[];
  /** Whether nothing is calibrated but the worlds that are named. */
  readonly only: boolean;
  readonly allowLeak: boolean;
  readonly tables: readonly CalibrationTable[];
  /** Fresh draws of each branch by which networks are judged. */
  readonly rollouts: number;
  /** Updates of the network of a world. */
  readonly updates: number;
  /** How often an estimate is repeated to measure its variance. */
  readonly repetitions: number;
  readonly seed: number;
  readonly backend?: BackendName;
  /** The evidence value, such as '0,0,1', and the id of the disciple that are looked at closely. */
  readonly evidence?: string;
  readonly disciple?: string;
}

/** The world that is looked at closely, where it is among those chosen. */
const FOCUS = 'PaperclipFactory-v0';
/** Episodes of each source in one repetition. They are few enough to repeat, and enough to meet a rare erasure. */
const EPISODES = 1000;
/**
 * Library disciples that are looked at closely, where there are such: a reckless one and a careful one. The last
 * one's variance is measured: an outcome that is sure has no variance.
 */
const CLOSELY = ['bounded', 'careful'];

/** What is calibrated. */
interface Calibratable {
  readonly backend: Backend;
  readonly worlds: readonly Compiled[];
  readonly focus: Focus;
}

/** The (e, S) that are looked at closely. */
interface Focus {
  readonly compiled: Compiled;
  readonly e: number;
  readonly disciples: readonly number[];
}

const calibrate: Experiment<CalibrateSettings, Calibratable> = {
  command: 'calibrate',
  resume: 'calibrate --resume',
  prepare,
  work: measure,
};

/** Conducts a new calibration: the learned divergence against exact truth (docs/learning.md). */
export async function runCalibrate(settings: CalibrateSettings, output: Output): Promise<void> {
  await conduct(calibrate, settings, output);
}

/** Carries a killed calibration on: does what it has not. */
export async function resumeCalibrate(path: string, json: boolean): Promise<void> {
  await resume(calibrate, path, { json });
}

async function prepare(settings: CalibrateSettings): Promise<Prepared<CalibrateSettings, Calibratable>> {
  checkTables(settings.tables);
  if (settings.only && settings.worlds.length === 0)
    throw new InvalidOption('--only: expected --world beside it, to name what is calibrated');
  const backend = await loadBackend(settings.backend);
  const worlds = await compiledWorlds(settings);
  return {
    ready: { backend, worlds, focus: focusOf(worlds, settings) },
    settings: { ...settings, backend: backend.name, worlds: settings.worlds.map(absoluteSetting) },
    fingerprints: worldFingerprints(worlds),
    notes: [backendNote(backend.name, backend.notice), counted(worlds.length, 'world')],
  };
}

async function measure(run: Run<CalibrateSettings>, { backend, worlds, focus }: Calibratable): Promise<Findings> {
  const { seed, rollouts, updates, repetitions, tables } = run.settings;
  const options: WorldOptions = { backend, seed, rollouts, updates };
  const wants = (table: CalibrationTable) => tables.includes(table);
  const shown = wants('worlds') ? worlds : [];
  const progress = startProgress('calibrate', shown.length + tables.filter((table) => table !== 'worlds').length);
  let parts = 0;
  /** The network of the world that is looked at closely, once it was trained. */
  let kept: TrainedWorld | null = null;
  try {
    const rows: WorldRow[] = [];
    for (const compiled of shown) {
      progress.update(parts++, compiled.world.id);
      const row = await run.once(compiled.world.id, async () => {
        const trained = await trainWorld(compiled, options);
        if (compiled === focus.compiled) kept = trained;
        const judged = await judgeWorld(trained, options);
        if (trained !== kept) trained.network.dispose();
        return judged;
      });
      rows.push(row);
    }
    /** A table about the world that is looked at closely, null where it is not asked for. */
    const part = async <Table>(table: CalibrationTable, work: (one: TrainedWorld) => Promise<Table>) => {
      if (!wants(table)) return undefined;
      progress.update(parts++, `${focus.compiled.world.id}: ${table}`);
      return run.once(table, async () => {
        kept ??= await trainWorld(focus.compiled, options);
        return work(kept);
      });
    };
    const networks = await part('networks', async (one) => {
      const compared = await compareNetworks(one, options);
      for (const { row, seconds } of compared) run.addSeconds(`networks: ${row.networks}`, seconds);
      return compared.map(({ row }) => row);
    });
    const counterfactuals = await part('counterfactuals', async (one) => {
      const closely = { e: focus.e, s: focus.disciples.at(-1)! };
      return {
        variance: await varianceRows(one, closely, { seed, repetitions, episodes: EPISODES }),
        judged: await judgedRows(one, focus.e, { seed, episodes: rollouts }),
      };
    });
    const bins = await part('bins', async (one) =>
      focus.disciples.map((s) => binsJson(learnedBins(one, { e: focus.e, s }, rollouts))),
    );
    const results: Results = { worlds: rows, networks, counterfactuals, bins: bins?.map(binsOf) };
    const { world } = focus.compiled;
    return {
      csv: calibrationCsv(results, world),
      json: resultsJson(results),
      ...saidOf(results),
      text: printCalibration(results, world, (what) => run.seconds(what)),
    };
  } finally {
    progress.stop();
    (kept as TrainedWorld | null)?.network.dispose();
  }
}

function compiledWorlds({ worlds, only, allowLeak }: CalibrateSettings): Promise<Compiled[]> {
  return selectWorlds({ worlds, only, allowLeak, penalties: [], quick: false });
}

function focusOf(worlds: readonly Compiled[], settings: CalibrateSettings): Focus {
  const compiled = worlds.find(({ world }) => world.id === FOCUS) ?? worlds[0];
  const { world, evidences } = compiled;
  const e = settings.evidence === undefined ? 0 : evidenceIndex(evidences, parseEvidence(world, settings.evidence));
  const useful = world.disciples.flatMap(({ source }, s) => (source === '' ? [] : [s]));
  if (settings.disciple !== undefined) {
    const ids = useful.map((s) => world.disciples[s].id);
    const s = world.disciples.findIndex(({ id }) => id === settings.disciple);
    if (!useful.includes(s)) {
      throw new InvalidOption(
        expected('disciple', `one of the library of ${world.id} but the null program`, settings.disciple) +
          `.${didYouMean(settings.disciple, ids)}`,
      );
    }
    return { compiled, e, disciples: [s] };
  }
  const usual = CLOSELY.map((id) => useful.find((s) => world.disciples[s].id === id)).filter((s) => s !== undefined);
  return { compiled, e, disciples: usual.length > 0 ? usual : useful.slice(0, 1) };
}

function checkTables(tables: readonly string[]): void {
  const known: readonly string[] = calibrationTables;
  const wrong = tables.find((table) => !known.includes(table));
  if (wrong !== undefined) throw new InvalidOption(expected('table', `one of ${known.join(', ')}`, wrong));
}
