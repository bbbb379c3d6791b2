import { InvalidOption } from '../../core/base/errors.ts';
import { didYouMean, expected } from '../../core/base/messages.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceIndex, parseEvidence } from '../../core/world/evidence.ts';
import { type Backend, type BackendName, loadBackend } from '../../learning/backend/backend.ts';
import { backendNote } from '../inputs/prepare.ts';
import { absoluteSetting } from '../inputs/resolve.ts';
import { selectWorlds } from '../inputs/select.ts';
import { worldFingerprints } from '../run/fingerprint.ts';
import { datedPath, eventsSoFar, openUnfinished, refuseChanged } from '../run/resumable.ts';
import { RunDirectory } from '../run/run-directory.ts';
import { onInterrupt } from '../run/signals.ts';
import { versions } from '../run/versions.ts';
import { logLine, startProgress } from '../terminal.ts';
import { type BinsJson, binsJson, binsOf, learnedBins } from './bins.ts';
import { judgedRows, varianceRows } from './counterfactuals.ts';
import { compareNetworks } from './networks.ts';
import { printCalibration, type Results, resultsJson, writeCalibration } from './results.ts';
import { judgeWorld, type TrainedWorld, trainWorld, type WorldOptions, type WorldRow } from './worlds.ts';

/** What `calibrate` can show. */
export const calibrationTables = ['worlds', 'networks', 'counterfactuals', 'bins'] as const;

export type CalibrationTable = (typeof calibrationTables)[number];

export interface CalibrateSettings {
  readonly worlds: readonly string[];
  /** Nothing but what is named, files too. */
  readonly only: boolean;
  readonly allowLeak: boolean;
  readonly tables: readonly CalibrationTable[];
  /** Fresh draws a branch to judge by. */
  readonly rollouts: number;
  /** Updates of the one network of a world. */
  readonly updates: number;
  /** Of estimates, where a variance is measured. */
  readonly repetitions: number;
  readonly seed: number;
  readonly backend?: BackendName;
  /** '0,0,1', and a disciple's id: the (e, S) that is looked at closely. */
  readonly evidence?: string;
  readonly disciple?: string;
}

