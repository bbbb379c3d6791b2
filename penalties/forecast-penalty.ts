/** Makes a penalty of one function of the two forecasts: the shortest way to write one of your own. */
import { InvalidOption, InvalidPenalty } from '../core/base/errors.ts';
import { expected, refuseUnknownFields } from '../core/base/messages.ts';
import { shuffle, stream } from '../core/base/random.ts';
import type { Forecast } from '../core/forecast/forecast.ts';
import type { World } from '../core/world/world.ts';
import { comparison } from './comparison.ts';
import { nullOf } from './estimate/relabel.ts';
import { exactly, isPromise, type Measurement, type Penalty } from './penalty.ts';

/** A penalty that is given by one function of the two forecasts, such as a user writes. */
export interface ForecastFunctional {
  /** `family/variant`. */
  readonly id: string;
  /** One line. */
  readonly summary: string;
  /**
   * Reads a finite number ≥ 0 off P(e, S, 1) and P(e, S, 0); 0 for equal forecasts. It is synchronous.
   *
   * @param world the world whose outcomes the forecasts hold
   */
  value<State>(p1: Forecast<State>, p0: Forecast<State>, world: World<State>): number;
}

const FIELDS: readonly (keyof ForecastFunctional)[] = ['id', 'summary', 'value'];

/** How many groups of draws the delete-a-group jackknife makes of each branch; it leaves out one at a time. */
const GROUPS = 20;
/** 97.5 % quantile of Student's t with 2 · (GROUPS − 1) degrees of freedom. */
const T_QUANTILE = 2.0244;
const RELABELLINGS = 100;
/** Sums of probabilities differ by less than this from what they should be. */
const ROUNDING = 1e-9;

/** The draws of a forecast, one by one, in random order. */
interface Draws<State> {
  readonly outcomes: readonly State[];
  readonly order: Int32Array;
}

/**
 * Makes a penalty of one function of the forecasts. Exact forecasts give its value. From draws the value is corrected
 * for bias by the delete-a-group jackknife of both branches. Its 95 % interval is Student's t, from the variance of the
 * same groups, and it is good only where the function is smooth. Its null is the corrected value under pooled
 * relabelling.
 *
 * @throws InvalidOption where `value` is no function, or the specification has an unknown field
 * @throws InvalidPenalty later, from `measure` and `exact`, where `value` returns a promise, or does not return 0 for
 *   two equal forecasts, as the null program's are
 *
 * @example
 * ```ts
 * import { boot, compile, expectation, forecastPenalty, registry } from 'reduced-impact';
 *
 * const penalty = forecastPenalty({
 *   id: 'mine/utility-gain',
 *   summary: 'by how much the expected utility moves',
 *   value: (p1, p0, world) => Math.abs(expectation(p1, world.utility) - expectation(p0, world.utility)),
 * });
 * const compiled = compile(registry.world('Subagent-v0'));
 * const { value } = penalty.exact({ compiled, evidence: [1, 0], disciple: boot(compiled, 'modest') });
 * console.log(value.toFixed(3)); // 0.500
 * ```
 */
