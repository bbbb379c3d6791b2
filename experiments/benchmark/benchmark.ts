/** The command `benchmark`: every penalty in every world, judged without showing it the harm. */
import { InvalidOption, InvalidPenalty } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { worldCase } from '../../judging/world-case.ts';
import type { BackendName } from '../../learning/backend/backend.ts';
import { conduct, type Experiment, type Findings, type Output, type Prepared, resume } from '../conduct.ts';
import { precheckPenalties } from '../inputs/precheck-penalties.ts';
import { absoluteSetting, settingFiles } from '../inputs/resolve.ts';
import { type Judged, type Selection, selectPenalties, selectWorlds } from '../inputs/select.ts';
import { toCsv } from '../run/csv.ts';
import { fileFingerprints, worldFingerprints } from '../run/fingerprint.ts';
import type { Run } from '../run/run.ts';
import { yieldToSignals } from '../run/signals.ts';
import { counted, startProgress, wrap } from '../terminal.ts';
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
import { saidOf } from './said.ts';
import { benchmarkTables } from './tables.ts';
import {
  isUnrestricted,
  UNRESTRICTED_COLUMNS,
  type Unrestricted,
  type UnrestrictedRow,
  unrestrictedFields,
  unrestrictedRow,
  windowsTable,
} from './unrestricted.ts';

/** What decides the figures of a benchmark. */
export interface BenchmarkSettings extends Selection {
  readonly erasure: number;
  /** Draws from each branch, for penalties that have no exact value. */
  readonly rollouts: number;
  readonly seed: number;
  readonly backend?: BackendName;
  /** Against which convex penalties every program is searched. */
  readonly unrestricted: Unrestricted;
}

/** What a benchmark measures. */
interface Measurable extends Judged {
  readonly worlds: readonly Compiled[];
}

const benchmark: Experiment<BenchmarkSettings, Measurable> = {
  command: 'benchmark',
  resume: 'benchmark --resume',
  prepare,
  work: measureAllCells,
};

/** Conducts a new benchmark: worlds × penalties, exact where there is an exact value (docs/judging.md). */
export async function runBenchmark(settings: BenchmarkSettings, output: Output): Promise<void> {
  await conduct(benchmark, settings, output);
}

/** Carries a killed benchmark on: measures what it has not. */
export async function resumeBenchmark(path: string, json: boolean): Promise<void> {
  await resume(benchmark, path, { json });
}

async function prepare(settings: BenchmarkSettings): Promise<Prepared<BenchmarkSettings, Measurable>> {
  if (settings.only && settings.worlds.length === 0 && settings.penalties.length === 0)
    throw new InvalidOption('--only: expected --world or --penalty beside it, to name what is measured');
  const judged = await selectPenalties(settings);
  const worlds = await selectWorlds(settings);
  const disciples = worlds[0].world.disciples.map(({ source }) => boot(worlds[0], source));
  await precheckPenalties(judged.own, worlds[0], disciples, settings);
  const files = settingFiles(settings.penalties);
  return {
    ready: { ...judged, worlds },
    settings: {
      ...settings,
      worlds: settings.worlds.map(absoluteSetting),
      penalties: settings.penalties.map(absoluteSetting),
    },
    fingerprints: { ...worldFingerprints(worlds), ...fileFingerprints(files) },
    notes: [`${counted(worlds.length, 'world')} × ${counted(judged.penalties.length, 'penalty')}`],
  };
}

async function measureAllCells(
  run: Run<BenchmarkSettings>,
  { worlds, penalties, masters }: Measurable,
): Promise<Findings> {
  const { settings } = run;
  const total = worlds.length * penalties.length;
  const progress = startProgress('benchmark', total);
  const rows: BenchmarkRow[] = [];
  const unrestricted: UnrestrictedRow[] = [];
  const motivations: MotivationRow[] = [];
  const notes: string[] = [];
  let done = 0;
  try {
    for (const compiled of worlds) {
      const judged = worldCase(compiled, settings.erasure);
      motivations.push(...motivationRows(compiled));
      notes.push(...worldNotes(compiled.world.id, oddities(judged)));
      for (const penalty of penalties) {
        const cell = `${compiled.world.id} ${penalty.id}`;
        progress.update(done++, cell);
        const options = { ...settings, onMeasured: progress.within };
        const row = await run.once(cell, () => benchmarkRow(judged, penalty, options));
        rows.push(row);
        await yieldToSignals();
        if (row.values === 'refused' || !isUnrestricted(settings.unrestricted, penalty, compiled)) continue;
        const search = () => unrestrictedRow(compiled, penalty, settings.erasure, progress.within);
        unrestricted.push(await run.once(`${cell} unrestricted`, search));
        await yieldToSignals();
      }
      // Computed again on --resume: this takes no longer than reading it.
      rows.push(...masters.map((master) => masterRow(judged, master)));
    }
    progress.update(total, '');
  } finally {
    progress.stop();
  }
  const below = [...notes, ...(rows.some(({ values }) => values === 'refused') ? [REFUSED] : []), ...LEGEND];
  return {
    csv: {
      'motivation.csv': toCsv(MOTIVATION_COLUMNS, motivations.map(motivationFields)),
      ...(unrestricted.length > 0
        ? { 'unrestricted.csv': toCsv(UNRESTRICTED_COLUMNS, unrestricted.flatMap(unrestrictedFields)) }
        : {}),
      'summary.csv': toCsv(ROW_COLUMNS, rows.map(rowFields)),
    },
    json: { rows, motivations, unrestricted },
    ...saidOf(rows),
    text: [
      benchmarkTables(rows),
      ...(unrestricted.length > 0 ? [windowsTable(unrestricted, rows)] : []),
      motivationTable(motivations),
      wrap(below.join('\n')),
    ].join('\n\n'),
    refusal: refusalOf(rows),
  };
}

/** One line where a penalty broke its contract; everything else is in the tables all the same. */
function refusalOf(rows: readonly BenchmarkRow[]): InvalidPenalty | undefined {
  const [first, ...others] = rows.filter(({ values }) => values === 'refused');
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : `; and ${counted(others.length, 'row')} more, see summary.csv`;
  return new InvalidPenalty(`${first.note}${more} (everything else was measured)`);
}

const REFUSED = '! refused: the penalty broke its contract there (summary.csv says where)';

const LEGEND = [
  '~ from draws, not exact   — no such figure   · no value (summary.csv says why)',
  '+ at least: the search ends there (λ = 1000); ≤ at most: the search begins there (λ = 0.001)',
  'window: the weights at which the exact master’s choice is acceptable under every evidence value; ' +
    'harm is read by this judge alone',
  'satisficer, quantiliser: masters without a penalty; utility and harm of what they send',
];