interface Where {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** The world that is looked at closely, where it is among those chosen. */
const FOCUS = 'PaperclipFactory-v0';
/** Episodes of each source in one repetition: few enough to repeat, many enough for a rare erasure. */
const EPISODES = 1000;
/**
 * Library disciples that are looked at closely, where there are such: one that harms, and one that does not. The last
 * one's variance is measured: of an outcome that is sure there is none.
 */
const CLOSELY = ['bounded', 'careful'];

/** `calibrate`: the learned divergence against exact truth (DESIGN §7). Throws what `selectWorlds` throws, `InvalidOption`. */
export async function runCalibrate(settings: CalibrateSettings, where: Where): Promise<void> {
  if (where.out !== undefined) RunDirectory.refuse(where.out, where.force);
  checkTables(settings.tables);
  if (settings.only && settings.worlds.length === 0)
    throw new InvalidOption('--only: expected --world beside it, to name what is calibrated');
  const backend = await loadBackend(settings.backend);
  const worlds = await compiledWorlds(settings);
  const focus = focusOf(worlds, settings);
  const path = where.out ?? datedPath('calibrate');
  const written = {
    command: 'calibrate',
    ...settings,
    backend: backend.name,
    worlds: settings.worlds.map(absoluteSetting),
    versions: { ...versions(), ...worldFingerprints(worlds) },
  };
  const directory = RunDirectory.create(path, written, where);
  await carryOn({ settings, backend, worlds, focus }, directory, path, {}, where.json);
}

/** `calibrate --resume`: does what a killed one has not. */
export async function resumeCalibrate(path: string, json: boolean): Promise<void> {
  const { directory, settings, versions: then } = openUnfinished<CalibrateSettings>(path, 'calibrate');
  const backend = await loadBackend(settings.backend);
  const worlds = await compiledWorlds(settings);
  refuseChanged(path, then, worldFingerprints(worlds));
  const events = eventsSoFar(directory, path);
  const done = doneIn(events);
  logLine(`resuming ${path} after ${events.length} parts`);
  await carryOn({ settings, backend, worlds, focus: focusOf(worlds, settings) }, directory, path, done, json);
}

interface Prepared {
  readonly settings: CalibrateSettings;
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

async function carryOn(
  { settings, backend, worlds, focus }: Prepared,
  directory: RunDirectory,
  path: string,
  done: Partial<Results>,
  json: boolean,
): Promise<void> {
  const settled = onInterrupt(`calibrate --resume ${path}`);
  const { seed, rollouts, updates, repetitions } = settings;
  const options: WorldOptions = { backend, seed, rollouts, updates };
  const wants = (table: CalibrationTable) => settings.tables.includes(table);
  const shown = wants('worlds') ? worlds : [];
  logLine(backendNote(backend.name, backend.notice));
  logLine(`${worlds.length} worlds; run directory: ${path}`);
  const progress = startProgress('calibrate', shown.length + settings.tables.filter((one) => one !== 'worlds').length);
  let parts = 0;
  const begin = (note: string) => progress.update(parts++, note);
  let kept: TrainedWorld | null = null;
  const rows: WorldRow[] = [];
  for (const compiled of shown) {
    begin(compiled.world.id);
    let row = done.worlds?.find(({ world }) => world === compiled.world.id);
    if (!row) {
      const trained = await trainWorld(compiled, options);
      row = await judgeWorld(trained, options);
      directory.append({ type: 'world', ...row });
      if (compiled === focus.compiled) kept = trained;
      else trained.network.dispose();
    }
    rows.push(row);
  }
  /** A comparison that was done before, or is done now with the one network of the world that is looked at. */
  const part = async <Value>(
    table: CalibrationTable,
    known: Value | undefined,
    work: (one: TrainedWorld) => Promise<Value>,
    write: (value: Value) => unknown = (value) => value,
  ) => {
    if (!wants(table)) return undefined;
    begin(`${focus.compiled.world.id}: ${table}`);
    if (known !== undefined) return known;
    kept ??= await trainWorld(focus.compiled, options);
    const value = await work(kept);
    directory.append({ type: table, value: write(value) });
    return value;
  };
  const networks = await part('networks', done.networks, (one) => compareNetworks(one, options));
  const counterfactuals = await part('counterfactuals', done.counterfactuals, async (one) => {
    const closely = { e: focus.e, s: focus.disciples.at(-1)! };
    return {
      variance: await varianceRows(one, closely, { seed, repetitions, episodes: EPISODES }),
      judged: await judgedRows(one, focus.e, { seed, episodes: rollouts }),
    };
  });
  const bins = await part(
    'bins',
    done.bins,
    async (one) => focus.disciples.map((s) => learnedBins(one, { e: focus.e, s }, rollouts)),
    (learned) => learned.map(binsJson),
  );
  kept?.network.dispose();
  progress.stop();
  const results = { worlds: rows, networks, counterfactuals, bins };
  directory.append({ type: 'end' });
  writeCalibration(directory, results, focus.compiled.world);
  settled();
  if (json) process.stdout.write(`${JSON.stringify(resultsJson(results), null, 2)}\n`);
  else process.stdout.write(`\n${printCalibration(results, focus.compiled.world)}\n\nrun directory: ${path}\n`);
}

/** What the events of a killed run hold. */
function doneIn(events: readonly { readonly type: string; readonly value?: unknown }[]): Partial<Results> {
  const value = (type: string) => events.find((event) => event.type === type)?.value;
  return {
    worlds: events.filter(({ type }) => type === 'world') as unknown as WorldRow[],
    networks: value('networks') as Results['networks'],
    counterfactuals: value('counterfactuals') as Results['counterfactuals'],
    bins: (value('bins') as readonly BinsJson[] | undefined)?.map(binsOf),
  };
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
        `${expected('disciple', `one of the library of ${world.id} but the null program`, settings.disciple)}.${didYouMean(settings.disciple, ids)}`,
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
