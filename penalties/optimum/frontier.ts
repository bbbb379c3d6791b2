/**
 * What programs can reach under one evidence value: the best Σ aᵢ·E[vᵢ] − λ·D over every program, by column generation.
 */
import type { SparseDistribution } from '../../core/tables/compile.ts';
import { massesOf } from './cells.ts';
import { type PlanGoal, writeGoal } from './goal.ts';
import { MasterProgram } from './master-program.ts';
import type { Measure } from './measure.ts';
import { blend, charged, type Pricing } from './pricing.ts';
import { expected, type Slice } from './slice.ts';
import type { Solver } from './solver.ts';
import type { Found, ProgramSpace, Reached, Search } from './space.ts';

/** A plan that was found, with what it leads to. */
export interface Law {
  readonly goal: PlanGoal;
  readonly outcome: SparseDistribution;
  readonly masses: Float64Array;
  /** E[vᵢ]. */
  readonly expectations: readonly number[];
}

/** The plans of a mixture, each with its probability. */
export type Parts = readonly { readonly probability: number; readonly law: Law }[];

/** A program that draws one of some plans as it boots, and its figures. */
export interface Mixture extends Reached {
  readonly parts: Parts;
}

/** How near the prices of a new plan stay to those of the best bound so far. */
const STABLE_SHARE = 0.8;
/** Planes are added between two plans until the linear program errs by less than this share of the gap. */
const INNER_SHARE = 0.25;
const MOST_REFINEMENTS = 40;
/** Weights smaller than this are left out of a mixture. */
const LEAST_WEIGHT = 1e-12;
/** A law that would gain less than this brings nothing that the solver could tell from rounding. */
const LEAST_GAIN = 1e-10;

/** A bound that holds for these coefficients, and for every λ from `weight` on. */
interface Certificate {
  readonly coefficients: string;
  readonly weight: number;
  readonly pricing: Pricing;
  readonly high: number;
}

/**
 * The laws that were found under one evidence value. They do not depend on λ or on the coefficients, so each search
 * begins with those of all searches before it.
 */
export class Frontier implements ProgramSpace {
  readonly isConvex = true;
  readonly isBounded = true;
  private readonly laws: Law[] = [];
  private readonly certificates: Certificate[] = [];
  private readonly program: MasterProgram;
  private readonly value: Float64Array;

  /** @param spell writes the program that draws one of some plans. */
  constructor(
    readonly slice: Slice,
    readonly measure: Measure,
    readonly values: readonly Float64Array[],
    solver: Solver,
    private readonly spell: (parts: Parts) => string,
  ) {
    this.program = new MasterProgram(solver, measure);
    this.value = new Float64Array(slice.compiled.states.length);
  }

  /** The greatest Σ aᵢ·E[vᵢ] − λ·D over every program, randomised and history-dependent ones included. */
  search({ coefficients, weight, gap, limit, above = Number.POSITIVE_INFINITY, below }: Search): Found<Mixture> {
    let plans = 0;
    let best = this.knownBound(coefficients, weight);
    // The best plan without prices is always worth knowing, and the weights need a first law.
    if (this.laws.length === 0) {
      best = this.plan(coefficients, 0, free(this.measure.cells.count)).certificate;
      plans++;
    }
    let low = Number.NEGATIVE_INFINITY;
    let mixture: Mixture | null = null;
    let stable = true;
    for (;;) {
      const { pricing, relaxed, reached, value } = this.weigh(coefficients, weight, gap);
      if (mixture === null || value > low) {
        low = value;
        mixture = reached;
      }
      const high = best?.high ?? Number.POSITIVE_INFINITY;
      const settled = low > above || (below !== undefined && high <= below);
      if (high - low <= gap || settled || plans >= limit) break;
      const tried: Pricing = best && stable ? blend(best.pricing, pricing, STABLE_SHARE) : pricing;
      const { certificate, law } = this.plan(coefficients, weight, tried);
      plans++;
      if (!best || certificate.high < best.high) best = certificate;
      const improves = gainOf(coefficients, law) - charged(pricing, law.masses) > relaxed + LEAST_GAIN;
      if (improves) stable = true;
      else if (tried === pricing) break;
      else stable = false;
    }
    return { low, high: Math.max(low, best?.high ?? Number.POSITIVE_INFINITY), mixture, plans };
  }

