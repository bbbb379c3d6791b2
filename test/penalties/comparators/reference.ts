/**
 * The comparators once more, from their definitions, with full matrices and double loops: slow, and sharing nothing
 * with the code under test but the compiled rows.
 */

import type { Disciple } from '../../../core/disciple/disciple.ts';
import type { Compiled } from '../../../core/tables/compile.ts';

type Vector = number[];
type Matrix = number[][];

export interface Dense {
  readonly size: number;
  readonly ticks: number;
  readonly horizon: number;
  /** By state and action: the law of the next state; null where there is no row. */
  readonly law: (Vector | null)[][];
}

export function dense(compiled: Compiled): Dense {
  const { states, actionCount, rowStart, rowEnd, successors, probabilities, layerEnd, world } = compiled;
  const law = states.map((_, s) =>
    Array.from({ length: actionCount }, (_row, a) => {
      const row = s * actionCount + a;
      if (rowStart[row] === rowEnd[row]) return null;
      const next: Vector = states.map(() => 0);
      for (let j = rowStart[row]; j < rowEnd[row]; j++) next[successors[j]] += probabilities[j];
      return next;
    }),
  );
  return { size: states.length, ticks: layerEnd.length - 1, horizon: world.horizon, law };
}

/** A policy that may randomise, by tick and state. */
export type Policy = (tick: number, state: number) => Vector;

const sure = (size: number, s: number): Vector => Array.from({ length: size }, (_, i) => Number(i === s));
const dot = (p: Vector, v: Vector) => p.reduce((sum, weight, i) => sum + (weight === 0 ? 0 : weight * v[i]), 0);
const push = ({ law, size }: Dense, p: Vector, choose: (s: number) => Vector): Vector => {
  const next: Vector = Array(size).fill(0);
  p.forEach((mass, s) => {
    if (mass === 0) return;
    choose(s).forEach((chance, a) => {
      if (chance > 0)
        law[s][a]!.forEach((q, to) => {
          next[to] += mass * chance * q;
        });
    });
  });
  return next;
};
const WAIT = [1];

/** E d(x, y) of independent x and y. */
export type Distance = (p: Vector, q: Vector) => number;

export function pairwise(d: (x: number, y: number) => number): Distance {
  return (p, q) =>
    p.reduce(
      (sum, px, x) =>
        sum +
        (px === 0
          ? 0
          : px *
            dot(
              q,
              q.map((_, y) => d(x, y)),
            )),
      0,
    );
}

/** V of each utility within `sweeps` ticks. */
export function values(world: Dense, utility: Vector, discount: number, sweeps: number): Vector {
  let v = utility.slice();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    v = v.map((before, s) => {
      const rows = world.law[s].filter((row) => row !== null);
      if (rows.length === 0) return before;
      return (1 - discount) * utility[s] + discount * Math.max(...rows.map((row) => dot(row, v)));
    });
  }
  return v;
}

/** R(x; target) = max E γ^N within the horizon. */
export function reach(world: Dense, target: number, discount: number): Vector {
  let r: Vector = sure(world.size, target);
  for (let sweep = 0; sweep < world.horizon; sweep++) {
    r = r.map((_, s) =>
      s === target ? 1 : discount * Math.max(0, ...world.law[s].map((row) => (row === null ? 0 : dot(row, r)))),
    );
  }
  return r;
}

/** P(N ≤ k), k = 0..horizon, by state, under the policy that is best for each number of ticks left. */
export function times(world: Dense, target: number, discount: number): Matrix {
  let r: Vector = sure(world.size, target);
  let within: Matrix = r.map((hit) => Array(world.horizon + 1).fill(hit));
  for (let left = 1; left <= world.horizon; left++) {
    const best = world.law.map((rows) => {
      const scores = rows.map((row) => (row === null ? -1 : dot(row, r)));
      const most = Math.max(...scores);
      return scores.findIndex((score) => score >= most - 1e-12);
    });
    within = within.map((own, s) => {
      if (s === target) return own;
      return own.map((_, k) => {
        const row = world.law[s][best[s]];
        return k === 0 || row === null
          ? 0
          : dot(
              row,
              within.map((later) => later[k - 1]),
            );
      });
    });
    r = r.map((_, s) => {
      const row = world.law[s][best[s]];
      return s === target ? 1 : row === null ? 0 : discount * dot(row, r);
    });
  }
  return within;
}

