/** Reads the learned divergences off a discriminator's logits. */

/**
 * A divergence as a function of two means: over fresh draws of branch 1, of a term that depends on the logit alone, and
 * over fresh draws of branch 0, of another such term. See docs/learning.md.
 */
export interface Statistic {
  readonly term1: (logit: number) => number;
  readonly term0: (logit: number) => number;
  /** The divergence from the two means. Noise can bring it below 0. */
  readonly value: (mean1: number, mean0: number) => number;
}

const LN2 = Math.log(2);

/** log₂ σ(logit), without overflow. */
export function logSigmoid2(logit: number): number {
  return -(Math.max(0, -logit) + Math.log1p(Math.exp(-Math.abs(logit)))) / LN2;
}

export type LearnedDivergenceName = 'tv' | 'js';

export const statistics: Readonly<Record<LearnedDivergenceName, Statistic>> = {
  /**
   * The total variation distance on one set of outcomes: p₁(A) − p₀(A) with A = {logit > 0}. In expectation it is at
   * most the total variation distance of the cells.
   */
  tv: {
    term1: (logit) => (logit > 0 ? 1 : 0),
    term0: (logit) => (logit > 0 ? 1 : 0),
    value: (mean1, mean0) => mean1 - mean0,
  },
  /**
   * The variational form of the Jensen–Shannon divergence, in bits: 1 + ½ E₁ log₂ σ(logit) + ½ E₀ log₂ (1 − σ(logit)).
   * In expectation it is at most the divergence of the cells.
   */
  js: {
    term1: logSigmoid2,
    term0: (logit) => logSigmoid2(-logit),
    value: (mean1, mean0) => 1 + 0.5 * mean1 + 0.5 * mean0,
  },
};
