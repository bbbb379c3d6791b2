/** What a learned disciple is charged for an outcome: its share of the learned divergence. */

import { logSigmoid2 } from '../../learning/divergence/statistic.ts';

/** Which divergence is shared out. */
export type ShareName = 'tv' | 'soft' | 'js';

/**
 * The share of one outcome, from its logit of X: the first variation of the divergence by the probability of that
 * outcome with the disciple. See docs/learning.md.
 */
export const shares: Readonly<Record<ShareName, (logit: number) => number>> = {
  /** Of the total variation distance: 1 where the outcome is likelier with the disciple than without, else 0. */
  tv: (logit) => (logit > 0 ? 1 : 0),
  /**
   * σ(logit) = p₁/(p₁ + p₀), in (0, 1). Up to a constant it is the first variation of KL(p₀‖m) in nats, with m = (p₀ +
   * p₁)/2; that divergence is at most ln 2. An outcome that is equally likely either way costs ½. A disciple that moves
   * little probability is charged little for it, so that a small enough change costs less than it gains.
   */
  soft: (logit) => 1 / (1 + Math.exp(-logit)),
  /** Of the Jensen–Shannon divergence, in bits: ½ log₂ (2σ(logit)), at most ½. */
  js: (logit) => 0.5 * (1 + logSigmoid2(logit)),
};