/** E γ^N(y) − E γ^max(N(x), N(y)) by listing every pair of times. */
export function futureDelay(world: Dense, within: Matrix, discount: number): Distance {
  const law = (p: Vector): Vector => {
    const cumulative = Array.from({ length: world.horizon + 1 }, (_, k) =>
      dot(
        p,
        within.map((own) => own[k]),
      ),
    );
    return cumulative.map((value, k) => value - (k === 0 ? 0 : cumulative[k - 1]));
  };
  return (p, q) => {
    const [x, y] = [law(p), law(q)];
    let sum = 0;
    y.forEach((py, j) => {
      sum += py * discount ** j;
      x.forEach((px, i) => {
        sum -= px * py * discount ** Math.max(i, j);
      });
    });
    return sum;
  };
}

/**
 * What the deviation is with rollouts, of `left` ticks: `apart` compares their values, `beside` the two states side by
 * side.
 */
export interface Rolled {
  readonly now: Distance;
  readonly rolled: (left: number) => Distance;
}

/** Along the chain of waiting: (1 − γ) Σ γᵏ f(p_k), the last for ever after. */
export function alongWaiting(
  world: Dense,
  discount: number,
  left: number,
  p: Vector,
  f: (p: Vector, k: number) => number,
) {
  let sum = 0;
  let own = p;
  for (let k = 0; k <= left; k++) {
    sum += (k === left ? discount ** k : (1 - discount) * discount ** k) * f(own, k);
    if (k < left) own = push(world, own, () => WAIT);
  }
  return sum;
}

/** Rollouts that are compared by what they come to. */
export function apartRolled(world: Dense, discount: number, v: Vector, gap: (x: number, y: number) => number): Rolled {
  return {
    now: pairwise((x, y) => gap(v[x], v[y])),
    rolled: (left) => (p, q) => {
      const come = (s: number) => alongWaiting(world, discount, left, sure(world.size, s), (own) => dot(own, v));
      const w = Array.from({ length: world.size }, (_, s) => (p[s] > 0 || q[s] > 0 ? come(s) : 0));
      return pairwise((x, y) => gap(w[x], w[y]))(p, q);
    },
  };
}

/** Rollouts whose states are compared tick by tick. */
export function besideRolled(world: Dense, discount: number, now: Distance): Rolled {
  return {
    now,
    rolled: (left) => (p, q) => {
      const chain = [q];
      for (let k = 0; k < left; k++) chain.push(push(world, chain[k], () => WAIT));
      return alongWaiting(world, discount, left, p, (own, k) => now(own, chain[k]));
    },
  };
}

/** The expected sum over the ticks. */
export function summed(
  world: Dense,
  begin: Vector,
  policy: Policy,
  baseline: 'start' | 'inaction' | 'stepwise',
  { now, rolled }: Rolled,
  rollouts: boolean,
): number {
  let run = begin;
  let waiting = begin;
  let sum = 0;
  for (let tick = 0; tick < world.ticks; tick++) {
    const choose = (s: number) => (tick < world.horizon ? policy(tick, s) : WAIT);
    if (baseline === 'stepwise') {
      const left = world.ticks - tick - 1;
      const distance = rollouts ? rolled(left) : now;
      run.forEach((mass, s) => {
        if (mass === 0) return;
        choose(s).forEach((chance, a) => {
          if (a > 0 && chance > 0) sum += mass * chance * distance(world.law[s][a]!, world.law[s][0]!);
        });
      });
    }
    run = push(world, run, choose);
    waiting = push(world, waiting, () => WAIT);
    if (baseline === 'start') sum += now(run, begin);
    if (baseline === 'inaction') sum += now(run, waiting);
  }
  return sum;
}

/** A disciple of any source that follows a policy on the tables, surely or at random. */
export function following(compiled: Compiled, policy: Policy, random: boolean): Disciple {
  const { world, states, actionCount } = compiled;
  const ticks = Array.from({ length: world.horizon }, (_, tick) => tick);
  const actionAt = (tick: number, s: number) => policy(tick, s).findIndex((chance) => chance > 0);
  return {
    source: 'policy',
    act: (state, tick) => actionAt(tick, compiled.indexOf(state)),
    table: random
      ? {
          kind: 'random',
          probabilities: ticks.map((tick) =>
            Float32Array.from(
              states.flatMap((_, s) => Array.from({ length: actionCount }, (_a, a) => policy(tick, s)[a] ?? 0)),
            ),
          ),
        }
      : { kind: 'sure', actions: ticks.map((tick) => Uint8Array.from(states, (_, s) => actionAt(tick, s))) },
  };
}
