import { yieldToSignals } from '../run/signals.ts';
import { type Calibration, type CaseRow, calibrationOf, caseRow } from './cases.ts';
import { trained, trainingDraws } from './library.ts';
import type { TrainedWorld, WorldOptions } from './worlds.ts';

/** One way to spend the same training on all (e, S) of a world. */
export interface NetworksRow extends Calibration {
  readonly world: string;
  readonly networks: string;
  /** Updates of each network, and rows of all updates of all networks. */
  readonly updates: number;
  readonly rows: number;
  /** Of training, wall clock. */
  readonly seconds: number;
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
 * One network for all (e, S) against one each, on the same training and the same judging draws: one each with as many
 * updates in all, and one each with as many rows in all (a network of one case sees its few rows at every update).
 */
export async function compareNetworks(shared: TrainedWorld, options: WorldOptions): Promise<NetworksRow[]> {
  const { library, network } = shared;
  const world = library.compiled.world.id;
  const draws = await trainingDraws(library);
  const row = (networks: string, updates: number, rows: number, seconds: number, cases: readonly CaseRow[]) => ({
    world,
    networks,
    updates,
    rows,
    seconds,
    ...calibrationOf(cases),
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
