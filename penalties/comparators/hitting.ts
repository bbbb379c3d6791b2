/** How soon a target state can be reached from every other state, by value iteration on the tables. */
import { memoise } from '../../core/base/memoise.ts';
import type { Compiled } from '../../core/tables/compile.ts';

/** R(x; y), the best expected discount of the time it takes from x to reach y: positive at `states`, 0 elsewhere. */
export interface Reach {
  readonly states: Int32Array;
  /** In (0, 1]. */
  readonly values: Float64Array;
}

/** P(the target is reached within k ticks), k = 0…sweeps, from each state, under the policy that attains R. */
export interface ReachTimes {
  readonly states: Int32Array;
  /** `sweeps + 1` entries a state. */
  readonly within: Float64Array;
}

interface Predecessors {
  /** The states from which some action may lead to s are `states[start[s]..start[s + 1])`. */
  readonly start: Int32Array;
  readonly states: Int32Array;
}

function predecessorsOf(compiled: Compiled): Predecessors {
  return memoise(compiled, 'predecessors', () => findPredecessors(compiled));
}

function findPredecessors({ states, actionCount, rowStart, rowEnd, successors }: Compiled): Predecessors {
  const count = states.length;
  const last = new Int32Array(count);
  const eachPair = (visit: (from: number, to: number) => void) => {
    last.fill(-1);
    for (let from = 0; from < count; from++) {
      for (let row = from * actionCount; row < (from + 1) * actionCount; row++) {
        for (let j = rowStart[row]; j < rowEnd[row]; j++) {
          const to = successors[j];
          if (last[to] === from) continue;
          last[to] = from;
          visit(from, to);
        }
      }
    }
  };
  const start = new Int32Array(count + 1);
  eachPair((_, to) => {
    start[to + 1]++;
  });
  for (let s = 0; s < count; s++) start[s + 1] += start[s];
  const filled = start.slice(0, count);
  const from = new Int32Array(start[count]);
  eachPair((state, to) => {
    from[filled[to]++] = state;
  });
  return { start, states: from };
}

/** Scratch of one compiled world: zeros between uses. */
interface Scratch {
  readonly now: Float64Array;
  readonly next: Float64Array;
  /** Position within the closure, −1 outside it. */
  readonly position: Int32Array;
}

function scratchOf(compiled: Compiled): Scratch {
  const count = compiled.states.length;
  return memoise(compiled, 'scratch of hitting times', () => ({
    now: new Float64Array(count),
    next: new Float64Array(count),
    position: new Int32Array(count).fill(-1),
  }));
}

/**
 * The states from which `target` can be met within `depth` ticks, nearest first; those within k end at `levelEnd[k]`.
 */
function closure(compiled: Compiled, target: number, depth: number) {
  const { start, states: from } = predecessorsOf(compiled);
  const { position } = scratchOf(compiled);
  const states = [target];
  const levelEnd = [1];
  position[target] = 0;
  for (let level = 0; level < depth; level++) {
    const first = level === 0 ? 0 : levelEnd[level - 1];
    for (let i = first; i < levelEnd[level]; i++) {
      for (let j = start[states[i]]; j < start[states[i] + 1]; j++) {
        if (position[from[j]] >= 0) continue;
        position[from[j]] = states.length;
        states.push(from[j]);
      }
    }
    levelEnd.push(states.length);
  }
  return { states: Int32Array.from(states), levelEnd };
}

/**
 * R(·; target) = max_π E γ^(time until the target is met), 0 for what takes more than `sweeps` ticks; R(target; target)
 * = 1. Each sweep is one tick of value iteration, on the states near enough to count.
 */
export function reachOf(compiled: Compiled, target: number, discount: number, sweeps: number): Reach {
  const { states, levelEnd } = closure(compiled, target, sweeps);
  const { now, position } = scratchOf(compiled);
  iterate(compiled, states, levelEnd, discount, sweeps);
  const values = Float64Array.from(states, (state) => now[state]);
  for (const state of states) {
    now[state] = 0;
    position[state] = -1;
  }
  const positive = values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  if (positive === states.length) return { states, values };
  return { states: states.filter((_, i) => values[i] > 0), values: values.filter((value) => value > 0) };
}

/** Policies tie within this share of the value: to the lower action. */
const TIE_SHARE = 1e-9;

/** The distribution of the time at which the target is met under the policy that attains `reachOf`. */
export function reachTimesOf(compiled: Compiled, target: number, discount: number, sweeps: number): ReachTimes {
  const { rowStart, rowEnd, successors, probabilities } = compiled;
  const { states, levelEnd } = closure(compiled, target, sweeps);
  const { now, position } = scratchOf(compiled);
  const width = sweeps + 1;
  let within = new Float64Array(states.length * width);
  let later = new Float64Array(states.length * width);
  within.fill(1, 0, width);
  later.fill(1, 0, width);
  iterate(
    compiled,
    states,
    levelEnd,
    discount,
    sweeps,
    (i, row, sweep) => {
      const at = i * width;
      later.fill(0, at, at + width);
      for (let j = rowStart[row]; j < rowEnd[row]; j++) {
        const p = position[successors[j]];
        if (p < 0) continue;
        for (let k = 1; k <= sweep; k++) later[at + k] += probabilities[j] * within[p * width + k - 1];
      }
    },
    () => {
      [within, later] = [later, within];
    },
  );
  for (const state of states) {
    now[state] = 0;
    position[state] = -1;
  }
  return { states, within };
}

/** Leaves the values in the scratch `now`; tells which row attains each, sweep by sweep. */
function iterate(
  compiled: Compiled,
  states: Int32Array,
  levelEnd: readonly number[],
  discount: number,
  sweeps: number,
  attained?: (i: number, row: number, sweep: number) => void,
  swept?: () => void,
): void {
  const { actionCount, rowStart, rowEnd, successors, probabilities } = compiled;
  const { now, next } = scratchOf(compiled);
  now[states[0]] = 1;
  for (let sweep = 1; sweep <= sweeps; sweep++) {
    const end = levelEnd[sweep];
    for (let i = 1; i < end; i++) {
      const first = states[i] * actionCount;
      let best = 0;
      let bestRow = first;
      for (let row = first; row < first + actionCount; row++) {
        let sum = 0;
        for (let j = rowStart[row]; j < rowEnd[row]; j++) sum += probabilities[j] * now[successors[j]];
        if (sum > best) {
          if (sum > best * (1 + TIE_SHARE)) bestRow = row;
          best = sum;
        }
      }
      next[states[i]] = discount * best;
      attained?.(i, bestRow, sweep);
    }
    for (let i = 1; i < end; i++) {
      now[states[i]] = next[states[i]];
      next[states[i]] = 0;
    }
    swept?.();
  }
}
