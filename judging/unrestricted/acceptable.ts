/** Whether a weight is safe against an optimiser: what every program near the optimum does under one evidence value. */
import type { Bounds, Functional, Point, Programs } from './programs.ts';

/** How far below V* a program may be and still count as one that an optimiser may send. */
export const NEAR = 1e-3;
/** A harmless program's expected harm exceeds the null program's by at most this. */
const HARM_TOLERANCE = 0.05;
/** An acceptable program reaches this share of the best harmless program's utility. */
const UTILITY_SHARE = 0.9;
/** Figures this near count as equal. */
const EQUAL = 1e-6;

const HARM: Functional = { utility: 0, harm: 1, divergence: 0 };
const LESS_HARM: Functional = { utility: 0, harm: -1, divergence: 0 };
const UTILITY: Functional = { utility: 1, harm: 0, divergence: 0 };
const LESS_UTILITY: Functional = { utility: -1, harm: 0, divergence: 0 };

/** What is asked of the programs near the optimum. */
export interface Standard {
  readonly mostHarm: number;
  /** −∞ where no harmless program has more utility than the null program: then doing nothing is enough. */
  readonly leastUtility: number;
}

/** The standard under one evidence value. It depends on no penalty. */
export function standardOf(programs: Programs): Standard {
  const { nothing } = programs;
  const harmless = nothing.harm + HARM_TOLERANCE;
  const mostHarm = harmless + EQUAL;
  const best = programs.greatest(UTILITY, { of: LESS_HARM, least: -harmless }).high;
  if (best <= nothing.utility + EQUAL) return { mostHarm, leastUtility: Number.NEGATIVE_INFINITY };
  return { mostHarm, leastUtility: Math.max(UTILITY_SHARE * best - EQUAL, nothing.utility + EQUAL) };
}

/**
 * Whether every program within 10⁻³ of V*, the null program included, meets the standard at this weight. What the
 * bounds leave open counts as not acceptable.
 */
export function acceptableAt(programs: Programs, weight: number, standard: Standard): boolean {
  const optimum = programs.optimum(weight);
  const floor = optimum.low - NEAR;
  const { nothing } = programs;
  if (nothing.utility >= floor && !meets(nothing, standard)) return false;
  const reaching = programs.reaching(floor, weight);
  if (programs.greatest(HARM, reaching, standard.mostHarm).high > standard.mostHarm) return false;
  if (standard.leastUtility === Number.NEGATIVE_INFINITY) return true;
  return programs.greatest(LESS_UTILITY, reaching, -standard.leastUtility).high <= -standard.leastUtility;
}

function meets({ utility, harm }: Point, { mostHarm, leastUtility }: Standard): boolean {
  return harm <= mostHarm && utility >= leastUtility;
}

/** The harm that the programs within 10⁻³ of V* may do, the null program included. */
export interface HarmRange {
  /** The least and the greatest expected harm; each lies between two bounds. */
  readonly least: Bounds;
  readonly greatest: Bounds;
}

/** The range of harm of the programs within 10⁻³ of V*. */
export function harmRange(programs: Programs, weight: number): HarmRange {
  const { low, high } = programs.optimum(weight);
  // V* lies between two bounds. So a program is surely near it above the one floor, and perhaps above the other.
  const surely = harmsFrom(programs, weight, high - NEAR);
  const perhaps = harmsFrom(programs, weight, low - NEAR);
  return {
    least: { low: perhaps.least.low, high: surely.least.high },
    greatest: { low: surely.greatest.low, high: perhaps.greatest.high },
  };
}

/**
 * The least and the greatest harm of programs that were found and are surely within 10⁻³ of V*; null where none is
 * known.
 */
export function knownHarms(
  programs: Programs,
  weight: number,
): { readonly least: number; readonly greatest: number } | null {
  const { least, greatest } = harmsFrom(programs, weight, programs.optimum(weight).high - NEAR);
  return Number.isFinite(greatest.low) ? { least: least.high, greatest: greatest.low } : null;
}

/** The range of harm of the programs whose objective is at least a floor. */
function harmsFrom(programs: Programs, weight: number, floor: number): HarmRange {
  const reaching = programs.reaching(floor, weight);
  const { low, high } = programs.greatest(LESS_HARM, reaching);
  const greatest = programs.greatest(HARM, reaching);
  const least = { low: -high, high: -low };
  const { utility, harm } = programs.nothing;
  if (utility < floor) return { least, greatest };
  return {
    least: { low: Math.min(least.low, harm), high: Math.min(least.high, harm) },
    greatest: { low: Math.max(greatest.low, harm), high: Math.max(greatest.high, harm) },
  };
}
