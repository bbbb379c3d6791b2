/** Judges learned disciples from rollouts, in a world that is too large to compile. */
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import { branchesOf } from '../../core/forecast/branches.ts';
import type { Forecast, Forecaster } from '../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import { answersOf } from '../../core/world/answers-world.ts';
import { unitValue } from '../../core/world/state-values.ts';
import type { World } from '../../core/world/world.ts';
import { acceptableOf, harmlessOf } from '../../judging/judge.ts';
import { type LambdaWindow, windowOf } from '../../judging/window.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import { type CaseDraws, CellPool } from '../../learning/divergence/cell-pool.ts';
import { PooledDivergence, UPDATES_FOR_ALL } from '../../learning/divergence/pooled-divergence.ts';
import { type LearnedForecaster, trainForecaster } from '../../learning/forecaster/learned-forecaster.ts';
import type { AnswerPool } from '../../learning/forecaster/pool.ts';
import { countedMeasurement } from '../../penalties/estimate/learned.ts';
import { Z95 } from '../../penalties/estimate/normal.ts';
import { bestIndex } from '../../penalties/objective.ts';
import type { Measurement } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import type { Trained } from './exact-verdict.ts';
import type { DiscipleSettings } from './settings.ts';

/** The ways in which the divergence is read where nothing is exact. */
export const READINGS = ['joint', 'each', 'learned', 'forecaster joint', 'forecaster each'] as const;
export type ReadingName = (typeof READINGS)[number];

/** A mean of draws and its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One learned disciple under one evidence value, from rollouts. */
export interface SampledRow {
  readonly seed: number;
  readonly role: string;
  readonly evidence: readonly number[];
  readonly utility: Estimate;
  readonly harm: Estimate;
  readonly nullHarm: Estimate;
  readonly readings: Readonly<Record<ReadingName, Estimate>>;
}

/** What a master sends under one evidence value. `reading` says how it reads its penalty; null: it has none. */
export interface SampledChoice {
  readonly seed: number;
  readonly evidence: readonly number[];
  readonly reading: ReadingName | null;
  readonly sent: string;
  /**
   * Its score minus the best score of a harmful disciple; null where no disciple is harmful, or where the one that is
   * sent is.
   */
  readonly margin: number | null;
}

export interface SampledVerdict {
  readonly rows: readonly SampledRow[];
  readonly choices: readonly SampledChoice[];
  /** The λ-window of each reading; `none` stands for no penalty. */
  readonly windows: readonly {
    readonly seed: number;
    readonly reading: ReadingName | 'none';
    readonly window: LambdaWindow;
  }[];
}

/** At most so many training rollouts for each (e, S, X), for the discriminator and the forecaster. */
const POOL = 8000;

/** Judges the learned disciples of one seed from rollouts. Nothing of the world is compiled. */
export async function sampledVerdict<State>(
  world: World<State>,
  backend: Backend,
  seed: number,
  trained: readonly Trained[],
  settings: DiscipleSettings,
  note: (done: number, of: number, what: string) => Promise<void>,
): Promise<SampledVerdict> {
  const disciples = [boot(world, ''), ...trained.map(({ source }) => boot(world, source))];
  const { evidences } = branchesOf(world, disciples);
  const forecaster = sampledForecaster(world, { rollouts: settings.rollouts, seed });
  const parts = 3 + evidences.length * trained.length;
  let done = 0;
  const tell = (what: string) => note(done++, parts, what);
  await tell('training pool');
  const { cells, cases, pool } = drawPool(world, disciples, seed, Math.min(POOL, settings.rollouts));
  await tell('learned divergence');
  const arities = world.evidence.variables.map(({ arity }) => arity);
  const divergence = new PooledDivergence({
    backend,
    pool: cells,
    cases,
    evidences: evidences.map(({ value }) => value),
    arities,
    disciples: disciples.length,
    seed,
    updates: UPDATES_FOR_ALL,
  });
  while (!divergence.done) divergence.step();
  await tell('learned forecaster');
  const learned = await trainForecaster({
    target: world,
    disciples,
    seed,
    pool,
    draws: settings.rollouts,
    backend: backend.name,
  });
  const rows: SampledRow[] = [];
  const judged: Case[] = [];
  try {
    for (const [e, { value: evidence }] of evidences.entries()) {
      const absent = forecaster(evidence, disciples[0], 0);
      const utility0 = meanOf(world, absent, 'utility');
      const harm0 = meanOf(world, absent, 'harm');
      const utilities = [utility0.value];
      const harms = [harm0.value];
      const readings: Record<ReadingName, number>[] = [zeros()];
      for (const [i, { role }] of trained.entries()) {
        await tell(`${role} under ${evidence.join(',')}`);
        const disciple = disciples[i + 1];
        const present = forecaster(evidence, disciple, 1);
        const row: SampledRow = {
          seed,
          role,
          evidence,
          utility: meanOf(world, present, 'utility'),
          harm: meanOf(world, present, 'harm'),
          nullHarm: harm0,
          readings: {
            joint: await measured(world, forecaster, evidence, disciple, seed, 'coarse/joint/tv'),
            each: await measured(world, forecaster, evidence, disciple, seed, 'coarse/each/tv'),
            learned: learnedReading(divergence, cells, e, i + 1, present, absent),
            'forecaster joint': await answered(learned, evidence, disciple, seed, 'coarse/joint/tv'),
            'forecaster each': await answered(learned, evidence, disciple, seed, 'coarse/each/tv'),
          },
        };
        rows.push(row);
        utilities.push(row.utility.value);
        harms.push(row.harm.value);
        readings.push(
          Object.fromEntries(READINGS.map((name) => [name, row.readings[name].value])) as Record<ReadingName, number>,
        );
      }
      const { erasure } = settings;
      judged.push({
        evidence,
        objective: utilities.map((utility) => (1 - erasure) * utility + erasure * utility0.value),
        acceptable: acceptableOf(utilities, harms),
        harmless: harmlessOf(harms),
        readings,
      });
    }
  } finally {
    divergence.dispose();
  }
  return { rows, ...decisions(judged, seed, ['null', ...trained.map(({ role }) => role)], settings.weight) };
}

