/** The unrestricted λ-window: the weights at which even the best program of all is acceptable. */
import { DEFAULT_ERASURE } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { loadSolver, type Solver } from '../../penalties/optimum/solver.ts';
import type { Penalty } from '../../penalties/penalty.ts';
import { HIGHEST_WEIGHT, type LambdaWindow, LOWEST_WEIGHT } from '../window.ts';
import { acceptableAt, type Standard, standardOf } from './acceptable.ts';
import { Programs } from './programs.ts';

/** Weights in each decade of the grid. */
const PER_DECADE = 20;
/** The ends are found to this share. */
const PRECISION = 0.02;

/** A window, and how it was found. */
export interface UnrestrictedWindow extends LambdaWindow {
  /** How many plans were made. */
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
  return windowWith(await loadSolver(), compiled, penalty, options.erasure ?? DEFAULT_ERASURE);
}

/** `unrestrictedWindow`, with a solver that is loaded. */
export function windowWith(
  solver: Solver,
  compiled: Compiled,
  penalty: Penalty | string,
  erasure: number,
): UnrestrictedWindow {
  const cases: Case[] = [];
  try {
    for (const { value } of compiled.evidences) {
      const programs = new Programs(compiled, value, penalty, solver, erasure);
      cases.push({ programs, standard: null });
    }
    const found = longest((weight) => acceptable(cases, weight));
    return { ...found, plans: cases.reduce((sum, { programs }) => sum + programs.plans, 0) };
  } finally {
    for (const { programs } of cases) programs.dispose();
  }
}

interface Case {
  readonly programs: Programs;
  standard: Standard | null;
}

/** The case that refused a weight is asked first about the next one, so that a refusal costs one case. */
function acceptable(cases: Case[], weight: number): boolean {
  for (const [i, one] of cases.entries()) {
    one.standard ??= standardOf(one.programs);
    if (acceptableAt(one.programs, weight, one.standard)) continue;
    cases.splice(i, 1);
    cases.unshift(one);
    return false;
  }
  return true;
}

/** The longest run of acceptable weights on the grid, with its ends refined. */
function longest(accepts: (weight: number) => boolean): LambdaWindow {
  const decades = Math.log10(HIGHEST_WEIGHT / LOWEST_WEIGHT);
  const count = Math.round(decades * PER_DECADE);
  const grid = Array.from({ length: count + 1 }, (_, i) => LOWEST_WEIGHT * 10 ** ((i * decades) / count));
  const fine = grid.map(accepts);
  let best: readonly [number, number] | null = null;
  let start = -1;
  fine.forEach((accepted, i) => {
    if (!accepted) start = -1;
    else if (start < 0) start = i;
    if (start >= 0 && (best === null || i - start > best[1] - best[0])) best = [start, i];
  });
  if (best === null) return { low: 0, high: 0, decades: 0 };
  const [first, last] = best as readonly [number, number];
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