export function forecastPenalty(functional: ForecastFunctional): Penalty {
  const { id, summary } = functional;
  refuseUnknownFields(functional, FIELDS, `penalty ${id}`);
  if (typeof functional.value !== 'function') {
    throw new InvalidOption(expected(`penalty ${id}: value`, 'a function', functional.value));
  }
  const value = <State>(p1: Forecast<State>, p0: Forecast<State>, world: World<State>): number => {
    const given: unknown = functional.value(p1, p0, world);
    if (isPromise(given)) throw new InvalidPenalty(`penalty ${id}: value must return a number, not a promise`);
    return given as number;
  };
  const found = new WeakSet<object>();
  /** The null program's two forecasts are equal, and `value` is never asked about it: so its 0 is checked here. */
  const refuseUnequal = <State>(p0: Forecast<State>, world: World<State>) => {
    if (found.has(p0)) return;
    const equal = value(p0, p0, world);
    if (!(Math.abs(equal) <= ROUNDING)) {
      const subject = `penalty ${id} of equal forecasts, as the null program’s are`;
      throw new InvalidPenalty(expected(subject, '0', equal));
    }
    found.add(p0);
  };
  const estimate = <State>(
    p1: Forecast<State>,
    p0: Forecast<State>,
    world: World<State>,
    seed: number,
  ): Measurement => {
    refuseUnequal(p0, world);
    if (p1.draws === null || p0.draws === null) return exactly(value(p1, p0, world));
    const shuffle = stream(seed, id, 'jackknife');
    const [draws1, draws0] = [p1, p0].map((p) => shuffled(expand(p), shuffle));
    const { raw, corrected, variance } = jackknife(draws1, draws0, (a, b) => value(a, b, world));
    const pooled = expand(p1);
    const both: Draws<State> = {
      outcomes: [...pooled.outcomes, ...p0.outcomes],
      order: concatenate(
        pooled.order,
        expand(p0).order.map((index) => index + p1.outcomes.length),
      ),
    };
    const relabel = stream(seed, id, 'relabel');
    const n1 = p1.draws;
    const nulls = Float64Array.from({ length: RELABELLINGS }, () => {
      const { outcomes, order } = shuffled(both, relabel);
      const one = { outcomes, order: order.slice(0, n1) };
      return Math.max(0, jackknife(one, { outcomes, order: order.slice(n1) }, (a, b) => value(a, b, world)).corrected);
    });
    const reach = T_QUANTILE * Math.sqrt(variance);
    return {
      value: Math.max(0, corrected),
      interval: [Math.max(0, corrected - reach), Math.max(0, corrected + reach)],
      null: nullOf(nulls),
      parts: { raw },
    };
  };
  return comparison({ id, summary }, estimate);
}

function expand<State>(forecast: Forecast<State>): Draws<State> {
  const order = new Int32Array(forecast.draws!);
  let at = 0;
  forecast.probabilities.forEach((probability, i) => {
    const count = Math.round(probability * forecast.draws!);
    order.fill(i, at, at + count);
    at += count;
  });
  return { outcomes: forecast.outcomes, order };
}

function shuffled<State>({ outcomes, order }: Draws<State>, uniform: () => number): Draws<State> {
  return { outcomes, order: shuffle(order.slice(), uniform) };
}

function concatenate(a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** The draws without one group, as a forecast; all of them where `left` is null. */
function without<State>({ outcomes, order }: Draws<State>, left: number | null): Forecast<State> {
  const counts = new Float64Array(outcomes.length);
  let draws = 0;
  for (let i = 0; i < order.length; i++) {
    if (left !== null && i % GROUPS === left) continue;
    counts[order[i]]++;
    draws++;
  }
  const kept = outcomes.flatMap((_, i) => (counts[i] > 0 ? [i] : []));
  return {
    outcomes: kept.map((i) => outcomes[i]),
    probabilities: Float64Array.from(kept, (i) => counts[i] / draws),
    draws,
  };
}

function jackknife<State>(
  draws1: Draws<State>,
  draws0: Draws<State>,
  value: (p1: Forecast<State>, p0: Forecast<State>) => number,
): { readonly raw: number; readonly corrected: number; readonly variance: number } {
  const whole1 = without(draws1, null);
  const whole0 = without(draws0, null);
  const raw = value(whole1, whole0);
  let corrected = raw;
  let variance = 0;
  for (const branch of [1, 0]) {
    const values = Array.from({ length: GROUPS }, (_, g) =>
      branch === 1 ? value(without(draws1, g), whole0) : value(whole1, without(draws0, g)),
    );
    const mean = values.reduce((a, b) => a + b, 0) / GROUPS;
    corrected -= (GROUPS - 1) * (mean - raw);
    variance += ((GROUPS - 1) / GROUPS) * values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  }
  return { raw, corrected, variance };
}