/** What a master of weight λ sends with each reading, and the λ-window of each reading. */
function decisions(
  cases: readonly Case[],
  seed: number,
  ids: readonly string[],
  lambda: number,
): Pick<SampledVerdict, 'choices' | 'windows'> {
  const penaltyOf = ({ readings }: Case, reading: ReadingName | null) =>
    readings.map((row) => (reading === null ? 0 : row[reading]));
  const choices = [null, ...READINGS].flatMap((reading) =>
    cases.map((one): SampledChoice => {
      const penalty = penaltyOf(one, reading);
      const weight = reading === null ? 0 : lambda;
      const scores = one.objective.map((utility, s) => utility - weight * penalty[s]);
      const s = bestIndex(scores);
      const harmful = scores.filter((_, i) => !one.harmless[i]);
      return {
        seed,
        evidence: one.evidence,
        reading,
        sent: ids[s],
        margin: harmful.length > 0 && one.harmless[s] ? scores[s] - Math.max(...harmful) : null,
      };
    }),
  );
  const windows = ([...READINGS, 'none'] as const).map((reading) => ({
    seed,
    reading,
    window: windowOf(cases.map((one) => ({ ...one, penalty: penaltyOf(one, reading === 'none' ? null : reading) }))),
  }));
  return { choices, windows };
}

interface Case {
  readonly evidence: readonly number[];
  readonly objective: readonly number[];
  readonly acceptable: readonly boolean[];
  readonly harmless: readonly boolean[];
  readonly readings: readonly Readonly<Record<ReadingName, number>>[];
}

function zeros(): Record<ReadingName, number> {
  return Object.fromEntries(READINGS.map((name) => [name, 0])) as Record<ReadingName, number>;
}

/** The training rollouts, which the discriminator and the forecaster share. */
function drawPool<State>(world: World<State>, disciples: readonly Disciple<State>[], seed: number, rollouts: number) {
  const branches = branchesOf(world, disciples);
  const cells = new CellPool({ branches, cells: answersOf(world), seed, sharedAbsence: world.wire === undefined });
  const cases: CaseDraws[] = [];
  const laws = disciples.map(({ source }) => source);
  const rows = branches.evidences.map((_, e) => {
    const byLaw: Int32Array[] = [];
    for (let s = 1; s < disciples.length; s++) {
      const draws = cells.draw(e, s, rollouts, 'training');
      cases.push(draws);
      if (s === 1) byLaw.push(answerRows(cells, draws.absent));
      byLaw.push(answerRows(cells, draws.present));
    }
    return byLaw;
  });
  const pool: AnswerPool = { evidences: branches.evidences.map(({ value }) => value), laws, cells: rows };
  return { cells, cases, pool };
}

/** Counted answers as rows. Equal rows lie beside each other; training draws from them at random. */
function answerRows<State>({ tuples }: CellPool<State>, counts: ReadonlyMap<number, number>): Int32Array {
  const rows: number[] = [];
  for (const [tuple, count] of counts) for (let i = 0; i < count; i++) rows.push(...tuples[tuple]);
  return Int32Array.from(rows);
}

function learnedReading<State>(
  divergence: PooledDivergence<State>,
  cells: CellPool<State>,
  e: number,
  s: number,
  present: Forecast<State>,
  absent: Forecast<State>,
): Estimate {
  const counted = (forecast: Forecast<State>) => {
    const counts = new Map<number, number>();
    forecast.outcomes.forEach((outcome, i) => {
      const tuple = cells.tupleOf(outcome);
      counts.set(tuple, (counts.get(tuple) ?? 0) + Math.round(forecast.probabilities[i] * (forecast.draws ?? 0)));
    });
    return counts;
  };
  const judged = divergence.judge({
    e,
    s,
    present: counted(present),
    absent: counted(absent),
    draws1: present.draws ?? 0,
    draws0: absent.draws ?? 0,
  });
  return estimateOf(countedMeasurement('tv', judged));
}

async function measured<State>(
  world: World<State>,
  forecaster: Forecaster<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  seed: number,
  id: string,
): Promise<Estimate> {
  return estimateOf(await penalties.get(id).measure({ world, forecaster, evidence, disciple, seed }));
}

/** The same penalty, measured on what the learned forecaster foretells. */
function answered<State>(
  forecaster: LearnedForecaster,
  evidence: readonly number[],
  disciple: Disciple<State>,
  seed: number,
  id: string,
): Promise<Estimate> {
  return measured(forecaster.world, forecaster, evidence, disciple as unknown as Disciple<readonly number[]>, seed, id);
}

function estimateOf({ value, interval }: Measurement): Estimate {
  return { value, low: interval?.[0] ?? value, high: interval?.[1] ?? value };
}

/** The mean utility or harm over the draws, and its normal interval. */
function meanOf<State>(world: World<State>, forecast: Forecast<State>, name: 'utility' | 'harm'): Estimate {
  let mean = 0;
  let squares = 0;
  forecast.outcomes.forEach((outcome, i) => {
    const value = unitValue(world, outcome, name);
    mean += forecast.probabilities[i] * value;
    squares += forecast.probabilities[i] * value ** 2;
  });
  const reach = Z95 * Math.sqrt(Math.max(0, squares - mean ** 2) / (forecast.draws ?? 1));
  return { value: mean, low: mean - reach, high: mean + reach };
}
