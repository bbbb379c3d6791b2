/** What programs can reach under one evidence value, and how the best of them is sought. */

/** What is sought: the greatest Σ aᵢ·E[vᵢ] − λ·D. */
export interface Search {
  readonly coefficients: readonly number[];
  /** λ ≥ 0. */
  readonly weight: number;
  /** How far apart the two bounds may be in the end, > 0. */
  readonly gap: number;
  /** How many plans may be made at most. */
  readonly limit: number;
  /** Stops as soon as the lower bound is above this. */
  readonly above?: number;
  /** Stops as soon as the upper bound is at most this. */
  readonly below?: number;
}

/** What a program reaches. */
export interface Reached {
  /** E[vᵢ]. */
  readonly expectations: readonly number[];
  readonly divergence: number;
  /** The program itself. */
  source(): string;
}

/** The bounds of the greatest value over every program, and a program that reaches the lower one. */
export interface Found<Program extends Reached = Reached> {
  readonly low: number;
  readonly high: number;
  readonly mixture: Program;
  /** How many plans were made for it. */
  readonly plans: number;
}

/** Every program that is present under one evidence value, randomised and history-dependent ones included. */
export interface ProgramSpace {
  /** The vᵢ by state index, read at the outcomes alone. */
  readonly values: readonly Float64Array[];
  /** Whether a mixture of two programs pays at most what the two pay on average. */
  readonly isConvex: boolean;
  /** Whether the bounds of a search meet where it is given plans enough. */
  readonly isBounded: boolean;
  search(search: Search): Found;
  /** Takes over what a search over the same programs, penalty and values found. */
  adopt(other: ProgramSpace): void;
  dispose(): void;
}
