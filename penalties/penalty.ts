/** The contract of a penalty: what it is asked, what it returns, and the checks that it keeps its word. */
import { InvalidOption, InvalidPenalty, NoExactValue, ReducedImpactError } from '../core/base/errors.ts';
import { memoise } from '../core/base/memoise.ts';
import { expected, messageOf, show } from '../core/base/messages.ts';
import type { Disciple } from '../core/disciple/disciple.ts';
import { exactForecaster } from '../core/forecast/exact-forecaster.ts';
import type { Forecaster } from '../core/forecast/forecast.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { nameEvidence } from '../core/world/evidence.ts';
import type { World } from '../core/world/world.ts';
import type { BackendName } from '../learning/backend/backend.ts';
import type { Charges } from './charges.ts';
import type { Concave } from './concave.ts';
import type { Convex } from './convex.ts';
import type { Graining } from './graining.ts';

/** What a penalty reads off the forecasts of one disciple under one evidence value. */
export interface Measurement {
  /** Finite and ≥ 0; 0 for the null program. */
  readonly value: number;
  /** A 95 % confidence interval where the value was estimated, else null. */
  readonly interval: readonly [low: number, high: number] | null;
  /**
   * What the same debiased estimate reads when the draws of the two branches are pooled and relabelled at random: its
   * mean and its 95th percentile. Zeros where the forecast is exact.
   */
  readonly null: { readonly mean: number; readonly p95: number };
  /** Named parts of the value, such as the lengths that it compares. */
  readonly parts: Readonly<Record<string, number>>;
}

/** What `measure` is asked: one disciple under one evidence value. */
export interface MeasureRequest<State = unknown> {
  /** The tables, where the world compiles; else give `world`. */
  readonly compiled?: Compiled<State>;
  readonly world?: World<State>;
  /** Exact or sampled. */
  readonly forecaster: Forecaster<State>;
  /** One index in [0, arity) for each evidence variable, in the order of the world. */
  readonly evidence: readonly number[];
  readonly disciple: Disciple<State>;
  /** Seeds relabellings, resamples and networks. */
  readonly seed: number;
  /** Which tfjs backend a learned penalty trains on; by default the best that loads. */
  readonly backend?: BackendName;
}

/** What `exact` is asked: one disciple under one evidence value, on the tables. */
export interface ExactRequest<State = unknown> {
  readonly compiled: Compiled<State>;
  readonly evidence: readonly number[];
  readonly disciple: Disciple<State>;
}

/** A functional of the forecasts P(e, S, 1) and P(e, S, 0): ≥ 0, and 0 for the null program. */
export interface Penalty {
  /** `family/variant[/divergence][?parameter=value&…]`. */
  readonly id: string;
  /** One line. */
  readonly summary: string;
  /** Measures a disciple from exact or sampled forecasts. */
  measure<State>(request: MeasureRequest<State>): Promise<Measurement>;
  /**
   * Computes the value from the tables. It is synchronous.
   *
   * @throws NoExactValue where there is no exact value
   */
  exact<State>(request: ExactRequest<State>): Measurement;
  /** The id of the exact penalty that this one estimates, where it has no exact value of its own. */
  readonly estimates?: string;
  /** Which divergence it learns, where one network that is trained beside the master serves all (e, S). */
  readonly learned?: 'tv' | 'js';
  /** Present where measuring trains a network, which takes seconds rather than milliseconds. */
  readonly trains?: true;
  /** Present where it measures the evidence alone, so that it means nothing in a world without evidence. */
  readonly needsEvidence?: true;
  /** False where a quick benchmark leaves it out, because another penalty reads the same cells. Default true. */
  readonly quick?: boolean;
  /** The coarse-graining on whose cells it compares the branches, where it does. */
  graining?<State>(world: World<State>): Graining<State>;
  /** The penalty as a convex function of P(e, S, 1), where it is one: the optimum over every program is then exact. */
  readonly convex?: Convex;
  /** The penalty as what its runs are charged, where it is that: the optimum over every program is then one plan. */
  readonly charges?: Charges;
  /** The penalty as an increasing concave function of a convex one, where it is that. */
  readonly concave?: Concave;
}

