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
import type { Graining } from './graining.ts';

/** What a penalty reads off two forecasts (DESIGN §6). */
export interface Measurement {
  /** ≥ 0, and 0 for the null program. */
  readonly value: number;
  /** A 95 % confidence interval when it was estimated, else null. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The same debiased estimate under pooled relabelling of the draws; zeros when the forecast is exact. */
  readonly null: { readonly mean: number; readonly p95: number };
  /** Named parts. */
  readonly parts: Readonly<Record<string, number>>;
}

export interface MeasureRequest<State = unknown> {
  /** The tables, where the world compiles; else give `world`. */
  readonly compiled?: Compiled<State>;
  readonly world?: World<State>;
  readonly forecaster: Forecaster<State>;
  readonly evidence: readonly number[];
  readonly disciple: Disciple<State>;
  readonly seed: number;
  /** Which tfjs backend a learned penalty trains on; by default the best that loads. */
  readonly backend?: BackendName;
}

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
  /** From exact or sampled forecasts. */
  measure<State>(request: MeasureRequest<State>): Promise<Measurement>;
  /** On the tables. Throws `NoExactValue` where there is none. */
  exact<State>(request: ExactRequest<State>): Measurement;
  /** The id of the exact penalty that this one estimates, where it has no exact value of its own. */
  readonly estimates?: string;
  /** Present where one network, trained beside the master, serves all (e, S): which divergence it learns. */
  readonly learned?: 'tv' | 'js';
  /** Present where measuring trains a network: seconds rather than milliseconds. */
  readonly trains?: true;
  /** Present where it measures the evidence alone, and so means nothing in a world without evidence. */
  readonly needsEvidence?: true;
  /** False where a quick benchmark leaves it out, because another penalty reads the same cells; default true. */
  readonly quick?: boolean;
  /** Present where it compares the branches on cells of outcomes: those it can tell apart. */
  graining?<State>(world: World<State>): Graining<State>;
}

/** What every penalty says of the null program, without drawing or training. */
export function nothing(sampled: boolean): Measurement {
  return { value: 0, interval: sampled ? [0, 0] : null, null: { mean: 0, p95: 0 }, parts: {} };
}

/** An exact value. */
export function exactly(value: number, parts: Readonly<Record<string, number>> = {}): Measurement {
  return { value, interval: null, null: { mean: 0, p95: 0 }, parts };
}

/** Among the parts of an estimate for which no honest 95 % interval is known. */
export const NO_INTERVAL: Readonly<Record<string, number>> = { noInterval: 1 };

/** The world of a request. Throws `InvalidOption` where neither tables nor a world are given. */
export function requestWorld<State>(request: MeasureRequest<State>): World<State> {
  const world = request.compiled?.world ?? request.world;
  if (!world) throw new InvalidOption('measure: expected compiled or world but received neither');
  return world;
}

/** The exact forecaster of some tables; one for all, so that its forecasts are shared. */
export function exactForecasterOf<State>(compiled: Compiled<State>): Forecaster<State> {
  return memoise(compiled, 'exact forecaster', () => exactForecaster(compiled));
}

export function noExactValue(id: string, instead: string): NoExactValue {
  return new NoExactValue(`${id} has no exact value: ${instead}`);
}

/** Draws a branch where a penalty needs some and the forecaster is exact; the least that a learned divergence is judged by (DESIGN §7). */
export const DEFAULT_ROLLOUTS = 20_000;

/** Where something was measured, for a person: `'careful' in Gas-v0 under left=1 right=0`. */
export function caseName<State>(world: World<State>, evidence: readonly number[], source: string): string {
  const id = world.disciples.find((disciple) => disciple.source === source)?.id;
  const sent = source === '' ? 'the null program' : show(id ?? source);
  return `${sent} in ${world.id}${evidence.length === 0 ? '' : ` under ${nameEvidence(world, evidence)}`}`;
}

/**
 * A measurement that keeps the contract: finite, ≥ 0, and 0 for the null program. Throws `InvalidPenalty`.
 * @param of whose it is, for the message: see `caseName`.
 */
export function checked(penalty: Penalty, source: string, measurement: Measurement, of = show(source)): Measurement {
  const refuse = (wanted: string, received: unknown) =>
    new InvalidPenalty(expected(`penalty ${penalty.id} of ${of}`, wanted, received));
  // A user's JavaScript may return anything.
  const given = measurement as Partial<Measurement> | null | undefined;
  if (typeof given !== 'object' || given === null) throw refuse('a measurement', given);
  if (!(Number.isFinite(given.value) && given.value! >= 0)) throw refuse('a finite value ≥ 0', given.value);
  if (typeof given.parts !== 'object' || given.parts === null) throw refuse('parts, an object', given.parts);
  if (!(given.interval === null || Array.isArray(given.interval)))
    throw refuse('an interval, null or two ends', given.interval);
  if (source === '' && given.value !== 0) throw refuse('0', given.value);
  return measurement;
}

/** What a penalty's own code threw, as an error that says where; what the suite refuses by itself stays as it is. */
export function penaltyFault(penalty: Penalty, of: string, error: unknown): unknown {
  if (error instanceof InvalidPenalty) {
    return error.message.includes(of) ? error : new InvalidPenalty(`${error.message} (of ${of})`, { cause: error });
  }
  if (error instanceof ReducedImpactError) return error;
  const said = messageOf(error).split('\n')[0];
  return new InvalidPenalty(`penalty ${penalty.id} of ${of}: threw '${said}'`, { cause: error });
}
