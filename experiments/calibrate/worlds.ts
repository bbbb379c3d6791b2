/** Trains one network for all cases of a world, and judges it on fresh draws. */
import type { Compiled } from '../../core/tables/compile.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import type { PooledDivergence } from '../../learning/divergence/pooled-divergence.ts';
import { yieldToSignals } from '../run/signals.ts';
import { type Calibration, type CaseRow, calibrationOf, caseRow } from './cases.ts';
import { type Library, libraryOf, trained, trainingDraws } from './library.ts';

/** How one network for all (e, S) of a world was judged on fresh draws. */
export interface WorldRow {
  readonly world: string;
  readonly states: number;
  readonly updates: number;
  /** How many distinct (e, S, answers) it was trained on, and how many rows all updates had together. */
  readonly distinct: number;
  readonly rows: number;
  /** Episodes that were played to train, and to judge. */
  readonly trainingRollouts: number;
  readonly judgingRollouts: number;
  readonly cases: readonly CaseRow[];
}

export interface WorldOptions {
  readonly backend: Backend;
  readonly seed: number;
  /** Fresh draws of each branch by which it is judged. */
  readonly rollouts: number;
  readonly updates: number;
}

/** A world and the network that was trained on it and frozen. The caller disposes of the network. */
export interface TrainedWorld {
  readonly library: Library;
  readonly network: PooledDivergence<unknown>;
  /** Seconds of wall clock that training took, without drawing. */
  readonly trainingSeconds: number;
}

export async function trainWorld(compiled: Compiled, options: WorldOptions): Promise<TrainedWorld> {
  const library = libraryOf(compiled, options.seed);
  const draws = await trainingDraws(library);
  const drawn = performance.now();
  const network = await trained(library, draws, options);
  return { library, network, trainingSeconds: (performance.now() - drawn) / 1000 };
}

export async function judgeWorld({ library, network }: TrainedWorld, options: WorldOptions): Promise<WorldRow> {
  const { pool, compiled } = library;
  const trainingRollouts = pool.rollouts;
  const cases: CaseRow[] = [];
  for (const one of library.cases) {
    cases.push(caseRow(library, network, one, options.rollouts));
    await yieldToSignals();
  }
  return {
    world: compiled.world.id,
    states: compiled.states.length,
    updates: network.updates,
    distinct: network.rows,
    rows: network.updates * network.batch,
    trainingRollouts,
    judgingRollouts: pool.rollouts - trainingRollouts,
    cases,
  };
}

export const WORLD_COLUMNS = [
  'world',
  'states',
  'cases',
  'updates',
  'distinct_rows',
  'rows',
  'training_rollouts',
  'judging_rollouts',
  'tv_greatest_error',
  'tv_mean_error',
  'js_greatest_error',
  'js_mean_error',
  'share_below',
  'mean_slack',
] as const;

export function worldFields(row: WorldRow): (string | number)[] {
  const { world, states, updates, distinct, rows, trainingRollouts, judgingRollouts } = row;
  const { cases, tvMost, tvMean, jsMost, jsMean, below, slack }: Calibration = calibrationOf(row.cases);
  return [
    world,
    states,
    cases,
    updates,
    distinct,
    rows,
    trainingRollouts,
    judgingRollouts,
    tvMost,
    tvMean,
    jsMost,
    jsMean,
    below,
    slack,
  ];
}

/** All worlds in one row: sums, and the calibration over every case. */
export function totalRow(rows: readonly WorldRow[]): WorldRow {
  const sum = (read: (row: WorldRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  return {
    world: 'all',
    states: sum(({ states }) => states),
    updates: sum(({ updates }) => updates),
    distinct: sum(({ distinct }) => distinct),
    rows: sum((row) => row.rows),
    trainingRollouts: sum(({ trainingRollouts }) => trainingRollouts),
    judgingRollouts: sum(({ judgingRollouts }) => judgingRollouts),
    cases: rows.flatMap(({ cases }) => cases),
  };
}
