/** A deviation that is the mean gap between some functions of the state. */
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import type { Act } from '../charges.ts';
import type { Deviation } from './comparator.ts';
import { aligned, type LocalRows, surroundings } from './waiting.ts';
import { affordable } from './work.ts';

/** A function of the state: `values[i]` at `states[i]`, ascending, and 0 elsewhere. */
export interface Ranking {
  readonly states: Int32Array;
  readonly values: Float64Array;
}

/** Sorts a function of the state by its values. */
export function ranking(states: Int32Array, values: Float64Array): Ranking {
  const order = Array.from(states.keys()).sort((a, b) => values[a] - values[b]);
  return { states: Int32Array.from(order, (i) => states[i]), values: Float64Array.from(order, (i) => values[i]) };
}

/** `absolute`: |V(x) − V(y)|. `loss`: max(0, V(y) − V(x)), what x has less of than its baseline y. */
export type Gap = 'absolute' | 'loss';

/**
 * The mean over some functions V of the state of the gap between V(x) and V(y); with rollouts V is first replaced by
 * (1 − γ) Σ γᵏ E V(Sₖ) along the chain of waiting, its last state counted for ever after.
 */
export function gaps(
  id: string,
  gap: Gap,
  discount: number,
  rankings: (compiled: Compiled) => readonly Ranking[],
): Deviation {
  return {
    charged: (compiled, layers, baseline) => charged(compiled, rankings(compiled), gap, layers, baseline),
    apart: (compiled, current, baseline) => apart(rankings(compiled), gap, compiled.states.length, current, baseline),
    stepped: (compiled, acts, rollouts) => stepped(id, compiled, rankings(compiled), gap, discount, acts, rollouts),
  };
}

/**
 * E of the gap for independent x and y, one pass over the sorted values: with F and G their distribution functions,
 * E max(0, V(y) − V(x)) = ∫ F (1 − G), and E |V(x) − V(y)| = ∫ F (1 − G) + G (1 − F).
 */
export function apart(
  rankings: readonly Ranking[],
  gap: Gap,
  size: number,
  current: readonly SparseDistribution[],
  baseline: readonly SparseDistribution[],
): Float64Array {
  const sums = new Float64Array(current.length);
  const { position, weights } = aligned(size, [...current, ...baseline]);
  for (const { states, values } of rankings) {
    const positions: number[] = [];
    const levels: number[] = [];
    for (let i = 0; i < states.length; i++) {
      if (position[states[i]] < 0) continue;
      positions.push(position[states[i]]);
      levels.push(values[i]);
    }
    const complete = states.length === size;
    for (let t = 0; t < current.length; t++) {
      sums[t] += between(weights[t], weights[current.length + t], positions, levels, complete, gap);
    }
  }
  return sums.map((sum) => sum / Math.max(1, rankings.length));
}

/** The gap of each state from an independent state of its baseline, whose values are sorted once for each tick. */
function charged(
  compiled: Compiled,
  rankings: readonly Ranking[],
  gap: Gap,
  layers: readonly Int32Array[],
  baseline: readonly SparseDistribution[],
): Float64Array[] {
  const sums = layers.map(({ length }) => new Float64Array(length));
  const dense = new Float64Array(compiled.states.length);
  for (const { states: listed, values } of rankings) {
    for (let i = 0; i < listed.length; i++) dense[listed[i]] = values[i];
    layers.forEach((layer, t) => {
      const gapFrom = gapsFrom(baseline[t], dense, gap);
      for (let i = 0; i < layer.length; i++) sums[t][i] += gapFrom(dense[layer[i]]);
    });
    for (const state of listed) dense[state] = 0;
  }
  return sums.map((sum) => sum.map((value) => value / Math.max(1, rankings.length)));
}

