/** Observed and simulated counterfactuals: the variance of an estimate, and how well a network judges it. */
import { hashText } from '../../core/base/random.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import { countedMeasurement } from '../../penalties/estimate/learned.ts';
import { exactForecasterOf } from '../../penalties/penalty.ts';
import { yieldToSignals } from '../run/signals.ts';
import { exactJoint } from './cases.ts';
import type { TrainedWorld } from './worlds.ts';

/**
 * Where P(e, S, 0) comes from: simulated, or observed where the wire erased with this probability
 * (docs/forecasts.md).
 */
export type Erasure = number | null;

/** What the essay's stochastic event may be set to, from an even chance to a rare one. */
export const ERASURES: readonly Erasure[] = [null, 0.5, 0.1, 0.01];

/** The variance of p̂₁(A) − p̂₀(A) over repetitions, A frozen, against the formula of docs/forecasts.md. */
export interface VarianceRow {
  readonly world: string;
  readonly evidence: readonly number[];
  readonly disciple: string;
  readonly erasure: Erasure;
  readonly repetitions: number;
  /** Episodes of each source in a repetition, and how many draws of either branch they gave on average. */
  readonly episodes: number;
  readonly draws1: number;
  readonly draws0: number;
  readonly measured: number;
  /**
   * v₁/n₁ + v₀/n₀ at the expected numbers of draws: v₁/(n_S(1−ε)) + v₀/(nε) where observed, v the exact p(A)(1−p(A)).
   */
  readonly predicted: number;
  /**
   * measured / predicted, and its standard error by the estimates' fourth moment; null where A is all but sure in
   * both branches.
   */
  readonly ratio: number | null;
  readonly ratioError: number | null;
  /** Share of repetitions whose two-sided 95 % interval holds the exact p₁(A) − p₀(A). */
  readonly covered: number;
  /** Share of repetitions whose one-sided 99 % lower end is below it. */
  readonly below: number;
}

export const VARIANCE_COLUMNS = [
  'world',
  'evidence',
  'disciple',
  'erasure',
  'repetitions',
  'episodes',
  'draws1',
  'draws0',
  'measured_variance',
  'predicted_variance',
  'ratio',
  'ratio_error',
  'covered95',
  'below99',
] as const;

export function varianceFields(row: VarianceRow): (string | number | null)[] {
  const { world, evidence, disciple, erasure, repetitions, episodes, draws1, draws0, measured, predicted } = row;
  const { ratio, ratioError, covered, below } = row;
  return [
    world,
    evidence.join(' '),
    disciple,
    erasure ?? 'simulated',
    repetitions,
    episodes,
    draws1,
    draws0,
    measured,
    predicted,
    ratio,
    ratioError,
    covered,
    below,
  ];
}

/** The learned tv of a network that was trained on simulated draws, judged by one or the other kind. */
export interface JudgedRow {
  readonly world: string;
  readonly evidence: readonly number[];
  readonly disciple: string;
  readonly erasure: Erasure;
  readonly draws1: number;
  readonly draws0: number;
  readonly tv: number;
  readonly low: number;
  readonly high: number;
  readonly lower99: number;
  readonly exact: number;
}

export const JUDGED_COLUMNS = [
  'world',
  'evidence',
  'disciple',
  'erasure',
  'draws1',
  'draws0',
  'learned_tv',
  'low',
  'high',
  'lower99',
  'exact_tv',
] as const;

export function judgedFields(row: JudgedRow): (string | number)[] {
  const { world, evidence, disciple, erasure, draws1, draws0, tv, low, high, lower99, exact } = row;
  return [world, evidence.join(' '), disciple, erasure ?? 'simulated', draws1, draws0, tv, low, high, lower99, exact];
}

/** Draws on A's rarer side that a repetition must expect in one branch, for a variance to be worth comparing. */
const FEWEST = 5;

/** A forecaster of this kind with `episodes` of each source. */
function forecasterOf({ library }: TrainedWorld, erasure: Erasure, episodes: number, seed: number) {
  const observed = erasure === null ? {} : { counterfactual: 'observed' as const, erasure };
  return sampledForecaster(library.compiled, { rollouts: episodes, seed, ...observed });
}

/** Membership of A = {logit > 0}, by outcome. */
function indicator({ library, network }: TrainedWorld, e: number, s: number): (outcome: unknown) => 0 | 1 {
  const { pool } = library;
  const known = new Map<number, 0 | 1>();
  return (outcome) => {
    const tuple = pool.tupleOf(outcome);
    let inside = known.get(tuple);
    if (inside === undefined) {
      inside = network.logits(e, s, [tuple])[0] > 0 ? 1 : 0;
      known.set(tuple, inside);
    }
    return inside;
  };
}

/** p(A) of a forecast. */
function shareInside(forecast: Forecast, inside: (outcome: unknown) => 0 | 1): number {
  return forecast.outcomes.reduce<number>((sum, outcome, i) => sum + inside(outcome) * forecast.probabilities[i], 0);
}

