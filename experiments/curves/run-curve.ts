/** Runs one curve of the suite: its rows in a run directory, its tables in the terminal. */

import { conduct, type Experiment, type Findings, type Output, type Prepared } from '../conduct.ts';
import { checkAll } from '../inputs/prepare.ts';
import { absoluteSetting, resolvePenalty, resolveWorld, settingFiles } from '../inputs/resolve.ts';
import { tablesOf } from '../inputs/tables-cache.ts';
import { toCsv } from '../run/csv.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { formatBlocks, logLine, shortFigure, timedLines, wrap } from '../terminal.ts';
import type { Curve, CurveOptions, CurveRow, CurveTable } from './curve.ts';

/** What decides the rows of a curve. */
export interface CurveSettings {
  readonly seed: number;
  readonly rollouts: number;
  /** Ids or files, for a curve whose world and penalties may be chosen. */
  readonly world?: string;
  readonly penalties: readonly string[];
  readonly allowLeak: boolean;
}

/** Conducts a curve: a run directory with its rows as CSV, and tables in the terminal. */
export async function runCurve(curve: Curve, { json, out, force, ...settings }: CurveSettings & Output): Promise<void> {
  const experiment: Experiment<CurveSettings, CurveOptions> = {
    command: curve.id,
    prepare: (given) => prepare(curve, given),
    work: (run, options) => tabulate(curve, run, options),
  };
  await conduct(experiment, settings, { json, out, force });
}

async function prepare(curve: Curve, settings: CurveSettings): Promise<Prepared<CurveSettings, CurveOptions>> {
  const { seed, rollouts } = settings;
  const world = settings.world === undefined ? undefined : await resolveWorld(settings.world);
  const compiled = world && tablesOf(world);
  if (world && compiled) checkAll(world, compiled, settings.allowLeak);
  const chosen = [];
  for (const setting of settings.penalties) chosen.push(await resolvePenalty(setting));
  const files = settingFiles(settings.penalties);
  const ready = { seed, rollouts, world, penalties: chosen.length > 0 ? chosen : undefined };
  curve.refuse?.(ready);
  return {
    ready,
    settings: {
      ...settings,
      world: settings.world === undefined ? undefined : absoluteSetting(settings.world),
      penalties: settings.penalties.map(absoluteSetting),
    },
    fingerprints: { ...worldFingerprints(compiled ? [compiled] : []), ...fileFingerprints(files) },
    notes: [],
  };
}

async function tabulate(curve: Curve, run: Run<CurveSettings>, options: CurveOptions): Promise<Findings> {
  const progress = timedLines(logLine);
  const onProgress = (done: number, next: string) => progress(() => `${curve.id}: ${done} rows so far, now ${next}`);
  const rows = await run.once('rows', () => curve.rows({ ...options, onProgress }));
  const lines = rows.map((row) => curve.columns.map((column) => row[column]));
  logLine(`${curve.id}: ${rows.length} rows in ${(run.seconds('rows') ?? 0).toFixed(1)} s`);
  return {
    csv: { 'summary.csv': toCsv(curve.columns.map(snake), lines) },
    json: rows,
    question: curve.question,
    answer: curve.answer(rows),
    text: `${wrap(curve.summary)}\n\n${curveTables(curve, rows)}`,
  };
}

/** The rows for a terminal. */
export function curveTables(curve: Curve, rows: readonly CurveRow[]): string {
  const cell = (value: string | number | null) => (typeof value === 'string' ? value : shortFigure(value));
  const table = ({ title, columns, keys, rows: shown }: CurveTable) => {
    const headings = columns.map(([, heading]) => heading);
    const lines = shown.map((row) => columns.map(([column]) => cell(row[column])));
    return `${wrap(title)}\n\n${formatBlocks(headings, lines, { keys })}`;
  };
  return curve.tables(rows).map(table).join('\n\n');
}

/** A column's name in a file: `choice_harm` of `choiceHarm`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
