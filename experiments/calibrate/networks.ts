/** One network for all cases of a world against one network for each. */
import { yieldToSignals } from '../run/signals.ts';
import { type Calibration, type CaseRow, calibrationOf, caseRow } from './cases.ts';
import { trained, trainingDraws } from './library.ts';
import type { TrainedWorld, WorldOptions } from './worlds.ts';

/** One way to spend the same training on all (e, S) of a world. */
export interface NetworksRow extends Calibration {
  readonly world: string;
  readonly networks: string;
  /** Updates of each network, and the rows of all updates of all networks together. */
  readonly updates: number;
  readonly rows: number;
}

export const NETWORKS_COLUMNS = [
  'world',
  'networks',
  'updates_each',
  'rows',
  'cases',
  'tv_greatest_error',
  'tv_mean_error',
  'js_greatest_error',
  'js_mean_error',
] as const;

export function networksFields(row: NetworksRow): (string | number)[] {
  const { world, networks, updates, rows, cases, tvMost, tvMean, jsMost, jsMean } = row;
  return [world, networks, updates, rows, cases, tvMost, tvMean, jsMost, jsMean];
}

/**
 * Compares one network for all (e, S) with one network for each, on the same training draws and the same judging
 * draws. The separate networks are trained twice: with as many updates in all, and with as many rows in all. (A
 * network of one case sees its few rows at every update.) Beside each row stand the seconds of wall clock that its
 * training took.
 *
 */
export async function compareNetworks(
  shared: TrainedWorld,
  options: WorldOptions,
): Promise<{ readonly row: NetworksRow; readonly seconds: number }[]> {
  const { library, network } = shared;
  const world = library.compiled.world.id;
  const draws = await trainingDraws(library);
  const row = (networks: string, updates: number, rows: number, seconds: number, cases: readonly CaseRow[]) => ({
    row: { world, networks, updates, rows, ...calibrationOf(cases) },
    seconds,
  });
  const forAll: CaseRow[] = [];
  for (const one of library.cases) {
    forAll.push(caseRow(library, network, one, options.rollouts));
    await yieldToSignals();
  }
  const rows = network.updates * network.batch;
  const onEach = async (name: string, updates: number) => {
    let seconds = 0;
    let seen = 0;
    const cases: CaseRow[] = [];
    for (const drawn of draws) {
      const begun = performance.now();
      const own = await trained(library, [drawn], { ...options, updates });
      seconds += (performance.now() - begun) / 1000;
      seen += own.updates * own.batch;
      cases.push(caseRow(library, own, drawn, options.rollouts));
      own.dispose();
    }
    return row(name, updates, seen, seconds, cases);
  };
  return [
    row('one for all', network.updates, rows, shared.trainingSeconds, forAll),
    await onEach('one each: as many updates in all', Math.max(1, Math.round(network.updates / draws.length))),
    await onEach('one each: as many rows in all', Math.max(1, Math.round(rows / network.rows))),
  ];
}
