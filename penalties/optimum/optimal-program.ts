/** The best program of all against a penalty: the master's optimum where it may write any source. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected, refuseUnknownFields } from '../../core/base/messages.ts';
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { propagate } from '../../core/tables/propagate.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import { splitId } from '../../core/world/parameters.ts';
import type { Penalty } from '../penalty.ts';
import { penalties } from '../registry.ts';
import { expected as expectedValue } from './slice.ts';
import { isSearchable, SEARCHABLE, spaceOf } from './solvable.ts';
import { loadSolver, type Solver } from './solver.ts';
import type { ProgramSpace } from './space.ts';

/** How far apart the bounds may be. */
export const DEFAULT_GAP = 1e-3;
/** How many plans are made at most. */
export const DEFAULT_LIMIT = 1000;

export interface OptimumOptions {
  readonly compiled: Compiled;
  /** One index for each evidence variable. */
  readonly evidence: readonly number[];
  /** A registered penalty with an exact value, or its id. Some optima are only searched for (docs/optimum.md). */
  readonly penalty: Penalty | string;
  /** λ ≥ 0. */
  readonly weight: number;
  /** The probability, in [0, 1), that the wire erases the source. Default 0.05. */
  readonly erasure?: number;
  /** How far apart the bounds may be, > 0. Default 10⁻³. */
  readonly gap?: number;
  /** How many plans are made at most. Default 1,000. */
  readonly limit?: number;
}

/** The optimum over every program, and a program that reaches its lower bound. */
export interface Optimum {
  /** The optimum is at least this: the program's own (1−ε)·E[U | X=1] + ε·E[U | X=0] − λ·D. */
  readonly low: number;
  /** No program reaches more than this. */
  readonly high: number;
  /** Whether the bounds are as near as was asked for. */
  readonly closed: boolean;
  /** The program; '' where the null program is best. */
  readonly source: string;
  /** Its expected utility where it arrives, in [0, 1]. */
  readonly utility: number;
  /** Its exact penalty. */
  readonly divergence: number;
  /** How many plans were made. */
  readonly plans: number;
}

/**
 * The optimum over all programs under one evidence value: the greatest (1−ε)·E[U | X=1] + ε·E[U | X=0] − λ·D that any
 * program reaches, be it randomised and with memory, with the null program beside them. See docs/optimum.md.
 *
 * @throws InvalidOption for a gap ≤ 0, a weight below 0, an erasure outside [0, 1), impossible evidence, tables that
 *   are no compiled world, an unknown field, a penalty without an exact value or one that is not registered, or a world
 *   whose wire is its own.
 * @throws UnknownId for the id of no penalty.
 * @throws NoExactValue where the search meets no program but the null program that has an exact value.
 *
 * @example
 * ```ts
 * import { compile, optimalProgram, registry } from 'reduced-impact';
 *
 * const compiled = compile(registry.world('Hurricane-v0'));
 * const { low, closed } = await optimalProgram({ compiled, evidence: [0, 0], penalty: 'coarse/joint/tv', weight: 1 });
 * console.log(low.toFixed(3), closed); // 0.557 true
 * ```
 */
export async function optimalProgram(options: OptimumOptions): Promise<Optimum> {
  checkOptions(options);
  const search = new OptimumSearch(options.compiled, options.evidence, options.penalty, await loadSolver(), options);
  try {
    const { values: _, ...optimum } = search.at(options.weight, options);
    return optimum;
  } finally {
    search.dispose();
  }
}

/** An optimum with the expectations of the further values that its search was given. */
export interface ValuedOptimum extends Optimum {
  readonly values: readonly number[];
}

/** Searches for optima along a sweep of λ: what was found for one λ is kept for the next. */
export class OptimumSearch {
  readonly space: ProgramSpace;
  private readonly penalty: Penalty;
  private readonly erasure: number;
  /** E[U | X=0], which is also the null program's objective. */
  readonly absent: number;
  /** The further values of the null program. */
  readonly absentValues: readonly number[];

