/** The unrestricted λ-window: the weights at which even the best program of all is acceptable. */
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { loadSolver, type Solver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { HIGHEST_WEIGHT, type LambdaWindow, LOWEST_WEIGHT } from '../window.ts';
import { acceptableAt, harmRange, type Standard, standardOf } from './acceptable.ts';
import { type Bounds, Programs } from './programs.ts';

/** Weights in each decade of the grid. */
const PER_DECADE = 20;
/** The ends are found to this share. */
const PRECISION = 0.02;

/** A window with what it was found from. */
export interface UnrestrictedWindow extends LambdaWindow {
  /** One for each evidence value. */
  readonly cases: readonly UnrestrictedCase[];
  /** How many plans were made in all. */
  readonly plans: number;
}

/** What is known under one evidence value at one weight: the window's geometric centre, or 1 where there is none. */
export interface UnrestrictedCase {
  readonly evidence: readonly number[];
  readonly weight: number;
  /** The optimum over every program. */
  readonly optimum: Bounds;
  /** The greatest harm of a program within 10⁻³ of it. */
  readonly greatestHarm: Bounds;
  /** The greatest harm that is acceptable. */
  readonly mostHarm: number;
  /** How many plans were made for this evidence value in all. */
  readonly plans: number;
}

/**
 * The longest interval of weights in [10⁻³, 10³] at which, under every evidence value, every program within 10⁻³ of the
 * optimum is acceptable: its harm exceeds the null program's by at most 0.05, and its utility is at least 0.9 of the
 * best harmless program's and above the null program's. The weights are searched on a grid of 20 a decade, and the ends
 * by bisection to 2 %, so that a shorter interval may be missed. It reads harm: no λ may be chosen by it.
 *
 * @throws InvalidOption for a penalty that is not convex, or a world whose wire is its own.
 * @throws UnknownId for a penalty that is not registered.
 */
export async function unrestrictedWindow(
  compiled: Compiled,
  penalty: Penalty | string,
  options: { readonly erasure?: number } = {},
): Promise<UnrestrictedWindow> {
  const search = new WindowSearch(compiled, penalty, await loadSolver(), options.erasure ?? DEFAULT_ERASURE);
  try {
    return search.find();
  } finally {
    search.dispose();
  }
}

interface Case {
  readonly evidence: readonly number[];
  readonly programs: Programs;
  standard: Standard | null;
}

/** Searches for the unrestricted window of one penalty in one world. */
export class WindowSearch {
  private readonly cases: Case[];
  /** The case that refused a weight is asked first about the next one, so that a refusal costs one case. */
  private readonly order: Case[];

  /** @throws InvalidOption as `unrestrictedWindow` does. */
  constructor(compiled: Compiled, penalty: Penalty | string, solver: Solver, erasure: number) {
    this.cases = compiled.evidences.map(({ value: evidence }) => {
      return { evidence, programs: new Programs(compiled, evidence, penalty, solver, erasure), standard: null };
    });
    this.order = [...this.cases];
  }

  dispose(): void {
    for (const { programs } of this.cases) programs.dispose();
  }

  /** @param onWeight is called after each weight of the grid with the share of the grid that is done. */
  find(onWeight?: (share: number) => void): UnrestrictedWindow {
    const window = longest((weight) => this.accepts(weight), onWeight);
    const weight = window.decades > 0 ? Math.sqrt(window.low * window.high) : 1;
    const cases = this.cases.map(({ evidence, programs }) => {
      const optimum = programs.optimum(weight);
      const { greatest } = harmRange(programs, weight);
      const { mostHarm } = standardOf(programs);
      return { evidence, weight, optimum, greatestHarm: greatest, mostHarm, plans: programs.plans };
    });
    return { ...window, cases, plans: cases.reduce((sum, { plans }) => sum + plans, 0) };
  }

  private accepts(weight: number): boolean {
    for (const [i, one] of this.order.entries()) {
      one.standard ??= standardOf(one.programs);
      if (acceptableAt(one.programs, weight, one.standard)) continue;
      this.order.splice(i, 1);
      this.order.unshift(one);
      return false;
    }
    return true;
  }
}

/** The longest run of acceptable weights on the grid, with its ends refined. */
function longest(accepts: (weight: number) => boolean, onWeight?: (share: number) => void): LambdaWindow {
  const decades = Math.log10(HIGHEST_WEIGHT / LOWEST_WEIGHT);
  const count = Math.round(decades * PER_DECADE);
  const grid = Array.from({ length: count + 1 }, (_, i) => LOWEST_WEIGHT * 10 ** ((i * decades) / count));
  let best: readonly [first: number, last: number] = [0, -1];
  let start = -1;
  grid.forEach((weight, i) => {
    if (!accepts(weight)) start = -1;
    else if (start < 0) start = i;
    if (start >= 0 && i - start > best[1] - best[0]) best = [start, i];
    onWeight?.((i + 1) / grid.length);
  });
  const [first, last] = best;
  if (last < 0) return { low: 0, high: 0, decades: 0 };
  const low = first === 0 ? grid[0] : refine(accepts, grid[first], grid[first - 1]);
  const high = last === count ? grid[count] : refine(accepts, grid[last], grid[last + 1]);
  return { low, high, decades: Math.log10(high / low) };
}

/** The last acceptable weight between one that is and one that is not, to 2 %. */
function refine(accepts: (weight: number) => boolean, inside: number, outside: number): number {
  let [fine, wrong] = [inside, outside];
  while (Math.max(fine, wrong) / Math.min(fine, wrong) > 1 + PRECISION) {
    const middle = Math.sqrt(fine * wrong);
    if (accepts(middle)) fine = middle;
    else wrong = middle;
  }
  return fine;
}
