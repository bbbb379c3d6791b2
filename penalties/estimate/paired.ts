/** The shell of a penalty that compares a run with the *same* run without the disciple, both with the same chance. */
import type { World } from '../../core/world/world.ts';
import { makePenalty } from '../make-penalty.ts';
import { DEFAULT_ROLLOUTS, type Measurement, type MeasureRequest, type Penalty, requestWorld } from '../penalty.ts';
import { Z95 } from './normal.ts';
import { wilson } from './proportions.ts';

/** A penalty that is the share of runs which end otherwise than the same run without the disciple. */
export interface PairedDefinition {
  readonly id: string;
  readonly summary: string;
  /** Why it has no exact value. */
  readonly noExactValue: string;
  /** The distance of two outcomes of a world, ≥ 0; 0 where they count as the same. */
  distanceIn<State>(world: World<State>): (present: State, absent: State) => number;
  /** The name of the part that holds the mean distance; without it there is no such part. */
  readonly meanDistance?: string;
}

/**
 * The share of runs that end otherwise than the same run without the disciple, in [0, 1], with Wilson's 95 % interval.
 * Both runs draw the same chance, name by name, and the forecaster's own seed decides the pairs. The null is exactly 0:
 * a program without effect meets the same chance.
 */
export function pairedPenalty({ id, summary, noExactValue, distanceIn, meanDistance }: PairedDefinition): Penalty {
  return makePenalty({
    id,
    summary,
    alwaysSampled: true,
    measure<State>(request: MeasureRequest<State>): Measurement {
      const { forecaster, evidence, disciple } = request;
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
      const [low, high] = wilson(value, draws, Z95);
      const parts = meanDistance === undefined ? { draws } : { [meanDistance]: sum / draws, draws };
      return { value, interval: [low, high], null: { mean: 0, p95: 0 }, parts };
    },
    exact: { none: noExactValue },
  });
}