/** `repetitions` of independent estimates of one (e, S), by each way to have the counterfactual. */
export async function varianceRows(
  trained: TrainedWorld,
  { e, s }: { readonly e: number; readonly s: number },
  options: { readonly seed: number; readonly repetitions: number; readonly episodes: number },
): Promise<VarianceRow[]> {
  const { compiled, disciples } = trained.library;
  const { repetitions, episodes, seed } = options;
  const inside = indicator(trained, e, s);
  const evidence = compiled.evidences[e].value;
  const disciple = disciples[s];
  const exact = exactForecasterOf(compiled);
  const p1 = shareInside(exact(evidence, disciple, 1), inside);
  const p0 = shareInside(exact(evidence, disciple, 0), inside);
  const sources = new Set(disciples.map(({ source }) => source)).size;
  const rows: VarianceRow[] = [];
  for (const erasure of ERASURES) {
    const errors: number[] = [];
    let draws1 = 0;
    let draws0 = 0;
    let covered = 0;
    let below = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const name = `${seed}/counterfactual/${e}/${s}/${erasure}/${repetition}`;
      const forecaster = forecasterOf(trained, erasure, episodes, hashText(name));
      const present = forecaster(evidence, disciple, 1);
      const absent = forecaster(evidence, disciple, 0);
      const { parts, interval } = measure(present, absent, inside);
      errors.push(parts.raw - (p1 - p0));
      draws1 += present.draws!;
      draws0 += absent.draws!;
      if (interval![0] <= p1 - p0 && p1 - p0 <= interval![1]) covered++;
      if (parts.lower99 < p1 - p0) below++;
      await yieldToSignals();
    }
    const { variance: measured, error } = spread(errors);
    const expected1 = erasure === null ? episodes : episodes * (1 - erasure);
    const expected0 = erasure === null ? episodes : sources * episodes * erasure;
    const predicted = bernoulliVariance(p1) / expected1 + bernoulliVariance(p0) / expected0;
    const varies = Math.max(expected1 * bernoulliVariance(p1), expected0 * bernoulliVariance(p0)) >= FEWEST;
    rows.push({
      world: compiled.world.id,
      evidence,
      disciple: compiled.world.disciples[s].id,
      erasure,
      repetitions,
      episodes,
      draws1: draws1 / repetitions,
      draws0: draws0 / repetitions,
      measured,
      predicted,
      ratio: varies ? measured / predicted : null,
      ratioError: varies ? error / predicted : null,
      covered: covered / repetitions,
      below: below / repetitions,
    });
  }
  return rows;
}

/** The variance of some numbers, and its standard error. */
function spread(values: readonly number[]): { readonly variance: number; readonly error: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
  const second = moment(2);
  return { variance: (second * n) / (n - 1), error: Math.sqrt(Math.max(0, moment(4) - second * second) / n) };
}

/** The learned tv of two forecasts; ±1 stands for the logit, of which tv reads the sign alone. */
function measure(present: Forecast, absent: Forecast, inside: (outcome: unknown) => 0 | 1) {
  const n1 = present.draws!;
  const n0 = absent.draws!;
  const inside1 = Math.round(n1 * shareInside(present, inside));
  const inside0 = Math.round(n0 * shareInside(absent, inside));
  return countedMeasurement('tv', {
    logits: [1, -1],
    counts1: [inside1, n1 - inside1],
    counts0: [inside0, n0 - inside0],
  });
}

/** Every disciple under one evidence value, judged once from `episodes` of each source, by each kind of draws. */
export async function judgedRows(
  trained: TrainedWorld,
  e: number,
  options: { readonly seed: number; readonly episodes: number },
): Promise<JudgedRow[]> {
  const { library } = trained;
  const { compiled, disciples } = library;
  const evidence = compiled.evidences[e].value;
  const rows: JudgedRow[] = [];
  for (const { s } of library.cases.filter((one) => one.e === e)) {
    const inside = indicator(trained, e, s);
    const exact = exactJoint(library, e, s).tv;
    for (const erasure of ERASURES) {
      const seed = hashText(`${options.seed}/judged/${erasure}`);
      const forecaster = forecasterOf(trained, erasure, options.episodes, seed);
      const present = forecaster(evidence, disciples[s], 1);
      const absent = forecaster(evidence, disciples[s], 0);
      const { parts, interval } = measure(present, absent, inside);
      rows.push({
        world: compiled.world.id,
        evidence,
        disciple: compiled.world.disciples[s].id,
        erasure,
        draws1: present.draws!,
        draws0: absent.draws!,
        tv: parts.raw,
        low: interval![0],
        high: interval![1],
        lower99: parts.lower99,
        exact,
      });
      await yieldToSignals();
    }
  }
  return rows;
}

/** The variance of one draw that is 1 with probability p. Where rounding has brought p above 1, the variance is 0. */
export function bernoulliVariance(p: number): number {
  return Math.max(0, p * (1 - p));
}
