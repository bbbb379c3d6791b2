/** The goal of a plan: values at the outcome less the prices of the outcome's cells. */
import type { Cells } from './cells.ts';

/** A plan's goal is to maximise Σ aᵢ·vᵢ(w) − Σ_q price_q(cell_q(w)) at the outcome w. */
export interface PlanGoal {
  /** aᵢ, in the order of the values. */
  readonly coefficients: readonly number[];
  /** By cell. */
  readonly prices: Float64Array;
}

/**
 * Writes the value of a goal at some outcomes. Whoever plans for a goal takes the value from here, since another order
 * of additions could break a tie otherwise.
 * @param values the vᵢ by state index.
 * @param out the value by state index.
 */
export function writeGoal(
  { coefficients, prices }: PlanGoal,
  values: readonly Float64Array[],
  { atoms, atomOf }: Cells,
  outcomes: Int32Array,
  out: Float64Array,
): void {
  const charged = new Float64Array(atoms.length);
  atoms.forEach((cells, atom) => {
    for (const cell of cells) charged[atom] += prices[cell];
  });
  for (const state of outcomes) {
    let value = -charged[atomOf[state]];
    for (let i = 0; i < values.length; i++) value += coefficients[i] * values[i][state];
    out[state] = value;
  }
}
