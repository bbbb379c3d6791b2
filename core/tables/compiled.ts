/** A world as flat tables: what planning, exact forecasts and fast sampling read. */
import type { EvidenceValue } from '../world/evidence.ts';
import type { World } from '../world/world.ts';

/** A sparse distribution over state indices. */
export interface SparseDistribution {
  readonly states: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * A compiled world (docs/worlds-contract.md). With A actions, the row of state s and action a is the part from
 * `rowStart[s·A + a]` to `rowEnd[s·A + a]` of `successors` and `probabilities`, most probable successor first. A row is
 * empty at the outcome, and for any action but 'wait' in a state that only a branch without a disciple can meet.
 */
export interface Compiled<State = unknown> {
  readonly world: World<State>;
  /** In the order of the tick at which each can first be met. */
  readonly states: readonly State[];
  readonly actionCount: number;
  readonly evidences: readonly EvidenceValue[];
  /** For each evidence index, the first states of the absent branch [0] and of the present branch [1]. */
  readonly beginnings: readonly (readonly [SparseDistribution, SparseDistribution])[];
  readonly rowStart: Int32Array;
  readonly rowEnd: Int32Array;
  readonly successors: Int32Array;
  readonly probabilities: Float64Array;
  /** States met at tick t have indices below `layerEnd[t]`; its length is horizon + aftermath + 1. */
  readonly layerEnd: Int32Array;
  /** The utility of each state, in [0, 1]. */
  readonly utility: Float64Array;
  /**
   * Index of a state.
   * @throws InvalidWorld for a state that cannot be reached.
   */
  indexOf(state: State): number;
}
