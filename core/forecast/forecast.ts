import type { Disciple } from '../disciple/disciple.ts';
import type { Pairs } from './pairs.ts';

/** A weighted set of distinct outcomes: the distribution P(e, S, X) over future worlds (essay, "Penalty functions"). */
export interface Forecast<State = unknown> {
  readonly outcomes: readonly State[];
  /** Aligned with `outcomes`; sums to 1 ± 1e-12. */
  readonly probabilities: Float64Array;
  /** How many draws it holds; null when exact. A probability times `draws` is a count. */
  readonly draws: number | null;
}

/** P(e, S, X), DESIGN §5. */
export interface Forecaster<State = unknown> {
  (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State>;
  /** Draws a forecast, null when exact. */
  readonly rollouts: number | null;
  /** `n` fresh independent draws of P(e, S, X), from the stream called `name`. */
  draw(evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1, n: number, name: string): Forecast<State>;
  /** Both branches of `n` episodes that share their chance, name by name; always sampled. */
  pairs(evidence: readonly number[], disciple: Disciple<State>, n: number): Pairs<State>;
}

/** Expected value of a function of the outcome. */
export function expectation<State>(forecast: Forecast<State>, value: (state: State) => number): number {
  let sum = 0;
  for (let i = 0; i < forecast.outcomes.length; i++) sum += forecast.probabilities[i] * value(forecast.outcomes[i]);
  return sum;
}
