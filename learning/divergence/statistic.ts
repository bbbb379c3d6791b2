/**
 * What the learned divergences read off logits (DESIGN §7): the mean over fresh draws of each branch of a term that depends
 * on the logit alone.
 */
export interface Statistic {
  readonly term1: (logit: number) => number;
  readonly term0: (logit: number) => number;
  /** From the two means; not clipped. */
  readonly value: (mean1: number, mean0: number) => number;
}

const LN2 = Math.log(2);

/** log₂ σ(logit), without overflow. */
function logSigmoid2(logit: number): number {
  return -(Math.max(0, -logit) + Math.log1p(Math.exp(-Math.abs(logit)))) / LN2;
}

export type LearnedDivergenceName = 'tv' | 'js';

export const statistics: Readonly<Record<LearnedDivergenceName, Statistic>> = {
  /** p₁(A) − p₀(A), A = {logit > 0}: at most the total variation distance of the cells, in expectation. */
  tv: {
    term1: (logit) => (logit > 0 ? 1 : 0),
    term0: (logit) => (logit > 0 ? 1 : 0),
    value: (mean1, mean0) => mean1 - mean0,
  },
  /** 1 + ½E₁ log₂ σ(l) + ½E₀ log₂ (1 − σ(l)), in bits: at most the Jensen–Shannon divergence, in expectation. */
  js: {
    term1: logSigmoid2,
    term0: (logit) => logSigmoid2(-logit),
    value: (mean1, mean0) => 1 + 0.5 * mean1 + 0.5 * mean0,
  },
};
