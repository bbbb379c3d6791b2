/** How far an interval reaches below and above its centre. */
export interface Reach {
  readonly below: number;
  readonly above: number;
}

/** Wilson's score interval of a proportion: `share` in [0, 1] of `draws` draws, at z standard deviations. */
export function wilson(share: number, draws: number, z: number): readonly [low: number, high: number] {
  const z2 = z * z;
  const scale = 1 / (draws + z2);
  const centre = (draws * share + 0.5 * z2) * scale;
  const half = z * scale * Math.sqrt(draws * share * (1 - share) + 0.25 * z2);
  return [Math.min(share, Math.max(0, centre - half)), Math.max(share, Math.min(1, centre + half))];
}

/**
 * Reach of Newcombe's interval (1998, method 10) of a difference of proportions `share1 − share0`. To first order it
 * is ± z times the delta-method deviation, but it does not collapse where a share is 0 or 1.
 */
export function newcombeReach(share1: number, draws1: number, share0: number, draws0: number, z: number): Reach {
  const [low1, high1] = wilson(share1, draws1, z);
  const [low0, high0] = wilson(share0, draws0, z);
  return { below: Math.hypot(share1 - low1, high0 - share0), above: Math.hypot(high1 - share1, share0 - low0) };
}

/** The z of a one-sided interval of 99 %. */
export const Z99_ONE_SIDED = 2.3263;

/**
 * The lower end of Newcombe's (1998, method 10) one-sided interval of p₁ − p₀: with z at the one-sided quantile,
 * d − √((s₁ − l₁)² + (u₀ − s₀)²), l₁ and u₀ the score limits of either share. Not clipped at 0, so that it stays below
 * a difference that is 0.
 *
 * @param share1 @param share0 observed shares, in [0, 1]
 * @param z default: one-sided 99 %
 * @returns a number in (−1, 1), below `share1 − share0`
 */
export function newcombeLower(
  share1: number,
  draws1: number,
  share0: number,
  draws0: number,
  z: number = Z99_ONE_SIDED,
): number {
  return share1 - share0 - newcombeReach(share1, draws1, share0, draws0, z).below;
}