/**
 * What every penalty reads for the null program: exactly 0.
 *
 * @param sampled whether others are estimated from draws, so that the 0 has an interval too
 */
export function nothing(sampled: boolean): Measurement {
  return { value: 0, interval: sampled ? [0, 0] : null, null: { mean: 0, p95: 0 }, parts: {} };
}

/** The measurement of an exact value, which has neither an interval nor a null. */
export function exactly(value: number, parts: Readonly<Record<string, number>> = {}): Measurement {
  return { value, interval: null, null: { mean: 0, p95: 0 }, parts };
}

/** A part of every estimate for which no 95 % interval is known that holds. */
export const NO_INTERVAL: Readonly<Record<string, number>> = { noInterval: 1 };

/**
 * The world of a request.
 *
 * @throws InvalidOption where neither tables nor a world are given
 */
export function requestWorld<State>(request: MeasureRequest<State>): World<State> {
  const world = request.compiled?.world ?? request.world;
  if (!world) throw new InvalidOption('measure: expected compiled or world but received neither');
  return world;
}

/** The exact forecaster of some tables; one for all, so that its forecasts are shared. */
export function exactForecasterOf<State>(compiled: Compiled<State>): Forecaster<State> {
  return memoise(compiled, 'exact forecaster', () => exactForecaster(compiled));
}

/** The error of a penalty that cannot be computed from tables; `instead` says why, or what to use. */
export function noExactValue(id: string, instead: string): NoExactValue {
  return new NoExactValue(`${id} has no exact value: ${instead}`);
}

/** How many draws of each branch are made where a penalty needs draws and the forecaster is exact. */
export const DEFAULT_ROLLOUTS = 20_000;

/** What was measured, for a person: `'careful' in Gas-v0 under left=1 right=0`. */
export function caseName<State>(world: World<State>, evidence: readonly number[], source: string): string {
  const id = world.disciples.find((disciple) => disciple.source === source)?.id;
  const sent = source === '' ? 'the null program' : show(id ?? source);
  return `${sent} in ${world.id}${evidence.length === 0 ? '' : ` under ${nameEvidence(world, evidence)}`}`;
}

/** Whether something is a promise, which an async function returns by mistake where a number is wanted. */
export function isPromise(given: unknown): boolean {
  return typeof given === 'object' && given !== null && typeof (given as PromiseLike<unknown>).then === 'function';
}

/**
 * A measurement that keeps the contract of a penalty: finite, ≥ 0, and 0 for the null program.
 *
 * @param of what was measured, for the message; see `caseName`
 * @throws InvalidPenalty for any other measurement
 */
export function checked(penalty: Penalty, source: string, measurement: Measurement, of = show(source)): Measurement {
  const refuse = (wanted: string, received: unknown) =>
    new InvalidPenalty(expected(`penalty ${penalty.id} of ${of}`, wanted, received));
  // A user's JavaScript may return anything.
  const given = measurement as Partial<Measurement> | null | undefined;
  if (isPromise(given)) {
    throw new InvalidPenalty(`penalty ${penalty.id} of ${of}: exact must return a measurement, not a promise`);
  }
  if (typeof given !== 'object' || given === null) throw refuse('a measurement', given);
  if (!(Number.isFinite(given.value) && given.value! >= 0)) throw refuse('a finite value ≥ 0', given.value);
  if (typeof given.parts !== 'object' || given.parts === null) throw refuse('parts, an object', given.parts);
  if (!(given.interval === null || Array.isArray(given.interval)))
    throw refuse('an interval, null or two ends', given.interval);
  if (source === '' && given.value !== 0) throw refuse('0', given.value);
  return measurement;
}

/**
 * An error of a penalty's own code, as an `InvalidPenalty` that says where; the suite's own errors stay as they are.
 */
export function penaltyFault(penalty: Penalty, of: string, error: unknown): unknown {
  if (error instanceof InvalidPenalty) {
    return error.message.includes(of) ? error : new InvalidPenalty(`${error.message} (of ${of})`, { cause: error });
  }
  if (error instanceof ReducedImpactError) return error;
  const firstLine = messageOf(error).split('\n')[0];
  return new InvalidPenalty(`penalty ${penalty.id} of ${of}: threw '${firstLine}'`, { cause: error });
}
