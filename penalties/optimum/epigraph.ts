/** How a linear program holds a convex penalty: variables and rows that make it pay at least the penalty. */
import type { Measure } from './measure.ts';
import type { Pricing } from './pricing.ts';
import type { LinearProgram } from './solver.ts';

/** Entries of a column or a row of the linear program. */
export interface Entries {
  readonly indices: number[];
  readonly values: number[];
}

/** The penalty's share of the linear program. Its variables come before those of the laws. */
export interface Epigraph {
  /** How many variables it has. */
  readonly variables: number;
  /** What each variable costs for each unit of λ. */
  readonly costs: Float64Array;
  /** What a law with these masses has in the rows so far, and what it costs by itself for each unit of λ. */
  law(masses: Float64Array): Entries & { readonly cost: number };
  /**
   * Refines the rows around these masses, where they do not hold the penalty exactly.
   * @param laws the masses of every law so far.
   * @returns whether a row was added.
   */
  refine(masses: Float64Array, laws: readonly Float64Array[]): boolean;
  /** The pricing that the rows' shadow prices make. It is valid whatever the solver's rounding. */
  pricing(shadow: ArrayLike<number>, weight: number): Pricing;
}

/** Makes an epigraph in a linear program that has one row, which makes the weights of the laws sum to 1. */
export type MakeEpigraph = (program: LinearProgram, measure: Measure) => Epigraph;
