/** Everything that one calibration found, as files, as JSON and as text. */
import type { World } from '../../core/world/world.ts';
import { toCsv } from '../run/csv.ts';
import type { Said } from '../run/run.ts';
import { counted, figure } from '../terminal.ts';
import { BINS_COLUMNS, binsFields, binsJson, type LearnedBins } from './bins.ts';
import { CASE_COLUMNS, calibrationOf, caseFields } from './cases.ts';
import {
  JUDGED_COLUMNS,
  type JudgedRow,
  judgedFields,
  VARIANCE_COLUMNS,
  type VarianceRow,
  varianceFields,
} from './counterfactuals.ts';
import { NETWORKS_COLUMNS, type NetworksRow, networksFields } from './networks.ts';
import { binsTable, judgedTable, networksTable, type SecondsOf, varianceTable, worldTable } from './tables.ts';
import { totalRow, WORLD_COLUMNS, type WorldRow, worldFields } from './worlds.ts';

/** What one calibration found. A table that was not asked for is absent. */
export interface Results {
  readonly worlds: readonly WorldRow[];
  readonly networks?: readonly NetworksRow[];
  readonly counterfactuals?: { readonly variance: readonly VarianceRow[]; readonly judged: readonly JudgedRow[] };
  readonly bins?: readonly LearnedBins[];
}

/** The tables of a run directory, by the names of their files. `focus` is the world of all but the first. */
export function calibrationCsv(
  results: Results,
  focus: World,
): Record<'summary.csv' | string, string> & { 'summary.csv': string } {
  const { worlds, networks, counterfactuals, bins } = results;
  const all = worlds.length > 1 ? [...worlds, totalRow(worlds)] : worlds;
  const tables: Record<string, string> = {};
  if (networks) tables['networks.csv'] = toCsv(NETWORKS_COLUMNS, networks.map(networksFields));
  if (counterfactuals) {
    tables['variance.csv'] = toCsv(VARIANCE_COLUMNS, counterfactuals.variance.map(varianceFields));
    tables['judged.csv'] = toCsv(JUDGED_COLUMNS, counterfactuals.judged.map(judgedFields));
  }
  if (bins) {
    const questions = focus.questions.map(({ id }) => id);
    tables['bins.csv'] = toCsv(
      BINS_COLUMNS,
      bins.flatMap((learned) => binsFields(learned, questions)),
    );
  }
  const cases = worlds.flatMap((row) => row.cases);
  return {
    ...tables,
    'cases.csv': toCsv(CASE_COLUMNS, cases.map(caseFields)),
    'summary.csv': toCsv(WORLD_COLUMNS, all.map(worldFields)),
  };
}

/** The results for JSON, in which infinite numbers are the texts 'Infinity' and '-Infinity'. */
export function resultsJson(results: Results): object {
  return { ...results, bins: results.bins?.map(binsJson) };
}

/** What was asked, and how far the learned figures are from the exact ones over every case. */
export function saidOf({ worlds }: Results): Said {
  const question = 'How near does the learned divergence come to the exact one?';
  const rows = worlds.flatMap((row) => row.cases);
  if (rows.length === 0) return { question, answer: 'The table of worlds was not asked for: see the other tables.' };
  const { cases, tvMost, tvMean, below } = calibrationOf(rows);
  const answer =
    `Over ${counted(cases, 'case')}, the learned total variation is ${figure(tvMean, 4)} from the exact one on ` +
    `average, and ${figure(tvMost, 4)} at most. In ${figure(100 * below, 1)} % of them the lower end of its ` +
    'one-sided 99 % interval lies below the exact value.';
  return { question, answer };
}

/** The results as tables for a person. */
export function printCalibration(
  { worlds, networks, counterfactuals, bins }: Results,
  focus: World,
  seconds: SecondsOf,
): string {
  const tables: string[] = [];
  if (worlds.length > 0) tables.push(worldTable(worlds, seconds));
  if (networks) tables.push(networksTable(networks, seconds));
  if (counterfactuals) {
    tables.push(varianceTable(focus, counterfactuals.variance));
    tables.push(judgedTable(focus, counterfactuals.judged));
  }
  if (bins) tables.push(...bins.map((learned) => binsTable(focus, learned)));
  return tables.join('\n\n');
}
