/** The part of a world around some acts: what follows them, and what follows waiting instead. */
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import type { Act } from '../charges.ts';

/** Sparse rows over local positions: row r is `[start[r], start[r + 1])`. */
export interface LocalRows {
  readonly start: Int32Array;
  readonly columns: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * The part of a world that some acts can lead to, by the act or by waiting in its stead and, with rollouts, by waiting
 * ever after until the outcome. Positions are local: `states[position]`.
 */
export interface Surroundings {
  readonly states: Int32Array;
  /** A row for each act: what follows it. */
  readonly after: LocalRows;
  /** A row for each act: what follows waiting instead. */
  readonly instead: LocalRows;
  /** A row for each position: what follows waiting there; empty where it is not needed. */
  readonly waiting: LocalRows;
  /** For each act, the ticks from the state after it to the outcome; all 0 without rollouts. */
  readonly remaining: Int32Array;
  readonly mostRemaining: number;
}

export function surroundings(compiled: Compiled, acts: readonly Act[], rollouts: boolean): Surroundings {
  const { actionCount, layerEnd, rowStart, rowEnd, successors, probabilities } = compiled;
  const ticks = layerEnd.length - 1;
  const position = new Map<number, number>();
  const states: number[] = [];
  /** For each position, the tick at which it is first met. It says whether the position needs a row. */
  const firstMet: number[] = [];
  const meet = (row: number, tick: number) => {
    for (let j = rowStart[row]; j < rowEnd[row]; j++) {
      const known = position.get(successors[j]);
      if (known === undefined) {
        position.set(successors[j], states.length);
        states.push(successors[j]);
        firstMet.push(tick);
      } else if (tick < firstMet[known]) firstMet[known] = tick;
    }
  };
  for (const { state, action, tick } of acts) {
    meet(state * actionCount + action, tick);
    meet(state * actionCount, tick);
  }
  if (rollouts) {
    // A state met again at an earlier tick has its row's successors met earlier too: ascending ticks reach them all.
    const byTick: number[][] = Array.from({ length: ticks + 1 }, () => []);
    const place = (from: number) => {
      for (let p = from; p < states.length; p++) byTick[firstMet[p]].push(p);
    };
    place(0);
    for (let tick = 0; tick < ticks; tick++) {
      for (let i = 0; i < byTick[tick].length; i++) {
        const before = states.length;
        const row = states[byTick[tick][i]] * actionCount;
        for (let j = rowStart[row]; j < rowEnd[row]; j++) {
          const known = position.get(successors[j]);
          if (known !== undefined && firstMet[known] > tick + 1) {
            firstMet[known] = tick + 1;
            byTick[tick + 1].push(known);
          }
        }
        meet(row, tick + 1);
        place(before);
      }
    }
  }
  const rows = (ids: readonly number[]): LocalRows => {
    const start = new Int32Array(ids.length + 1);
    ids.forEach((row, i) => {
      start[i + 1] = start[i] + (row < 0 ? 0 : rowEnd[row] - rowStart[row]);
    });
    const columns = new Int32Array(start[ids.length]);
    const weights = new Float64Array(start[ids.length]);
    ids.forEach((row, i) => {
      for (let k = start[i]; k < start[i + 1]; k++) {
        const j = rowStart[row] + k - start[i];
        columns[k] = position.get(successors[j])!;
        weights[k] = probabilities[j];
      }
    });
    return { start, columns, probabilities: weights };
  };
  const remaining = Int32Array.from(acts, ({ tick }) => (rollouts ? ticks - tick : 0));
  return {
    states: Int32Array.from(states),
    after: rows(acts.map(({ state, action }) => state * actionCount + action)),
    instead: rows(acts.map(({ state }) => state * actionCount)),
    waiting: rows(states.map((state, p) => (rollouts && firstMet[p] < ticks ? state * actionCount : -1))),
    remaining,
    mostRemaining: remaining.reduce((most, ticksLeft) => Math.max(most, ticksLeft), 0),
  };
}

/** Some distributions on their common states: `weights[i][position]`, of `states[position]`. */
export function aligned(size: number, distributions: readonly SparseDistribution[]) {
  const position = new Int32Array(size).fill(-1);
  const states: number[] = [];
  for (const { states: own } of distributions) {
    for (const state of own) {
      if (position[state] >= 0) continue;
      position[state] = states.length;
      states.push(state);
    }
  }
  const weights = distributions.map(({ states: own, probabilities }) => {
    const dense = new Float64Array(states.length);
    own.forEach((state, i) => {
      dense[position[state]] += probabilities[i];
    });
    return dense;
  });
  return { position, states, weights };
}
