/** A disciple's share of the learned divergence: the first variation δD/δp₁ at an outcome, from the logit of X (DESIGN §7). */
export type ShareName = 'tv' | 'soft' | 'js';

const LN2 = Math.log(2);

export const shares: Readonly<Record<ShareName, (logit: number) => number>> = {
  /** 1 where the outcome is likelier with the disciple than without. */
  tv: (logit) => (logit > 0 ? 1 : 0),
  /**
   * σ(logit) = p₁/(p₁+p₀): up to a constant the first variation of KL(p₀‖m) in nats, m = (p₀+p₁)/2, which is at most ln 2. An
   * outcome that tells nothing costs ½ whatever it is. Moving little mass between outcomes costs little of that little:
   * a small enough change costs less than whatever it gains.
   */
  soft: (logit) => 1 / (1 + Math.exp(-logit)),
  /** ½ log₂(2σ(logit)), in bits. */
  js: (logit) => 0.5 * (1 - (Math.max(0, -logit) + Math.log1p(Math.exp(-Math.abs(logit)))) / LN2),
};
