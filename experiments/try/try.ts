/** The command `try`: one source under every penalty. */

import { NoEstimate, NoExactValue } from '../../core/base/errors.ts';
import { boot, type Disciple, isCompiled } from '../../core/disciple/disciple.ts';
import { expectation } from '../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import {
  type EvidenceValue,
  evidenceIndex,
  evidenceValues,
  nameEvidence,
  parseEvidence,
} from '../../core/world/evidence.ts';
import { unitValue } from '../../core/world/state-values.ts';
import type { World } from '../../core/world/world.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { loadBackend } from '../../learning/backend/backend.ts';
import { exactOrNull } from '../../penalties/exact-penalties.ts';
import {
  caseName,
  checked,
  exactForecasterOf,
  type Measurement,
  type MeasureRequest,
  type Penalty,
  penaltyFault,
} from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { conduct, type Experiment, type Findings, type Output, type Prepared, printFindings } from '../conduct.ts';
import { precheckPenalties } from '../inputs/precheck-penalties.ts';
import { backendNote, checkAll, compileOrSample } from '../inputs/prepare.ts';
import { absoluteSetting, isFile, resolvePenalty, resolveWorld, settingFiles } from '../inputs/resolve.ts';
import { namedSource } from '../inputs/source-file.ts';
import { toCsv } from '../run/csv.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import { yieldToSignals } from '../run/signals.ts';
import { logLine, startProgress } from '../terminal.ts';
import { type PenaltyRow, saidOf, type TryResult, textOf } from './text.ts';

/** What decides the figures of `try`. */
export interface TrySettings {
  readonly world: string;
  /** A source, the id of a library disciple, or the file of a learned one. */
  readonly disciple: string;
  /** Ids or files; all registered penalties where empty. */
  readonly penalties: readonly string[];
  readonly rollouts: number;
  readonly seed: number;
  /** An evidence value, such as '4,0,1'; the prior's average where absent. */
  readonly evidence?: string;
  readonly backend?: BackendName;
  readonly allowLeak: boolean;
}

const COLUMNS = ['penalty', 'exact', 'estimate', 'low', 'high', 'null_mean', 'null_p95', 'note'] as const;

/** What is measured. */
interface Triable {
  readonly world: World;
  readonly target: World | Compiled;
  readonly disciple: Disciple;
  readonly evidences: readonly EvidenceValue[];
  readonly penalties: readonly Penalty[];
  readonly backend: BackendName;
}

/** Measures one source under every penalty: exactly where the world compiles, and from rollouts beside it. */
export async function tryDisciple({ json, out, force, ...settings }: TrySettings & Output): Promise<void> {
  const experiment: Experiment<TrySettings, Triable> = {
    command: 'try',
    prepare,
    work: async (run, ready) => findingsOf(await run.once('result', () => measureAll(run.settings, ready))),
  };
  if (out !== undefined) return conduct(experiment, settings, { json, out, force });
  const { ready, notes, settings: complete } = await prepare(settings);
  for (const note of notes) logLine(note);
  printFindings(findingsOf(await measureAll(complete, ready)), json);
}

async function prepare(given: TrySettings): Promise<Prepared<TrySettings, Triable>> {
  const { rollouts, seed } = given;
  const world = await resolveWorld(given.world);
  const settings = { ...given, disciple: namedSource(world, given.disciple) };
  const chosen: Penalty[] = [];
  const own: Penalty[] = [];
  for (const setting of settings.penalties) {
    const penalty = await resolvePenalty(setting);
    chosen.push(penalty);
    if (isFile(setting)) own.push(penalty);
  }
  if (chosen.length === 0) chosen.push(...penalties.ids().map((id) => penalties.get(id)));
  const { name: backend, notice } = await loadBackend(settings.backend);
  const evidences = evidencesOf(world, settings.evidence);
  const { target, note } = compileOrSample(world);
  checkAll(world, isCompiled(target) ? target : null, settings.allowLeak);
  const disciple = boot(target, settings.disciple);
  // The null program is not among what is measured below.
  await precheckPenalties(own, target, [boot(target, '')], { rollouts, seed, backend });
  return {
    ready: { world, target, disciple, evidences, penalties: chosen, backend },
    settings: {
      ...settings,
      world: absoluteSetting(settings.world),
      penalties: settings.penalties.map(absoluteSetting),
      backend,
    },
    fingerprints: {
      ...worldFingerprints([target]),
      ...fileFingerprints(settingFiles([...(isCompiled(target) ? [] : [settings.world]), ...settings.penalties])),
    },
    // How to get a faster backend matters only where a network is trained.
    notes: [note, backendNote(backend, chosen.some(({ trains }) => trains) ? notice : null)],
  };
}