  /** Takes over the laws and bounds of a search over the same slice, measure and values. */
  adopt(other: ProgramSpace): void {
    if (!(other instanceof Frontier)) return;
    for (const law of other.laws) this.keep(law);
    this.certificates.push(...other.certificates);
  }

  dispose(): void {
    this.program.dispose();
  }

  /** Plans against prices; keeps the law, and the bound, which holds for every greater λ too. */
  private plan(coefficients: readonly number[], weight: number, pricing: Pricing) {
    const { slice, measure, values, value } = this;
    const goal = { coefficients, prices: pricing.prices };
    writeGoal(goal, values, measure.cells, slice.outcomes, value);
    const planned = slice.plan(value);
    const masses = massesOf(measure.cells, planned.law);
    const expectations = values.map((each) => expected(planned.law, each));
    const law: Law = { goal, outcome: planned.law, masses, expectations };
    this.keep(law);
    const high = planned.value + slice.slack - pricing.base;
    const certificate: Certificate = { coefficients: coefficients.join(), weight, pricing, high };
    this.certificates.push(certificate);
    return { law, certificate };
  }

  private keep(law: Law): void {
    this.laws.push(law);
    this.program.add(law.masses);
  }

  /** The best bound that earlier searches for the same coefficients leave. */
  private knownBound(coefficients: readonly number[], weight: number): Certificate | null {
    const key = coefficients.join();
    let best: Certificate | null = null;
    for (const each of this.certificates) {
      if (each.coefficients === key && each.weight <= weight && (!best || each.high < best.high)) best = each;
    }
    return best;
  }

  /** Weighs the laws, and refines the penalty in the linear program until it is nearly exact at their mixture. */
  private weigh(coefficients: readonly number[], weight: number, gap: number) {
    const gains = this.laws.map((law) => gainOf(coefficients, law));
    let best: { readonly reached: Mixture; readonly masses: Float64Array; readonly value: number } | null = null;
    for (let refinements = 0; ; refinements++) {
      const { weights, pricing } = this.program.solve(gains, weight);
      const { reached, masses } = this.mix(weights);
      const value = dot(coefficients, reached.expectations) - weight * reached.divergence;
      if (best === null || value > best.value) best = { reached, masses, value };
      // The value of the linear program, by its duality; the program’s planes may lie below the penalty.
      const relaxed = Math.max(...this.laws.map((law, k) => gains[k] - charged(pricing, law.masses)));
      const exact = relaxed - best.value <= INNER_SHARE * gap || refinements >= MOST_REFINEMENTS;
      if (exact || !this.program.refine(masses)) return { pricing, relaxed, ...best };
      // The corner that the program chose jumps about. A plane half way to the best mixture steadies it.
      if (best.masses !== masses) this.program.refine(best.masses.map((mass, i) => 0.5 * (mass + masses[i])));
    }
  }

  /** The plans that were found, each as a program. */
  plans(): Mixture[] {
    return this.laws.map((law) => this.mixture([{ probability: 1, law }]));
  }

  /** The program that draws one of these plans. */
  mixture(parts: Parts): Mixture {
    return this.reachedBy(parts).reached;
  }

  private mix(weights: Float64Array): { readonly reached: Mixture; readonly masses: Float64Array } {
    const kept = this.laws.flatMap((law, k) => (weights[k] > LEAST_WEIGHT ? [{ probability: weights[k], law }] : []));
    const total = kept.reduce((sum, { probability }) => sum + probability, 0);
    return this.reachedBy(kept.map(({ probability, law }) => ({ probability: probability / total, law })));
  }

  private reachedBy(parts: Parts): { readonly reached: Mixture; readonly masses: Float64Array } {
    const masses = new Float64Array(this.measure.cells.count);
    for (const { probability, law } of parts) {
      for (let i = 0; i < masses.length; i++) masses[i] += probability * law.masses[i];
    }
    const expectations = this.values.map((_, i) =>
      parts.reduce((sum, { probability, law }) => sum + probability * law.expectations[i], 0),
    );
    const divergence = this.measure.value(masses);
    return { reached: { parts, expectations, divergence, source: () => this.spell(parts) }, masses };
  }
}

function free(cells: number): Pricing {
  return { prices: new Float64Array(cells), base: 0 };
}

function gainOf(coefficients: readonly number[], { expectations }: Law): number {
  return dot(coefficients, expectations);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
