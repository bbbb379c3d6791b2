/** What a forecast is: a weighted set of outcomes, and the function that gives one. */
import type { Disciple } from '../disciple/disciple.ts';
import type { Pairs } from './pairs.ts';

/**
 * A weighted set of distinct outcomes: the distribution P(e, S, X) over future worlds (the essay's section "Penalty
 * functions").
 */
export interface Forecast<State = unknown> {
  readonly outcomes: readonly State[];
  /** One probability for each outcome; they sum to 1 ± 1e-12. */
  readonly probabilities: Float64Array;
  /** How many draws the forecast counts; null where it is exact. A probability times `draws` is a count. */
  readonly draws: number | null;
}

/** Gives P(e, S, X) for evidence e, a disciple S and X (docs/forecasts.md). */
export interface Forecaster<State = unknown> {
  (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State>;
  /** How many draws each forecast counts; null where forecasts are exact. */
  readonly rollouts: number | null;
  /** `n` fresh, independent draws of P(e, S, X), from the stream called `name`. */
  draw(evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1, n: number, name: string): Forecast<State>;
  /** Both branches of `n` sampled episodes; draws of the same name come out alike in both. */
  pairs(evidence: readonly number[], disciple: Disciple<State>, n: number): Pairs<State>;
}

/** The expected value of a function of the outcome. */
export function expectation<State>(forecast: Forecast<State>, value: (state: State) => number): number {
  let sum = 0;
  for (let i = 0; i < forecast.outcomes.length; i++) sum += forecast.probabilities[i] * value(forecast.outcomes[i]);
  return sum;
}
