/** Every program under one evidence value, judged: bounds of what programs near the optimum may do. */
import { InvalidOption } from '../../core/base/errors.ts';
import { memoise } from '../../core/base/memoise.ts';
import { expected } from '../../core/base/messages.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { unitValue } from '../../core/world/state-values.ts';
import { OptimumSearch } from '../../penalties/optimum/optimal-program.ts';
import { SOLVABLE } from '../../penalties/optimum/solvable.ts';
import type { Solver } from '../../penalties/optimum/solver.ts';
import type { Found, Reached } from '../../penalties/optimum/space.ts';
import type { Penalty } from '../../penalties/penalty.ts';

/** How near bounds come: those of V*, and those of a harm or a utility where no threshold decides sooner. */
export interface Precision {
  readonly optimum: number;
  readonly others: number;
  /** How many plans one search makes at most. Bounds hold however few they are. */
  readonly plans: number;
  /** How many multipliers are tried for one bound. */
  readonly multipliers: number;
}

/** The precision of windows. */
export const PRECISE: Precision = { optimum: 1e-5, others: 1e-4, plans: 1000, multipliers: 40 };

/** How near a search comes at first, as a share of how far apart the bounds are. */
const ROUGH_SHARE = 0.1;
/** By how much the multiplier grows while nothing fulfils a constraint, and when that is given up. */
const PRESS = 4;
const GREATEST_MULTIPLIER = 1e6;
/** Coefficients whose ratio differs from 1 by less than this are equal up to rounding. */
const EQUAL = 1e-12;
/** A program may miss the floor by so much rounding. */
const ROUNDING = 1e-9;

/** What a program reaches where it arrives: expected utility, penalty and expected harm. */
export interface Point {
  readonly utility: number;
  readonly divergence: number;
  readonly harm: number;
}

/** A number that lies between two others. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A linear function of what a program reaches: utility·E[U] + harm·E[harm] − divergence·D, with divergence ≥ 0. */
export interface Functional {
  readonly utility: number;
  readonly harm: number;
  readonly divergence: number;
}

/** What a program must fulfil: `of` ≥ `least`. */
export interface Constraint {
  readonly of: Functional;
  readonly least: number;
}

/** For every program that is present, `of` ≤ `high`. */
interface Certificate {
  readonly of: Functional;
  readonly high: number;
}

/** The programs that are present under one evidence value, against one penalty. */
export class Programs {
  /** The null program, which is not among them. */
  readonly nothing: Point;
  /** How many plans were made. */
  plans = 0;
  readonly search: OptimumSearch;
  private readonly share: number;
  private readonly points: Point[] = [];
  private readonly certificates: Certificate[] = [];

  /** @throws InvalidOption for a penalty whose optimum is not known, or impossible evidence. */
  constructor(
    compiled: Compiled,
    evidence: readonly number[],
    penalty: Penalty | string,
    solver: Solver,
    erasure: number,
    private readonly precision = PRECISE,
  ) {
    const harms = harmsOf(compiled);
    this.share = 1 - erasure;
    this.search = new OptimumSearch(compiled, evidence, penalty, solver, { erasure }, [harms]);
    if (!this.search.space.isBounded) {
      const id = typeof penalty === 'string' ? penalty : penalty.id;
      throw new InvalidOption(expected('every program: penalty', SOLVABLE, id));
    }
    this.nothing = { utility: this.search.absent, divergence: 0, harm: this.search.absentValues[0] };
  }

  /** Begins with the laws of another search under the same evidence, whose further values are the harms too. */
  adopt(search: OptimumSearch): void {
    this.search.space.adopt(search.space);
  }

  dispose(): void {
    this.search.dispose();
  }

  /** The optimum over the present programs and the null program, to within 10⁻⁵. */
  optimum(weight: number): Bounds {
    const known = this.known(weight);
    if (known.high - known.low <= this.precision.optimum) return known;
    this.find(this.objective(weight), this.precision.optimum / 2);
    return this.known(weight);
  }

  /** What is known of the optimum without a search. */
  known(weight: number): Bounds {
    const objective = this.objective(weight);
    const { offset } = this.search;
    const none = this.nothing.utility;
    const low = Math.max(none, ...this.points.map((point) => valueAt(objective, point) + offset));
    return { low, high: Math.max(none, this.bound(objective) + offset, low) };
  }

  /** The constraint that a present program's objective, (1−ε)·E[U | X=1] + ε·E[U | X=0] − λ·D, is at least this. */
  reaching(floor: number, weight: number): Constraint {
    return { of: this.objective(weight), least: floor - this.search.offset };
  }

