/** The best program where the penalty is what its runs are charged: all is one sum over a run, so one plan is it. */

import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { type ChargedLayers, followCharged, planCharged } from './charged-plan.ts';
import { expected } from './slice.ts';
import type { Found, ProgramSpace, Search } from './space.ts';

export class ChargedSpace implements ProgramSpace {
  readonly isConvex = true;
  readonly isBounded = true;
  private readonly gain: Float64Array;

  /**
   * @param spell writes the program that maximises Σ aᵢ·E[vᵢ] − λ·D.
   */
  constructor(
    private readonly charged: ChargedLayers,
    readonly values: readonly Float64Array[],
    private readonly spell: (coefficients: readonly number[], weight: number) => string,
  ) {
    this.gain = new Float64Array(charged.compiled.states.length);
  }

  search({ coefficients, weight }: Search): Found {
    const { charged, values, gain } = this;
    const { layers, compiled } = charged;
    for (const state of layers[layers.length - 1]) {
      gain[state] = values.reduce((sum, value, i) => sum + coefficients[i] * value[state], 0);
    }
    const { value, actions } = planCharged(charged, gain, weight);
    const { law, charge } = followCharged(charged, actions);
    const expectations = values.map((each) => expected(law, each));
    const low = expectations.reduce((sum, each, i) => sum + coefficients[i] * each, 0) - weight * charge;
    const high = Math.max(low, value) + TIE_TOLERANCE * compiled.world.horizon;
    const source = () => this.spell(coefficients, weight);
    return { low, high, mixture: { expectations, divergence: charge, source }, plans: 1 };
  }

  /** Each search is one plan, so there is nothing to take over. */
  adopt(): void {}

  dispose(): void {}
}
