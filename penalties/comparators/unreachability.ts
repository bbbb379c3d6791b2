/**
 * Unreachability (Krakovna et al. 2018, arXiv 1806.01186), a comparator. It is not the essay's: it asks whether the
 * disciple could still undo what it did.
 *
 * E of 1 − R(x; y), summed over the ticks, where x is a state of the run and y an independent one of its baseline. R is
 * the best expected discount of the time from x to y, within the horizon. Each tick is in [0, 1]. With rollouts
 * (stepwise) both wait side by side, and the deviations are averaged with weights (1 − γ) γᵏ; the last state counts for
 * ever after.
 *
 * Known to fail: it sees only whether everything can be undone, and not how much is lost. Where chance cannot be undone
 * it charges 1 for whatever is done, and even for waiting.
 */
import { memoise } from '../../core/base/memoise.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { real } from '../../core/world/parameters.ts';
import type { Act } from '../charges.ts';
import { againstBaselines, type Deviation } from './comparator.ts';
import { type Reach, reachOf } from './hitting.ts';
import { aligned, type LocalRows, surroundings } from './waiting.ts';
import { affordable } from './work.ts';

/** Most values that are kept for the tables, of 12 bytes each. Beyond it, all of them are forgotten. */
const MOST_VALUES = 2 ** 25;

interface KeptReach {
  readonly byTarget: Map<string, Reach>;
  values: number;
}

function reachKept(compiled: Compiled, target: number, discount: number): Reach {
  const own = memoise(compiled, 'reach', (): KeptReach => ({ byTarget: new Map(), values: 0 }));
  if (own.values > MOST_VALUES) {
    own.byTarget.clear();
    own.values = 0;
  }
  const key = `${discount}/${target}`;
  let reach = own.byTarget.get(key);
  if (!reach) {
    reach = reachOf(compiled, target, discount, compiled.world.horizon);
    own.byTarget.set(key, reach);
    own.values += reach.states.length;
  }
  return reach;
}

/**
 * Refuses more targets than can be computed in reasonable time. R takes one sweep a tick for each target.
 *
 * @throws NoExactValue
 */
function affordableReach(id: string, compiled: Compiled, targets: number): void {
  const { successors, world } = compiled;
  affordable(id, compiled, { 'baseline states': targets, transitions: successors.length, ticks: world.horizon });
}

function unreachability(discount: number, id: string): Deviation {
  return {
    apart(compiled, current, baseline) {
      const { position, states, weights } = aligned(compiled.states.length, [...current, ...baseline]);
      const q = weights.slice(current.length);
      const targets = states.filter((_, at) => q.some((own) => own[at] > 0));
      affordableReach(id, compiled, targets.length);
      const reached = new Float64Array(current.length);
      for (const target of targets) {
        const at = position[target];
        const reach = reachKept(compiled, target, discount);
        reach.states.forEach((state, i) => {
          const from = position[state];
          if (from < 0) return;
          for (let t = 0; t < reached.length; t++) reached[t] += weights[t][from] * q[t][at] * reach.values[i];
        });
      }
      return reached.map((share) => 1 - share);
    },
    charged(compiled, layers, baseline) {
      const { states: targets, weights } = aligned(compiled.states.length, baseline);
      affordableReach(id, compiled, targets.length);
      const charges = layers.map(({ length }) => new Float64Array(length).fill(1));
      const dense = new Float64Array(compiled.states.length);
      targets.forEach((target, at) => {
        const { states, values } = reachKept(compiled, target, discount);
        for (let i = 0; i < states.length; i++) dense[states[i]] = values[i];
        layers.forEach((layer, t) => {
          const chance = weights[t][at];
          if (chance === 0) return;
          for (let i = 0; i < layer.length; i++) charges[t][i] -= chance * dense[layer[i]];
        });
        for (const state of states) dense[state] = 0;
      });
      return charges;
    },
    stepped: (compiled, acts, rollouts) => stepped(compiled, acts, rollouts, discount, id),
  };
}

function stepped(
  compiled: Compiled,
  acts: readonly Act[],
  rollouts: boolean,
  discount: number,
  id: string,
): Float64Array {
  const { states: near, after, instead, waiting, remaining } = surroundings(compiled, acts, rollouts);
  const targets = waitedInto(instead, waiting);
  affordableReach(id, compiled, targets.length);
  const position = new Int32Array(compiled.states.length).fill(-1);
  near.forEach((state, p) => {
    position[state] = p;
  });
  /** R of every position, keyed by the position of the target. */
  const reach = new Map<number, Float64Array>();
  for (const target of targets) {
    const dense = new Float64Array(near.length);
    const { states, values } = reachKept(compiled, near[target], discount);
    states.forEach((state, i) => {
      if (position[state] >= 0) dense[position[state]] = values[i];
    });
    reach.set(target, dense);
  }
  return Float64Array.from(acts, (_, act) => {
    let x = rowOf(after, act);
    let y = rowOf(instead, act);
    let weight = 1;
    let sum = 0;
    for (let waited = 0; waited <= remaining[act]; waited++) {
      if (waited > 0) {
        x = waitedOnce(x, waiting);
        y = waitedOnce(y, waiting);
      }
      let reached = 0;
      for (const [target, q] of y) {
        const values = reach.get(target)!;
        for (const [from, p] of x) reached += p * q * values[from];
      }
      sum += (waited === remaining[act] ? weight : (1 - discount) * weight) * (1 - reached);
      weight *= discount;
    }
    return sum;
  });
}

type Local = Map<number, number>;

function rowOf({ start, columns, probabilities }: LocalRows, row: number): Local {
  const local: Local = new Map();
  for (let j = start[row]; j < start[row + 1]; j++) {
    local.set(columns[j], (local.get(columns[j]) ?? 0) + probabilities[j]);
  }
  return local;
}

function waitedOnce(from: Local, { start, columns, probabilities }: LocalRows): Local {
  const next: Local = new Map();
  for (const [p, weight] of from) {
    for (let j = start[p]; j < start[p + 1]; j++) {
      next.set(columns[j], (next.get(columns[j]) ?? 0) + weight * probabilities[j]);
    }
  }
  return next;
}

/** Positions that waiting instead of the acts, and ever after, may lead to. */
function waitedInto(instead: LocalRows, waiting: LocalRows): number[] {
  const met = new Set(instead.columns);
  for (const p of met) for (let j = waiting.start[p]; j < waiting.start[p + 1]; j++) met.add(waiting.columns[j]);
  return [...met];
}

/** `unreachability/{start,inaction,stepwise}`. */
export const unreachabilities = againstBaselines(
  'unreachability',
  'how far it is from undoing: the baseline is harder to reach',
  { discount: real(0.99, 0, 1, 'a tick; 1 for the probability of ever getting there') },
  ({ discount }, id) => unreachability(discount, id),
);