  /**
   * The greatest value of a functional over the present programs that fulfil a constraint. By Lagrange, it is the least
   * over m ≥ 0 of the greatest functional + m·(constraint) that any program reaches.
   * @param threshold the search stops as soon as the value is known to be above, or to be at most, this.
   * @returns −∞ as the lower bound where no program is known that fulfils the constraint.
   */
  greatest(of: Functional, constraint: Constraint, threshold?: number): Bounds {
    let { low, multiplier } = this.inner(of, constraint);
    let high = this.bound(of, constraint);
    let coarse = true;
    for (let tried = 0; tried < this.precision.multipliers; tried++) {
      if (high - low <= this.precision.others || low > (threshold ?? Number.POSITIVE_INFINITY)) break;
      if (threshold !== undefined && high <= threshold) break;
      // Bounds that are far apart need no exact search. One that passes the threshold is enough.
      const gap = Math.max(this.precision.others / 4, coarse ? ROUGH_SHARE * (high - low) : 0);
      const below = threshold === undefined ? undefined : threshold + multiplier * constraint.least;
      this.find(sum(of, constraint.of, multiplier), Number.isFinite(gap) ? gap : ROUGH_SHARE, below);
      high = Math.min(high, this.bound(of, constraint));
      const next = this.inner(of, constraint);
      if (next.low === Number.NEGATIVE_INFINITY) {
        // No program is known that fulfils the constraint, so it is pressed harder.
        if (multiplier >= GREATEST_MULTIPLIER) break;
        multiplier = Math.max(1, PRESS * multiplier);
        continue;
      }
      if (next.multiplier === multiplier && next.low <= low) {
        if (!coarse) break;
        coarse = false;
      }
      ({ low, multiplier } = next);
    }
    return { low, high: Math.max(low, high) };
  }

  private objective(weight: number): Functional {
    return { utility: this.share, harm: 0, divergence: weight };
  }

  /** The best value of the known points and of their mixtures, and the multiplier at which its two points are equal. */
  private inner(of: Functional, constraint: Constraint) {
    const lines = this.points.map((point) => ({
      value: valueAt(of, point),
      slack: valueAt(constraint.of, point) - constraint.least,
    }));
    const missing = lines.filter(({ slack }) => slack < -ROUNDING);
    let low = Number.NEGATIVE_INFINITY;
    let mixedLow = Number.NEGATIVE_INFINITY;
    let multiplier = 0;
    for (const a of lines) {
      if (a.slack < -ROUNDING) continue;
      low = Math.max(low, a.value);
      if (a.value > mixedLow) [mixedLow, multiplier] = [a.value, 0];
      for (const b of missing) {
        if (b.value <= a.value) continue;
        // What the mixture reaches that just fulfils the constraint, if it pays at most what the two pay on average.
        const slope = (b.value - a.value) / (a.slack - b.slack);
        const mixed = a.value + slope * Math.max(0, a.slack);
        if (mixed > mixedLow || (mixed === mixedLow && multiplier === 0)) [mixedLow, multiplier] = [mixed, slope];
      }
    }
    return { low: this.search.space.isConvex ? mixedLow : low, multiplier };
  }

  /** The best bound of a functional, perhaps under a constraint, that the certificates leave. */
  private bound(of: Functional, constraint?: Constraint): number {
    let best = Number.POSITIVE_INFINITY;
    for (const { of: known, high } of this.certificates) {
      const multiplier = constraint ? multiplierOf(of, constraint.of, known) : 0;
      if (multiplier < 0) continue;
      const wanted = constraint ? sum(of, constraint.of, multiplier) : of;
      const same = near(wanted.utility, known.utility) && near(wanted.harm, known.harm);
      // A greater price of the penalty only makes every program worse.
      if (same && wanted.divergence >= known.divergence * (1 - EQUAL))
        best = Math.min(best, high - multiplier * (constraint?.least ?? 0));
    }
    return best;
  }

  /** Searches for the greatest value of a functional, and keeps what it finds. */
  private find({ utility, harm, divergence }: Functional, gap: number, below?: number): Found {
    const search = { coefficients: [utility, harm], weight: divergence, gap, limit: this.precision.plans, below };
    const found = this.search.space.search(search);
    this.plans += found.plans;
    this.points.push(pointOf(found.mixture));
    this.certificates.push({ of: { utility, harm, divergence }, high: found.high });
    return found;
  }
}

function valueAt(of: Functional, { utility, harm, divergence }: Point): number {
  return of.utility * utility + of.harm * harm - of.divergence * divergence;
}

function sum(a: Functional, b: Functional, multiplier: number): Functional {
  return {
    utility: a.utility + multiplier * b.utility,
    harm: a.harm + multiplier * b.harm,
    divergence: a.divergence + multiplier * b.divergence,
  };
}

/** The multiplier at which a + multiplier·b is a known functional, by the part that b has; −1 where it has none. */
function multiplierOf(a: Functional, b: Functional, known: Functional): number {
  if (b.utility !== 0) return (known.utility - a.utility) / b.utility;
  if (b.harm !== 0) return (known.harm - a.harm) / b.harm;
  return -1;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= EQUAL * Math.max(1, Math.abs(a), Math.abs(b));
}

function pointOf({ expectations: [utility, harm], divergence }: Reached): Point {
  return { utility, divergence, harm };
}

/** The harm of each state, by state index. */
export function harmsOf(compiled: Compiled): Float64Array {
  const { world, states } = compiled;
  return memoise(compiled, 'harms by state', () =>
    Float64Array.from(states, (state) => unitValue(world, state, 'harm')),
  );
}
