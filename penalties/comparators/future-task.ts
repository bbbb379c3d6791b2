/**
 * The future task penalty (Krakovna, Orseau, Ngo, Martic and Legg 2020, arXiv 2010.07877), a comparator. It is not the
 * essay's: it asks whether tasks that may be set next, each a state to reach, can still be done as soon.
 *
 * The mean over target states s of E γ^N(y) − E γ^max(N(x), N(y)), summed over the ticks. N(z) is the time from z to s
 * under the policy that attains the best E γ^N within the horizon. x is a state of the run and y one of its baseline,
 * all independent. Each tick is in [0, 1]. Against inaction, in a deterministic world, it is relative reachability.
 * With rollouts (stepwise) both wait side by side, and the deviations are averaged with weights (1 − γ) γᵏ; the last
 * state counts for ever after.
 *
 * Known to fail as relative reachability does. Where times are random, the maximum of two independent times exceeds
 * both, so it charges for chance alone.
 */
import { memoise } from '../../core/base/memoise.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { integer, real } from '../../core/world/parameters.ts';
import type { Act } from '../charges.ts';
import { againstBaselines, type Deviation } from './comparator.ts';
import { type ReachTimes, reachTimesOf } from './hitting.ts';
import { targetStates } from './targets.ts';
import { aligned, type LocalRows, surroundings } from './waiting.ts';
import { affordable } from './work.ts';

interface FutureTaskOptions {
  readonly targets: number;
  readonly discount: number;
  readonly seed: number;
  readonly id: string;
}

function timesOf(compiled: Compiled, { targets, discount, seed, id }: FutureTaskOptions): readonly ReachTimes[] {
  return memoise(compiled, ['times of future tasks', `${targets}/${discount}/${seed}`], () => {
    const { world, states } = compiled;
    const chosen = targetStates(compiled, targets, seed);
    const ticks = world.horizon;
    affordable(id, compiled, { 'target states': chosen.length, states: states.length, 'ticks²': ticks * ticks });
    return Array.from(chosen, (target) => reachTimesOf(compiled, target, discount, ticks));
  });
}

/** E γ^N(y) − E γ^max(N(x), N(y)) from P(N ≤ k) of both, k = 0..; what is reached later is never reached. */
export function delay(x: Float64Array, y: Float64Array, discount: number): number {
  let sum = 0;
  let factor = 1;
  let before = 0;
  for (let k = 0; k < x.length; k++) {
    const now = y[k] * (1 - x[k]);
    sum += factor * (now - before);
    before = now;
    factor *= discount;
  }
  return sum;
}

function futureTask(options: FutureTaskOptions): Deviation {
  const { discount } = options;
  return {
    apart(compiled: Compiled, current: readonly SparseDistribution[], baseline: readonly SparseDistribution[]) {
      const times = timesOf(compiled, options);
      const width = compiled.world.horizon + 1;
      const sums = new Float64Array(current.length);
      const { position, weights } = aligned(compiled.states.length, [...current, ...baseline]);
      const mean = weights.map(() => new Float64Array(width));
      for (const { states, within } of times) {
        for (const own of mean) own.fill(0);
        states.forEach((state, i) => {
          const at = position[state];
          if (at < 0) return;
          for (let t = 0; t < weights.length; t++) {
            const weight = weights[t][at];
            if (weight === 0) continue;
            for (let k = 0; k < width; k++) mean[t][k] += weight * within[i * width + k];
          }
        });
        for (let t = 0; t < current.length; t++) sums[t] += delay(mean[t], mean[current.length + t], discount);
      }
      return sums.map((sum) => sum / Math.max(1, times.length));
    },
    charged(compiled, layers, baseline) {
      const times = timesOf(compiled, options);
      const width = compiled.world.horizon + 1;
      const sums = layers.map(({ length }) => new Float64Array(length));
      const position = new Int32Array(compiled.states.length).fill(-1);
      const never = new Float64Array(width);
      for (const { states, within } of times) {
        states.forEach((state, i) => {
          position[state] = i;
        });
        const of = (state: number) =>
          position[state] < 0 ? never : within.subarray(position[state] * width, (position[state] + 1) * width);
        layers.forEach((layer, t) => {
          const mean = new Float64Array(width);
          baseline[t].states.forEach((state, i) => {
            const own = of(state);
            for (let k = 0; k < width; k++) mean[k] += baseline[t].probabilities[i] * own[k];
          });
          // What the baseline never reaches is not delayed.
          if (mean[width - 1] === 0) return;
          for (let i = 0; i < layer.length; i++) sums[t][i] += delay(of(layer[i]), mean, discount);
        });
        for (const state of states) position[state] = -1;
      }
      return sums.map((sum) => sum.map((value) => value / Math.max(1, times.length)));
    },
    stepped: (compiled, acts, rollouts) => stepped(compiled, acts, rollouts, options),
  };
}

