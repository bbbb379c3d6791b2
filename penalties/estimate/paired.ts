import type { World } from '../../core/world/world.ts';
import { DEFAULT_ROLLOUTS, type Measurement, type MeasureRequest, nothing, requestWorld } from '../penalty.ts';
import { wilson } from './proportions.ts';

const Z = 1.96;

/**
 * The share of runs that end otherwise than the *same* run without the disciple, both drawing the same chance, name by
 * name; in [0, 1], with Wilson's interval. The forecaster's own seed decides the pairs. The null is exactly 0: a program
 * without effect meets the same chance.
 * @param distanceIn of two outcomes of the world, 0 where they are the same.
 * @param mean the name of the part that says how large the distance is on average; without it, it is not said.
 */
export function pairedDifference<State>(
  request: MeasureRequest<State>,
  distanceIn: (world: World<State>) => (present: State, absent: State) => number,
  mean?: string,
): Measurement {
  const { forecaster, evidence, disciple } = request;
  if (disciple.source === '') return nothing(true);
  const distance = distanceIn(requestWorld(request));
  const draws = forecaster.rollouts ?? DEFAULT_ROLLOUTS;
  const { present, absent } = forecaster.pairs(evidence, disciple, draws);
  let differing = 0;
  let sum = 0;
  for (let i = 0; i < draws; i++) {
    const far = distance(present[i], absent[i]);
    if (far > 0) differing++;
    sum += far;
  }
  const value = differing / draws;
  const [low, high] = wilson(value, draws, Z);
  const parts = mean === undefined ? { draws } : { [mean]: sum / draws, draws };
  return { value, interval: [low, high], null: { mean: 0, p95: 0 }, parts };
}
