/** The linear program that weighs the laws found so far. */
import type { Measure } from './measure.ts';
import { planeEpigraph } from './plane-epigraph.ts';
import type { Pricing } from './pricing.ts';
import type { LinearProgram, Solver } from './solver.ts';
import { totalVariationEpigraph } from './total-variation-epigraph.ts';

/** What the linear program says. */
export interface Weighed {
  /** By law, in the order in which they were added; they sum to 1. */
  readonly weights: Float64Array;
  /** The prices of the cells at which no mixture of the laws gains more. */
  readonly pricing: Pricing;
}

/** Presolving would cost more than these small programs take. */
const OPTIONS = {
  output_flag: false,
  presolve: 'off',
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
} as const;

/**
 * max Σ wₖ·gainₖ − λ·D(Σ wₖ·mₖ, m₀) over weights w of the laws k, which are ≥ 0 and sum to 1. It stays in the solver
 * while laws are added, so that each solution begins from the last one.
 */
export class MasterProgram {
  private readonly program: LinearProgram;
  private readonly epigraph;
  private readonly masses: Float64Array[] = [];
  private readonly ownCosts: number[] = [];

  constructor(solver: Solver, measure: Measure) {
    const program = solver.createModel();
    program.options.set(OPTIONS);
    program.changeObjectiveSense(solver.constants.objectiveSense.maximize);
    program.addRow(1, 1, { indices: [], values: [] });
    this.program = program;
    const make = measure.isTotalVariation ? totalVariationEpigraph : planeEpigraph;
    this.epigraph = make(program, measure);
  }

  get laws(): number {
    return this.masses.length;
  }

  /** Adds a law by the masses of its cells. */
  add(masses: Float64Array): void {
    const { indices, values, cost } = this.epigraph.law(masses);
    this.masses.push(masses);
    this.ownCosts.push(cost);
    this.program.addCol(0, 0, Number.POSITIVE_INFINITY, { indices: [0, ...indices], values: [1, ...values] });
  }

  /** Refines the penalty around these masses; false where it is exact already. */
  refine(masses: Float64Array): boolean {
    return this.epigraph.refine(masses, this.masses);
  }

  /**
   * Solves the program.
   * @param gains by law.
   * @param weight λ ≥ 0.
   */
  solve(gains: readonly number[], weight: number): Weighed {
    const { program, epigraph, ownCosts } = this;
    const first = epigraph.variables;
    const costs = new Float64Array(first + gains.length);
    for (let i = 0; i < first; i++) costs[i] = -weight * epigraph.costs[i];
    for (let k = 0; k < gains.length; k++) costs[first + k] = gains[k] - weight * ownCosts[k];
    // The solver’s tolerances are absolute, so the costs are brought to its scale.
    const scale = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 1e-6);
    for (let i = 0; i < costs.length; i++) costs[i] /= scale;
    program.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
    this.run();
    const { colValue, rowDual } = program.getSolution();
    const weights = colValue.slice(first).map((value) => Math.max(0, value));
    const sum = weights.reduce((a, b) => a + b, 0);
    const shadow = rowDual.map((dual) => dual * scale);
    return { weights: weights.map((value) => value / sum), pricing: epigraph.pricing(shadow, weight) };
  }

  /** Runs the solver from the last basis. Where nearly equal laws have spoilt what it keeps, it begins anew. */
  private run(): void {
    const { program } = this;
    try {
      program.run();
    } catch {
      const model = program.getModel();
      program.clear();
      program.options.set(OPTIONS);
      program.passModel(model);
      program.run();
    }
  }

  dispose(): void {
    this.program.dispose();
  }
}
