/** Compares two portraits by their compressed lengths. */
import type { Pair } from './candidates.ts';
import type { Lengths } from './compress.ts';

/** The compressed lengths of both portraits, in bits, and each given a dictionary. */
export interface PairLengths {
  readonly present: number;
  readonly absent: number;
  readonly presentGivenAbsent: number;
  readonly absentGivenPresent: number;
  /** L₀, the overhead of a description given itself. */
  readonly presentGivenItself: number;
  readonly absentGivenItself: number;
}

/**
 * All six lengths of a pair of portraits.
 *
 * @throws BeyondWindow
 */
export function pairLengths({ present, absent }: Pair, lengths: Lengths): PairLengths {
  return {
    present: lengths(present),
    absent: lengths(absent),
    presentGivenAbsent: lengths(present, absent),
    absentGivenPresent: lengths(absent, present),
    presentGivenItself: lengths(present, present),
    absentGivenItself: lengths(absent, absent),
  };
}

/** (L(p₁) − L(p₀)) / max, in (−1, 1): negative where the future gets simpler. */
export function signedChange(present: number, absent: number): number {
  return (present - absent) / Math.max(present, absent);
}

/** max(L(p₀|p₁) − L₀, L(p₁|p₀) − L₀) / max(L(p₁), L(p₀)), clipped to [0, 1]; L₀ is each description's own. */
export function conditionalChange(lengths: PairLengths): number {
  const { present, absent, presentGivenAbsent, absentGivenPresent, presentGivenItself, absentGivenItself } = lengths;
  const excess = Math.max(absentGivenPresent - absentGivenItself, presentGivenAbsent - presentGivenItself);
  return Math.min(1, Math.max(0, excess / Math.max(present, absent)));
}
