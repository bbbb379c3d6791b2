/** Exact forecasts: probabilities propagated through the tables. */
import { memoise } from '../base/memoise.ts';
import { checkSeed, stream } from '../base/random.ts';
import { whatRunsOnTables } from '../disciple/arrival.ts';
import type { Disciple } from '../disciple/disciple.ts';
import type { Compiled } from '../tables/compile.ts';
import { propagate } from '../tables/propagate.ts';
import { evidenceIndex, evidenceKey } from '../world/evidence.ts';
import { arrive } from '../world/world.ts';
import type { Forecast, Forecaster } from './forecast.ts';
import { rollPairs } from './pairs.ts';
import { tally } from './rollout.ts';

const KEPT_FORECASTS = 64;

/**
 * A forecaster that propagates probabilities through the compiled tables. It draws nothing, and only rounding errs.
 * @param options.seed of `draw` and `pairs`, an integer; default 0.
 * @throws InvalidOption for a bad seed.
 * @throws NeedsTables from a forecast of a disciple that has no policy table.
 */
export function exactForecaster<State>(
  compiled: Compiled<State>,
  options: { readonly seed?: number } = {},
): Forecaster<State> {
  const seed = options.seed ?? 0;
  checkSeed(seed);
  const world = compiled.world;
  const exact = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State> => {
    const arrived = arrive(world, disciple.source, x);
    return memoise(
      exact,
      ['forecast', `${evidenceKey(evidence)}/${arrived}`],
      () => {
        const { present, table } = whatRunsOnTables(compiled, disciple, x, 'exact forecast');
        const beginning = compiled.beginnings[evidenceIndex(compiled.evidences, evidence)][present ? 1 : 0];
        const outcome = propagate(compiled, beginning, table);
        const outcomes = Array.from(outcome.states, (state) => compiled.states[state]);
        return { outcomes, probabilities: outcome.probabilities, draws: null };
      },
      KEPT_FORECASTS,
    );
  };
  return Object.assign(exact, {
    rollouts: null,
    draw(evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1, n: number, name: string) {
      return tally(compiled, evidence, disciple, x, n, (arrived) => stream(seed, name, ...evidence, x, arrived));
    },
    pairs(evidence: readonly number[], disciple: Disciple<State>, n: number) {
      return rollPairs(compiled, evidence, disciple, n, seed);
    },
  });
}
