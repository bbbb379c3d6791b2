/** What a penalty says of itself where it is the expected sum of what a run is charged, tick by tick. */
import type { Compiled } from '../core/tables/compile.ts';

/** What one act adds: the state it was done in, the action, and the probability of that at that tick. */
export interface Act {
  /** The tick that the act leads to the end of, from 1. */
  readonly tick: number;
  readonly state: number;
  /** The index of the action, never 0, for waiting is no act. */
  readonly action: number;
  readonly weight: number;
}

/** What the runs under one evidence value are charged. Every charge is ≥ 0. */
export type RunCharges =
  | {
      readonly kind: 'states';
      /**
       * The charges of being in a state at the end of a tick.
       * @param layers by tick, the indices of some states; those of tick 0 are the beginnings, which cost nothing.
       * @returns for each tick, one charge for each of its states.
       * @throws NoExactValue where that would take too long.
       */
      of(layers: readonly Int32Array[]): readonly Float64Array[];
    }
  | {
      readonly kind: 'acts';
      /**
       * The charge of each act. What only waits costs nothing.
       * @throws NoExactValue where that would take too long.
       */
      of(acts: readonly Act[]): ArrayLike<number>;
    };

/** The penalty of a program is the expected sum of its runs' charges: so the best program of all is one plan. */
export type Charges = (compiled: Compiled, evidence: readonly number[]) => RunCharges;