async function measureAll({ rollouts, seed, ...settings }: TrySettings, ready: Triable): Promise<TryResult> {
  const { world, target, disciple, evidences, backend } = ready;
  const compiled = isCompiled(target) ? target : null;
  const forecaster = sampledForecaster(target, { rollouts, seed });
  const progress = startProgress('measuring', ready.penalties.length * evidences.length);
  const rows: PenaltyRow[] = [];
  let done = 0;
  try {
    for (const penalty of ready.penalties) {
      const measured: Measured[] = [];
      for (const { value: evidence, probability: weight } of evidences) {
        const request = { compiled: compiled ?? undefined, world, forecaster, evidence, disciple, seed, backend };
        const estimate = await estimated(penalty, request);
        const exact = compiled && ownExact(penalty, { compiled, evidence, disciple });
        measured.push({ weight, exact, estimate });
        progress.update(++done, penalty.id);
        await yieldToSignals();
      }
      rows.push(average(penalty.id, measured));
    }
  } finally {
    progress.stop();
  }
  const forecasts = compiled ? exactForecasterOf(compiled) : forecaster;
  const mean = (name: 'utility' | 'harm', x: 0 | 1) => {
    const total = evidences.reduce((sum, { probability }) => sum + probability, 0);
    return evidences.reduce((sum, { value, probability }) => {
      const forecast = forecasts(value, disciple, x);
      return sum + (probability / total) * expectation(forecast, (state) => unitValue(world, state, name));
    }, 0);
  };
  return {
    world: world.id,
    disciple: disciple.source,
    evidence: settings.evidence === undefined ? 'averaged over the prior' : nameEvidence(world, evidences[0].value),
    rollouts,
    seed,
    backend,
    utility: mean('utility', 1),
    harm: mean('harm', 1),
    nullHarm: mean('harm', 0),
    penalties: rows,
  };
}

function findingsOf(result: TryResult): Findings {
  const lines = result.penalties.map((row) => [
    row.penalty,
    row.exact,
    row.estimate,
    row.low,
    row.high,
    row.nullMean,
    row.nullP95,
    row.note,
  ]);
  return { csv: { 'summary.csv': toCsv(COLUMNS, lines) }, json: result, ...saidOf(result), text: textOf(result) };
}

/** One penalty under one evidence value. */
interface Measured {
  readonly weight: number;
  readonly exact: number | null;
  /** A line that says why, where these draws give none. */
  readonly estimate: Measurement | string;
}

function caseOf({ compiled, world, evidence, disciple }: Omit<MeasureRequest, 'forecaster' | 'seed'>): string {
  return caseName((world ?? compiled?.world)!, evidence, disciple.source);
}

/** The estimate from draws, or why they give none. Throws `InvalidPenalty`. */
async function estimated(penalty: Penalty, request: MeasureRequest): Promise<Measurement | string> {
  try {
    return checked(penalty, request.disciple.source, await penalty.measure(request), caseOf(request));
  } catch (error) {
    if (error instanceof NoEstimate || error instanceof NoExactValue) return error.message;
    throw penaltyFault(penalty, caseOf(request), error);
  }
}

/** The penalty's own exact value; null where it has none, whatever it estimates. */
function ownExact(penalty: Penalty, request: Parameters<Penalty['exact']>[0]): number | null {
  try {
    return checked(penalty, request.disciple.source, penalty.exact(request), caseOf(request)).value;
  } catch (error) {
    if (!(error instanceof NoExactValue)) throw penaltyFault(penalty, caseOf(request), error);
    return exactOrNull(penalty, request);
  }
}

/**
 * Averages over the prior. The ends of the intervals are averaged too: the deviation of a mean is at most the mean
 * deviation, so the average interval covers the average at least as surely.
 *
 */
function average(id: string, measured: readonly Measured[]): PenaltyRow {
  const total = measured.reduce((sum, { weight }) => sum + weight, 0);
  const mean = <Entry extends { readonly weight: number }>(entries: readonly Entry[], read: (entry: Entry) => number) =>
    entries.reduce((sum, entry) => sum + (entry.weight / total) * read(entry), 0);
  const exact = measured.every((entry) => entry.exact !== null) ? mean(measured, (entry) => entry.exact!) : null;
  const estimates: { readonly weight: number; readonly estimate: Measurement }[] = [];
  for (const { weight, estimate } of measured) {
    if (typeof estimate === 'string') {
      const none = { estimate: null, low: null, high: null, nullMean: null, nullP95: null };
      return { penalty: id, exact, ...none, note: estimate };
    }
    estimates.push({ weight, estimate });
  }
  const interval = estimates.every(({ estimate }) => estimate.interval !== null);
  const without = estimates.some(({ estimate }) => estimate.parts.noInterval === 1);
  return {
    penalty: id,
    exact,
    estimate: mean(estimates, ({ estimate }) => estimate.value),
    low: interval ? mean(estimates, ({ estimate }) => estimate.interval![0]) : null,
    high: interval ? mean(estimates, ({ estimate }) => estimate.interval![1]) : null,
    nullMean: mean(estimates, ({ estimate }) => estimate.null.mean),
    nullP95: mean(estimates, ({ estimate }) => estimate.null.p95),
    note: without ? 'no honest interval is known' : '',
  };
}

/** The evidence value that was asked for, else all of them. */
function evidencesOf(world: World, text: string | undefined): readonly EvidenceValue[] {
  const all = evidenceValues(world);
  return text === undefined ? all : [all[evidenceIndex(all, parseEvidence(world, text))]];
}
