import { BoundedCache } from '../base/cache.ts';
import { expected } from '../base/errors.ts';
import { stream } from '../base/random.ts';
import { bootArrived, type Disciple, NeedsTables } from '../disciple/disciple.ts';
import type { Compiled } from '../tables/compile.ts';
import { propagate } from '../tables/propagate.ts';
import { evidenceIndex } from '../world/evidence.ts';
import { arrive } from '../world/world.ts';
import type { Forecast, Forecaster } from './forecast.ts';
import { rollPairs } from './pairs.ts';
import { tally } from './rollout.ts';

const KEPT_FORECASTS = 64;

/**
 * Propagates probabilities through the compiled tables: no draws, and no error but rounding. A forecast of a disciple
 * whose kind gives no table on compiled worlds throws `NeedsTables`.
 */
export function exactForecaster<State>(
  compiled: Compiled<State>,
  options: { readonly seed?: number } = {},
): Forecaster<State> {
  const seed = options.seed ?? 0;
  const world = compiled.world;
  const cache = new BoundedCache<Forecast<State>>(KEPT_FORECASTS);
  const exact = (evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1): Forecast<State> => {
    const arrived = arrive(world, disciple.source, x);
    return cache.get(`${evidence.join(',')}/${arrived}`, () => {
      const running = arrived === disciple.source && disciple.table ? disciple : bootArrived(compiled, arrived);
      if (!running.table) throw new NeedsTables(expected('exact forecast', 'a disciple with a policy table', arrived));
      const beginning = compiled.beginnings[evidenceIndex(compiled.evidences, evidence)][arrived === '' ? 0 : 1];
      const outcome = propagate(compiled, beginning, running.table);
      const outcomes = Array.from(outcome.states, (state) => compiled.states[state]);
      return { outcomes, probabilities: outcome.probabilities, draws: null };
    });
  };
  return Object.assign(exact, {
    rollouts: null,
    draw(evidence: readonly number[], disciple: Disciple<State>, x: 0 | 1, n: number, name: string) {
      const arrived = arrive(world, disciple.source, x);
      return tally(compiled, evidence, arrived, disciple, n, stream(seed, name, ...evidence, x, arrived));
    },
    pairs(evidence: readonly number[], disciple: Disciple<State>, n: number) {
      return rollPairs(compiled, evidence, disciple, n, seed);
    },
  });
}