/** For x, E max(0, Y − x), or E |Y − x|, where Y is the value of a state of this law. */
function gapsFrom({ states, probabilities }: SparseDistribution, dense: Float64Array, gap: Gap): (x: number) => number {
  const order = Array.from(states.keys()).sort((a, b) => dense[states[a]] - dense[states[b]]);
  const levels = Float64Array.from(order, (i) => dense[states[i]]);
  // Of the first k levels together: the probability, and the sum of probability × level.
  const mass = new Float64Array(order.length + 1);
  const moment = new Float64Array(order.length + 1);
  order.forEach((i, k) => {
    mass[k + 1] = mass[k] + probabilities[i];
    moment[k + 1] = moment[k] + probabilities[i] * levels[k];
  });
  const [all, whole] = [mass[order.length], moment[order.length]];
  return (x) => {
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (levels[middle] <= x) low = middle + 1;
      else high = middle;
    }
    const above = whole - moment[low] - x * (all - mass[low]);
    return gap === 'loss' ? above : above + x * mass[low] - moment[low];
  };
}

function between(
  p: Float64Array,
  q: Float64Array,
  positions: readonly number[],
  levels: readonly number[],
  complete: boolean,
  gap: Gap,
): number {
  let f = 0;
  let g = 0;
  let level = levels.length > 0 ? levels[0] : 0;
  if (!complete) {
    // What the ranking does not list lies at 0, below all that it lists.
    f = 1;
    g = 1;
    for (const at of positions) {
      f -= p[at];
      g -= q[at];
    }
    level = 0;
  }
  let sum = 0;
  for (let i = 0; i < positions.length; i++) {
    const step = levels[i] - level;
    if (step > 0) {
      sum += step * Math.max(0, f) * Math.max(0, 1 - g);
      if (gap === 'absolute') sum += step * Math.max(0, g) * Math.max(0, 1 - f);
    }
    level = levels[i];
    f += p[positions[i]];
    g += q[positions[i]];
  }
  return sum;
}

function stepped(
  id: string,
  compiled: Compiled,
  rankings: readonly Ranking[],
  gap: Gap,
  discount: number,
  acts: readonly Act[],
  rollouts: boolean,
): Float64Array {
  const around = surroundings(compiled, acts, rollouts);
  const { states, after, instead, waiting, remaining, mostRemaining } = around;
  affordable(id, compiled, {
    functions: rankings.length,
    transitions: after.columns.length + instead.columns.length + waiting.columns.length,
    'ticks of waiting': mostRemaining + 1,
  });
  const sums = new Float64Array(acts.length);
  const byRemaining: number[][] = Array.from({ length: mostRemaining + 1 }, () => []);
  remaining.forEach((ticks, act) => {
    byRemaining[ticks].push(act);
  });
  const dense = new Float64Array(compiled.states.length);
  for (const { states: listed, values } of rankings) {
    for (let i = 0; i < listed.length; i++) dense[listed[i]] = values[i];
    const first = Float64Array.from(states, (state) => dense[state]);
    for (const state of listed) dense[state] = 0;
    let value: Float64Array = first;
    for (let ticks = 0; ticks <= mostRemaining; ticks++) {
      if (ticks > 0) value = waitedOnce(first, value, waiting, discount);
      for (const act of byRemaining[ticks]) sums[act] += rowGap(value, after, instead, act, gap);
    }
  }
  return sums.map((sum) => sum / Math.max(1, rankings.length));
}

/** (1 − γ) V + γ E V′ of the next state; where there is no row, as before. */
function waitedOnce(first: Float64Array, value: Float64Array, waiting: LocalRows, discount: number): Float64Array {
  const { start, columns, probabilities } = waiting;
  return value.map((before, p) => {
    if (start[p] === start[p + 1]) return before;
    let later = 0;
    for (let k = start[p]; k < start[p + 1]; k++) later += probabilities[k] * value[columns[k]];
    return (1 - discount) * first[p] + discount * later;
  });
}

function rowGap(value: Float64Array, after: LocalRows, instead: LocalRows, act: number, gap: Gap): number {
  let sum = 0;
  for (let i = after.start[act]; i < after.start[act + 1]; i++) {
    const x = value[after.columns[i]];
    for (let j = instead.start[act]; j < instead.start[act + 1]; j++) {
      const difference = value[instead.columns[j]] - x;
      if (difference > 0) sum += after.probabilities[i] * instead.probabilities[j] * difference;
      else if (gap === 'absolute') sum -= after.probabilities[i] * instead.probabilities[j] * difference;
    }
  }
  return sum;
}