function stepped(
  compiled: Compiled,
  acts: readonly Act[],
  rollouts: boolean,
  options: FutureTaskOptions,
): Float64Array {
  const { discount, id } = options;
  const { world, states } = compiled;
  const times = timesOf(compiled, options);
  const width = world.horizon + 1;
  const { states: near, after, instead, waiting, remaining, mostRemaining } = surroundings(compiled, acts, rollouts);
  const entries = after.columns.length + instead.columns.length + waiting.columns.length;
  affordable(id, compiled, {
    'target states': times.length,
    'transitions near': entries,
    'ticks of waiting': mostRemaining + 1,
    ticks: width,
  });
  const position = new Int32Array(states.length).fill(-1);
  near.forEach((state, p) => {
    position[state] = p;
  });
  const sums = new Float64Array(acts.length);
  const x = new Float64Array(width);
  const y = new Float64Array(width);
  for (const { states: listed, within } of times) {
    let now: Float64Array = new Float64Array(near.length * width);
    let reached = false;
    listed.forEach((state, i) => {
      if (position[state] < 0) return;
      now.set(within.subarray(i * width, (i + 1) * width), position[state] * width);
      reached = true;
    });
    if (!reached) continue;
    let weight = 1;
    for (let waited = 0; waited <= mostRemaining; waited++) {
      if (waited > 0) now = waitedOnce(now, waiting, width);
      for (let act = 0; act < acts.length; act++) {
        if (waited > remaining[act]) continue;
        // What the baseline never reaches is not delayed.
        if (!mix(y, now, instead, act)) continue;
        mix(x, now, after, act);
        const share = waited === remaining[act] ? weight : (1 - discount) * weight;
        sums[act] += share * delay(x, y, discount);
      }
      weight *= discount;
    }
  }
  return sums.map((sum) => sum / Math.max(1, times.length));
}

/** The mean of the rows of `values` that may follow an act; false where all of them are 0, and so is it. */
function mix(into: Float64Array, values: Float64Array, rows: LocalRows, act: number): boolean {
  into.fill(0);
  return add(into, 0, into.length, values, rows, act);
}

function waitedOnce(values: Float64Array, waiting: LocalRows, width: number): Float64Array {
  const next = new Float64Array(values.length);
  for (let p = 0; p + 1 < waiting.start.length; p++) add(next, p * width, width, values, waiting, p);
  return next;
}

/** Adds a row's mean. Its terms are cumulative: where the last is 0, all are. */
function add(
  into: Float64Array,
  at: number,
  width: number,
  values: Float64Array,
  { start, columns, probabilities }: LocalRows,
  row: number,
): boolean {
  let any = false;
  for (let j = start[row]; j < start[row + 1]; j++) {
    const from = columns[j] * width;
    if (values[from + width - 1] === 0) continue;
    any = true;
    for (let k = 0; k < width; k++) into[at + k] += probabilities[j] * values[from + k];
  }
  return any;
}

/** `future-task/{start,inaction,stepwise}`. */
export const futureTasks = againstBaselines(
  'future-task',
  'how much later some states can be reached',
  {
    targets: integer(100, 1, 1_000_000, 'states, drawn by seed; all where there are no more'),
    discount: real(0.99, 0, 1, 'a tick'),
    seed: integer(0, 0, 2 ** 31 - 1, 'which states'),
  },
  ({ targets, discount, seed }, id) => futureTask({ targets, discount, seed, id }),
);
