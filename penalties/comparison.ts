/** The shell of a penalty that compares two forecasts: the same comparison for exact forecasts and for drawn ones. */
import type { Forecast } from '../core/forecast/forecast.ts';
import type { World } from '../core/world/world.ts';
import { makePenalty, type PenaltyDefinition } from './make-penalty.ts';
import {
  type ExactRequest,
  exactForecasterOf,
  type Measurement,
  type MeasureRequest,
  type Penalty,
  requestWorld,
} from './penalty.ts';

/**
 * Reads one penalty off P(e, S, 1) and P(e, S, 0), which are both exact or both drawn.
 *
 * @param seed seeds the relabellings and resamples of an estimate; 0 where the forecasts are exact
 * @param source the disciple's source
 */
export type Compare = <State>(
  p1: Forecast<State>,
  p0: Forecast<State>,
  world: World<State>,
  seed: number,
  source: string,
) => Measurement;

/** What else a comparison's definition may say. */
type Description = Omit<PenaltyDefinition, 'measure' | 'exact'>;

/** A penalty that sees nothing but the two forecasts. For the null program neither forecast is made. */
export function comparison(description: Description, compare: Compare): Penalty {
  return makePenalty({
    ...description,
    measure<State>(request: MeasureRequest<State>) {
      const { forecaster, evidence, disciple, seed } = request;
      const p1 = forecaster(evidence, disciple, 1);
      const p0 = forecaster(evidence, disciple, 0);
      return compare(p1, p0, requestWorld(request), seed, disciple.source);
    },
    exact<State>({ compiled, evidence, disciple }: ExactRequest<State>) {
      const forecaster = exactForecasterOf(compiled);
      const p1 = forecaster(evidence, disciple, 1);
      const p0 = forecaster(evidence, disciple, 0);
      return compare(p1, p0, compiled.world, 0, disciple.source);
    },
  });
}

/** A drawn forecast's weights as counts of draws: integers ≥ 0. */
export function counts(weights: Float64Array, draws: number): Float64Array {
  return weights.map((weight) => Math.round(weight * draws));
}
