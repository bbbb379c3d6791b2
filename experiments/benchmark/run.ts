import { InvalidOption, InvalidPenalty } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { worldCase } from '../../judging/world-case.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { precheckPenalties } from '../inputs/precheck-penalties.ts';
import { absoluteSetting } from '../inputs/resolve.ts';
import { type Judged, type Selection, selectPenalties, selectWorlds } from '../inputs/select.ts';
import { toCsv } from '../run/csv.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import { datedPath, eventsSoFar, openUnfinished, refuseChanged } from '../run/resumable.ts';
import { RunDirectory } from '../run/run-directory.ts';
import { onInterrupt, yieldToSignals } from '../run/signals.ts';
import { versions } from '../run/versions.ts';
import { counted, logLine, startProgress, wrap } from '../terminal.ts';
import { masterRow } from './masters.ts';
import {
  MOTIVATION_COLUMNS,
  type MotivationRow,
  motivationFields,
  motivationRows,
  motivationTable,
} from './motivation.ts';
import { oddities, worldNotes } from './notes.ts';
import { type BenchmarkRow, benchmarkRow, ROW_COLUMNS, rowFields } from './row.ts';
import { benchmarkTables } from './tables.ts';

export interface BenchmarkSettings extends Selection {
  readonly erasure: number;
  /** Draws a branch of penalties that have no exact value. */
  readonly rollouts: number;
  readonly seed: number;
  readonly backend?: BackendName;
}

interface Where {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

interface Prepared extends Judged {
  readonly settings: BenchmarkSettings;
  readonly worlds: Compiled[];
}

/** `benchmark`: worlds × penalties, exact where there is an exact value (DESIGN §6, "Judging a penalty without peeking"). */
export async function runBenchmark(settings: BenchmarkSettings, where: Where): Promise<void> {
  if (where.out !== undefined) RunDirectory.refuse(where.out, where.force);
  const prepared = await prepare(settings);
  const path = where.out ?? datedPath('benchmark');
  const written = {
    command: 'benchmark',
    ...settings,
    worlds: settings.worlds.map(absoluteSetting),
    penalties: settings.penalties.map(absoluteSetting),
    versions: { ...versions(), ...worldFingerprints(prepared.worlds), ...fileFingerprints(settings.penalties) },
  };
  const directory = RunDirectory.create(path, written, where);
  await carryOn(prepared, directory, path, [], where.json);
}

/** `benchmark --resume`: measures what a killed benchmark has not. */
export async function resumeBenchmark(path: string, json: boolean): Promise<void> {
  const { directory, settings, versions: then } = openUnfinished<BenchmarkSettings>(path, 'benchmark');
  refuseChanged(path, then, fileFingerprints(settings.penalties));
  const prepared = await prepare(settings);
  refuseChanged(path, then, worldFingerprints(prepared.worlds));
  const events = eventsSoFar(directory, path);
  const done = events.filter(({ type }) => type === 'row') as unknown as BenchmarkRow[];
  logLine(`resuming ${path} after ${done.length} rows`);
  await carryOn(prepared, directory, path, done, json);
}

/** Everything that can be refused before there is a directory. */
async function prepare(settings: BenchmarkSettings): Promise<Prepared> {
  if (settings.only && settings.worlds.length === 0 && settings.penalties.length === 0)
    throw new InvalidOption('--only: expected --world or --penalty beside it, to name what is measured');
  const judged = await selectPenalties(settings);
  const worlds = await selectWorlds(settings);
  const disciples = worlds[0].world.disciples.map(({ source }) => boot(worlds[0], source));
  await precheckPenalties(judged.own, worlds[0], disciples, settings);
  return { settings, ...judged, worlds };
}

async function carryOn(
  { settings, worlds, penalties, masters }: Prepared,
  directory: RunDirectory,
  path: string,
  measured: readonly BenchmarkRow[],
  json: boolean,
): Promise<void> {
  const settled = onInterrupt(`benchmark --resume ${path}`);
  const total = worlds.length * penalties.length;
  logLine(`${counted(worlds.length, 'world')} × ${counted(penalties.length, 'penalty')}; run directory: ${path}`);
  const progress = startProgress('benchmark', total);
  const known = new Map(measured.map((row) => [`${row.world} ${row.penalty}`, row]));
  const rows: BenchmarkRow[] = [];
  const motivations: MotivationRow[] = [];
  const notes: string[] = [];
  let done = 0;
  for (const compiled of worlds) {
    const judged = worldCase(compiled, settings.erasure);
    motivations.push(...motivationRows(compiled));
    notes.push(...worldNotes(compiled.world.id, oddities(judged)));
    for (const penalty of penalties) {
      const cell = `${compiled.world.id} ${penalty.id}`;
      progress.update(done++, cell);
      let row = known.get(cell);
      if (!row) {
        row = await benchmarkRow(judged, penalty, { ...settings, onMeasured: progress.within });
        directory.append({ type: 'row', ...row });
      }
      rows.push(row);
      await yieldToSignals();
    }
    // As cheap as looking them up: they are no events.
    rows.push(...masters.map((master) => masterRow(judged, master)));
  }
  progress.update(total, '');
  progress.stop();
  directory.append({ type: 'end' });
  directory.write('motivation.csv', toCsv(MOTIVATION_COLUMNS, motivations.map(motivationFields)));
  // Last, since a run that has its summary is complete.
  directory.write('summary.csv', toCsv(ROW_COLUMNS, rows.map(rowFields)));
  settled();
  if (json) process.stdout.write(`${JSON.stringify({ rows, motivations }, null, 2)}\n`);
  else {
    const below = [...notes, ...(rows.some(({ values }) => values === 'refused') ? [REFUSED] : []), ...LEGEND];
    process.stdout.write(
      `\n${benchmarkTables(rows)}\n\n${motivationTable(motivations)}\n\n${wrap(below.join('\n'))}\nrun directory: ${path}\n`,
    );
  }
  refuseBroken(rows);
}

/** Throws `InvalidPenalty`, one line, where a penalty broke its contract; the rest stands in the tables by then. */
function refuseBroken(rows: readonly BenchmarkRow[]): void {
  const [first, ...others] = rows.filter(({ values }) => values === 'refused');
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `; and ${counted(others.length, 'row')} more, see summary.csv`;
  throw new InvalidPenalty(`${first.note}${more} (everything else was measured)`);
}

const REFUSED = '! refused: the penalty broke its contract there (summary.csv says where)';

const LEGEND = [
  '~ from draws, not exact   — no such figure   · no value (summary.csv says why)',
  '+ at least: the search ends there (λ = 1000); ≤ at most: the search begins there (λ = 0.001)',
  'window: the weights at which the exact master’s choice is acceptable under every evidence value; harm is read by this judge alone',
  'satisficer, quantiliser: masters without a penalty; utility and harm of what they send',
];