  /**
   * @param values further functions of the outcome by state index, whose expectations its programs carry
   *   after that of the utility.
   * @throws InvalidOption as `optimalProgram` does.
   */
  constructor(
    readonly compiled: Compiled,
    evidence: readonly number[],
    penalty: Penalty | string,
    solver: Solver,
    { erasure = DEFAULT_ERASURE }: { readonly erasure?: number } = {},
    values: readonly Float64Array[] = [],
  ) {
    this.penalty = typeof penalty === 'string' ? penalties.get(penalty) : registered(penalty);
    this.erasure = erasure;
    const { world } = compiled;
    if (!isSearchable(compiled, this.penalty))
      throw new InvalidOption(expected('optimum: penalty', SEARCHABLE, this.penalty.id));
    if (world.wire) {
      const wanted = 'a world whose wire sends the source or nothing';
      throw new InvalidOption(expected('optimum: world', wanted, `${world.id}, whose wire is its own`));
    }
    const index = evidenceIndex(compiled.evidences, evidence);
    const erased = propagate(compiled, compiled.beginnings[index][0], { kind: 'wait' });
    this.absent = expectedValue(erased, compiled.utility);
    this.absentValues = values.map((value) => expectedValue(erased, value));
    this.space = spaceOf(compiled, index, this.penalty, [compiled.utility, ...values], erased, solver);
  }

  /** The optimum for one λ ≥ 0. */
  at(
    weight: number,
    { gap = DEFAULT_GAP, limit = DEFAULT_LIMIT }: { readonly gap?: number; readonly limit?: number } = {},
  ): ValuedOptimum {
    const { space, absent, offset } = this;
    const found = space.search({ coefficients: this.coefficients, weight, gap, limit });
    const { plans, mixture } = found;
    const high = Math.max(absent, found.high + offset);
    if (absent >= found.low + offset - TIE_TOLERANCE) {
      const figures = { source: '', utility: absent, divergence: 0, values: this.absentValues };
      return { low: absent, high, closed: high - absent <= gap, ...figures, plans };
    }
    const low = found.low + offset;
    const [utility, ...values] = mixture.expectations;
    const figures = { source: mixture.source(), utility, divergence: mixture.divergence, values };
    return { low, high, closed: high - low <= gap, ...figures, plans };
  }

  /** The coefficients of the master's objective: (1−ε) for the utility, and 0 for every other value. */
  get coefficients(): number[] {
    return this.space.values.map((_, i) => (i === 0 ? 1 - this.erasure : 0));
  }

  /** What every program's objective holds beside its own part: ε·E[U | X=0]. */
  get offset(): number {
    return this.erasure * this.absent;
  }

  dispose(): void {
    this.space.dispose();
  }
}

/** A program names its penalty by the id, so another penalty of that id would boot in its place. */
function registered(penalty: Penalty): Penalty {
  if (penalties.ids().includes(splitId(penalty.id).name) && penalties.get(penalty.id) === penalty) return penalty;
  const wanted = 'a penalty that is registered, since the program names it by its id,';
  throw new InvalidOption(expected('optimum: penalty', wanted, penalty.id));
}

/** Callers without a compiler may hand over anything. */
function isTables(given: unknown): boolean {
  return ArrayBuffer.isView(Object(given).rowStart) && typeof Object(given).world === 'object';
}

const FIELDS: readonly (keyof OptimumOptions)[] = [
  ...(['compiled', 'evidence', 'penalty', 'weight', 'erasure', 'gap', 'limit'] as const),
];

function checkOptions(options: OptimumOptions): void {
  refuseUnknownFields(options, FIELDS, 'optimum');
  const { compiled, evidence, penalty, weight, erasure = DEFAULT_ERASURE, gap = DEFAULT_GAP, limit } = options;
  const isPenalty = typeof penalty === 'string' || typeof penalty?.measure === 'function';
  const checks: readonly (readonly [string, string, unknown, boolean])[] = [
    ['compiled', 'the tables of a world, as compile gives them', compiled, isTables(compiled)],
    ['evidence', 'a list with an index for each evidence variable', evidence, Array.isArray(evidence)],
    ['penalty', 'a penalty or its id', penalty, isPenalty],
    ['weight', 'a finite number ≥ 0', weight, Number.isFinite(weight) && weight >= 0],
    ['erasure', 'a number from 0 to below 1', erasure, erasure >= 0 && erasure < 1],
    ['gap', 'a number above 0', gap, gap > 0],
    ['limit', 'an integer ≥ 1', limit, limit === undefined || (Number.isInteger(limit) && limit >= 1)],
  ];
  for (const [name, wanted, received, fine] of checks) {
    if (!fine) throw new InvalidOption(expected(`optimum: ${name}`, wanted, received));
  }
}
