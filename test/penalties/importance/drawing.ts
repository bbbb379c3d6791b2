/** A forecaster that draws the cells of a world from their exact law. */
import type { Disciple } from '../../../core/disciple/disciple.ts';
import type { Forecast, Forecaster } from '../../../core/forecast/forecast.ts';
import type { Compiled } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { type Bits, type Law, law, multinomial } from '../estimate/sampling.ts';

/**
 * Forecasters that draw from the exact cells of a world: multinomial counts of one outcome a cell. They are what a
 * sampled forecaster is to a penalty that reads cells, a hundred times as fast, so that a thousand repetitions are
 * cheap.
 */
export function cellDrawing<State>(compiled: Compiled<State>, coarseness: number, draws: number) {
  const laws = new Map<string, { readonly outcomes: readonly State[]; readonly law: Law }>();
  const cells = questionCells(compiled.world, coarseness);
  const exact = exactForecasterOf(compiled);
  const lawOf = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1) => {
    const key = `${evidence}/${x === 1 ? disciple.source : ''}`;
    let known = laws.get(key);
    if (!known) {
      const sums = new Map<string, { state: State; probability: number }>();
      const { outcomes, probabilities } = exact(evidence, disciple, x);
      outcomes.forEach((state, i) => {
        const cell = cells(state).join(',');
        const sum = sums.get(cell);
        if (sum) sum.probability += probabilities[i];
        else sums.set(cell, { state, probability: probabilities[i] });
      });
      const all = [...sums.values()];
      known = {
        outcomes: all.map(({ state }) => state),
        law: law(Float64Array.from(all, ({ probability }) => probability)),
      };
      laws.set(key, known);
    }
    return known;
  };
  const refuse = () => {
    throw new Error('only forecasts are drawn');
  };
  /** A fresh forecaster: each forecast is drawn once. */
  return (random: Bits): Forecaster<State> => {
    const drawn = new Map<string, Forecast<State>>();
    const forecaster = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State> => {
      const key = `${evidence}/${x}/${disciple.source}`;
      let forecast = drawn.get(key);
      if (!forecast) {
        const known = lawOf(evidence, disciple, x);
        const counts = new Int32Array(known.outcomes.length);
        multinomial(known.law, draws, random, counts);
        forecast = {
          outcomes: known.outcomes,
          probabilities: Float64Array.from(counts, (count) => count / draws),
          draws,
        };
        drawn.set(key, forecast);
      }
      return forecast;
    };
    return Object.assign(forecaster, { rollouts: draws, draw: refuse, pairs: refuse });
  };
}
