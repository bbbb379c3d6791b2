import type { World } from '../../core/world/world.ts';
import { toCsv } from '../run/csv.ts';
import type { RunDirectory } from '../run/run-directory.ts';
import { BINS_COLUMNS, binsFields, binsJson, type LearnedBins } from './bins.ts';
import { CASE_COLUMNS, caseFields } from './cases.ts';
import {
  JUDGED_COLUMNS,
  type JudgedRow,
  judgedFields,
  VARIANCE_COLUMNS,
  type VarianceRow,
  varianceFields,
} from './counterfactuals.ts';
import { NETWORKS_COLUMNS, type NetworksRow, networksFields } from './networks.ts';
import { binsTable, judgedTable, networksTable, varianceTable, worldTable } from './tables.ts';
import { totalRow, WORLD_COLUMNS, type WorldRow, worldFields } from './worlds.ts';

/** All that one `calibrate` found; absent where it was not asked for. */
export interface Results {
  readonly worlds: readonly WorldRow[];
  readonly networks?: readonly NetworksRow[];
  readonly counterfactuals?: { readonly variance: readonly VarianceRow[]; readonly judged: readonly JudgedRow[] };
  readonly bins?: readonly LearnedBins[];
}

/**
 * The tables of a run directory; `focus` is the world of all but the first. Wall clock goes to seconds.csv alone, so that
 * the others come out the same again.
 */
export function writeCalibration(directory: RunDirectory, results: Results, focus: World): void {
  const { worlds, networks, counterfactuals, bins } = results;
  const all = worlds.length > 1 ? [...worlds, totalRow(worlds)] : worlds;
  if (networks) directory.write('networks.csv', toCsv(NETWORKS_COLUMNS, networks.map(networksFields)));
  if (counterfactuals) {
    const { variance, judged } = counterfactuals;
    directory.write('variance.csv', toCsv(VARIANCE_COLUMNS, variance.map(varianceFields)));
    directory.write('judged.csv', toCsv(JUDGED_COLUMNS, judged.map(judgedFields)));
  }
  if (bins) {
    const questions = focus.questions.map(({ id }) => id);
    const lines = bins.flatMap((learned) => binsFields(learned, questions));
    directory.write('bins.csv', toCsv(BINS_COLUMNS, lines));
  }
  const cases = worlds.flatMap((row) => row.cases);
  directory.write('cases.csv', toCsv(CASE_COLUMNS, cases.map(caseFields)));
  directory.write(
    'seconds.csv',
    toCsv(
      ['what', 'seconds'],
      [
        ...all.map(({ world, seconds }) => [world, seconds]),
        ...(networks ?? []).map((row) => [row.networks, row.seconds]),
      ],
    ),
  );
  // Last, since a run that has its summary is complete.
  directory.write('summary.csv', toCsv(WORLD_COLUMNS, all.map(worldFields)));
}

/** The same as JSON, whose infinite numbers are 'Infinity' and '-Infinity'. */
export function resultsJson(results: Results): object {
  return { ...results, bins: results.bins?.map(binsJson) };
}

/** The same for a person. */
export function printCalibration({ worlds, networks, counterfactuals, bins }: Results, focus: World): string {
  const tables: string[] = [];
  if (worlds.length > 0) tables.push(worldTable(worlds));
  if (networks) tables.push(networksTable(networks));
  if (counterfactuals) {
    tables.push(varianceTable(focus, counterfactuals.variance));
    tables.push(judgedTable(focus, counterfactuals.judged));
  }
  if (bins) tables.push(...bins.map((learned) => binsTable(focus, learned)));
  return tables.join('\n\n');
}
