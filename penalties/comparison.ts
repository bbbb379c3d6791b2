import type { Forecast } from '../core/forecast/forecast.ts';
import type { World } from '../core/world/world.ts';
import {
  type ExactRequest,
  exactForecasterOf,
  type Measurement,
  type MeasureRequest,
  nothing,
  type Penalty,
  requestWorld,
} from './penalty.ts';

/** Reads one penalty off P(e, S, 1) and P(e, S, 0), both exact or both drawn. */
export type Compare = <State>(
  p1: Forecast<State>,
  p0: Forecast<State>,
  world: World<State>,
  seed: number,
) => Measurement;

/** A penalty that sees nothing but the two forecasts. For the null program neither is made. */
export function comparison(id: string, summary: string, compare: Compare): Penalty {
  return {
    id,
    summary,
    async measure<State>(request: MeasureRequest<State>) {
      const { forecaster, evidence, disciple, seed } = request;
      if (disciple.source === '') return nothing(forecaster.rollouts !== null);
      const p1 = forecaster(evidence, disciple, 1);
      return compare(p1, forecaster(evidence, disciple, 0), requestWorld(request), seed);
    },
    exact<State>({ compiled, evidence, disciple }: ExactRequest<State>) {
      if (disciple.source === '') return nothing(false);
      const forecaster = exactForecasterOf(compiled);
      const p1 = forecaster(evidence, disciple, 1);
      return compare(p1, forecaster(evidence, disciple, 0), compiled.world, 0);
    },
  };
}

/** Draws of each outcome of a forecast that counts them. */
export function counts(weights: Float64Array, draws: number): Float64Array {
  return weights.map((weight) => Math.round(weight * draws));
}
