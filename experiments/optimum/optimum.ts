/** The command `optimum`: the best program of all against each penalty, and who catches it. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceIndex, parseEvidence } from '../../core/world/evidence.ts';
import { mayBeExact } from '../../penalties/exact-penalties.ts';
import { isSearchable, SEARCHABLE } from '../../penalties/optimum/solvable.ts';
import { loadSolver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { conduct, type Experiment, type Findings, type Output, type Prepared, resume } from '../conduct.ts';
import { checkAll, refuseOwnWire } from '../inputs/prepare.ts';
import { absoluteSetting, resolvePenalty, resolveWorlds, settingFiles } from '../inputs/resolve.ts';
import { compileOrRead, tellStates } from '../inputs/tables-cache.ts';
import { toCsv } from '../run/csv.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { yieldToSignals } from '../run/signals.ts';
import { counted, startProgress } from '../terminal.ts';
import { CROSS_COLUMNS, type CrossRow, crossFields, crossRows } from './cross.ts';
import { foundOf, type OptimumRow, ROW_COLUMNS, rowFields } from './row.ts';
import { saidOf, textOf } from './text.ts';

/** What decides the figures. */
export interface OptimumSettings {
  readonly worlds: readonly string[];
  readonly penalties: readonly string[];
  readonly weights: readonly number[];
  readonly evidence?: string;
  readonly gap: number;
  /** Penalties that read each optimal program; `all` stands for every penalty that may be exact. */
  readonly readers: readonly string[];
  readonly erasure: number;
  readonly allowLeak: boolean;
}

/** What is computed. */
interface Ready {
  readonly worlds: readonly Compiled[];
  readonly penalties: readonly Penalty[];
  readonly readers: readonly Penalty[];
  /** Evidence values by world. */
  readonly evidences: readonly (readonly (readonly number[])[])[];
}

const optimum: Experiment<OptimumSettings, Ready> = { command: 'optimum', resume: 'optimum --resume', prepare, work };

/** Conducts a new run. */
export async function runOptimum(settings: OptimumSettings, output: Output): Promise<void> {
  await conduct(optimum, settings, output);
}

/** Carries a killed run on. */
export async function resumeOptimum(path: string, json: boolean): Promise<void> {
  await resume(optimum, path, { json });
}

const ALL = 'all';

async function prepare(given: OptimumSettings): Promise<Prepared<OptimumSettings, Ready>> {
  const settings = { ...given, weights: [...new Set(given.weights)] };
  if (settings.evidence !== undefined && settings.worlds.length > 1)
    throw new InvalidOption(expected('--evidence', 'one --world beside it', `${settings.worlds.length} worlds`));
  const chosen = new Set<Penalty>();
  for (const setting of settings.penalties) chosen.add(await resolvePenalty(setting));
  const readers = new Set<Penalty>();
  const notes: string[] = [];
  for (const setting of settings.readers) {
    const all = setting === ALL ? penalties.ids().map((id) => penalties.get(id)) : [await resolvePenalty(setting)];
    for (const reader of all) if (mayBeExact(reader)) readers.add(reader);
    if (setting !== ALL && !mayBeExact(all[0]))
      notes.push(`--readers: ${all[0].id} has no exact value, so it reads nothing`);
  }
  const worlds: Compiled[] = [];
  for (const world of await resolveWorlds(settings.worlds)) {
    const { compiled } = compileOrRead(world, { onProgress: tellStates(world) });
    checkAll(world, compiled, settings.allowLeak);
    refuseOwnWire(world);
    for (const penalty of chosen) {
      if (!isSearchable(compiled, penalty)) throw new InvalidOption(expected('--penalty', SEARCHABLE, penalty.id));
    }
    worlds.push(compiled);
  }
  const files = settingFiles([...settings.penalties, ...settings.readers.filter((setting) => setting !== ALL)]);
  return {
    ready: {
      worlds,
      penalties: [...chosen],
      readers: [...readers],
      evidences: worlds.map((compiled) => evidencesOf(compiled, settings.evidence)),
    },
    settings: {
      ...settings,
      worlds: settings.worlds.map(absoluteSetting),
      penalties: settings.penalties.map(absoluteSetting),
      readers: settings.readers.map((setting) => (setting === ALL ? ALL : absoluteSetting(setting))),
    },
    fingerprints: { ...worldFingerprints(worlds), ...fileFingerprints(files) },
    notes: [...notes, `${counted(worlds.length, 'world')} × ${counted(chosen.size, 'penalty')}`],
  };
}

function evidencesOf(compiled: Compiled, text: string | undefined): readonly (readonly number[])[] {
  const { evidences, world } = compiled;
  if (text === undefined) return evidences.map(({ value }) => value);
  return [evidences[evidenceIndex(evidences, parseEvidence(world, text))].value];
}

async function work(run: Run<OptimumSettings>, ready: Ready): Promise<Findings> {
  const { settings } = run;
  const solver = await loadSolver();
  const total = ready.evidences.reduce((sum, values) => sum + values.length, 0) * ready.penalties.length;
  const progress = startProgress('optimum', total);
  const rows: OptimumRow[] = [];
  const crossed: CrossRow[] = [];
  const missing: string[] = [];
  let done = 0;
  try {
    for (const [w, compiled] of ready.worlds.entries()) {
      for (const penalty of ready.penalties) {
        for (const evidence of ready.evidences[w]) {
          const cell = `${compiled.world.id} ${penalty.id} ${evidence.join(',')}`;
          progress.update(done++, cell);
          const found = await run.once(cell, () => foundOf(compiled, penalty.id, evidence, solver, settings));
          rows.push(...found.rows);
          if (found.missing !== null) missing.push(`Without figures: ${cell}: ${found.missing}.`);
          await yieldToSignals();
          if (ready.readers.length === 0) continue;
          for (const row of found.rows) {
            const read = await run.once(`${cell} ${row.weight} read`, () => crossRows(compiled, row, ready.readers));
            crossed.push(...read);
            await yieldToSignals();
          }
        }
      }
    }
    progress.update(total, '');
  } finally {
    progress.stop();
  }
  rows.forEach((row, i) => {
    if (row.source !== '') run.write(`programs/${i + 1}.json`, `${row.source}\n`);
  });
  return {
    csv: {
      ...(crossed.length > 0 ? { 'cross.csv': toCsv(CROSS_COLUMNS, crossed.map(crossFields)) } : {}),
      'summary.csv': toCsv(
        [...ROW_COLUMNS, 'program'],
        rows.map((row, i) => [...rowFields(row), programFile(row, i)]),
      ),
    },
    json: { rows, cross: crossed, missing },
    ...saidOf(rows, ready.worlds),
    text: [textOf(rows, crossed, ready.worlds, settings.gap), ...missing].join('\n\n'),
  };
}

/** The file of a row's program; null where it is the null program. */
function programFile({ source }: OptimumRow, i: number): string | null {
  return source === '' ? null : `programs/${i + 1}.json`;
}
