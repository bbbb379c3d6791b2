/** What the exact master's choice is worth, and what harm it does, over the weight λ of its penalty. */
import { choiceAt, HIGHEST_WEIGHT, LOWEST_WEIGHT, type WindowCase } from './window.ts';
import type { WorldCase } from './world-case.ts';

/** What is expected of the choices at one weight, averaged over the prior. */
export interface WeightRow {
  readonly weight: number;
  readonly utility: number;
  readonly penalty: number;
  readonly harm: number;
  readonly nullHarm: number;
  /** The probability that what is sent is acceptable. */
  readonly acceptable: number;
}

/** The cases of a window: objectives and acceptable disciples of a world, with the values of one penalty. */
export function casesOf(judged: WorldCase, penalties: readonly (readonly number[])[]): WindowCase[] {
  return penalties.map((penalty, e) => ({
    objective: judged.objective[e],
    penalty,
    acceptable: judged.acceptable[e],
  }));
}

/**
 * The choices at so many weights in each decade from 10⁻³ to 10³.
 * @param penalties by evidence index, then by library index.
 */
export function overWeights(
  judged: WorldCase,
  penalties: readonly (readonly number[])[],
  perDecade: number,
): WeightRow[] {
  const { prior, utility, harm, acceptable } = judged;
  const mean = (value: (e: number) => number) => prior.reduce((sum, share, e) => sum + share * value(e), 0);
  const cases = casesOf(judged, penalties);
  const [lowest, highest] = [LOWEST_WEIGHT, HIGHEST_WEIGHT].map((end) => Math.round(Math.log10(end) * perDecade));
  return Array.from({ length: highest - lowest + 1 }, (_, i) => {
    const weight = 10 ** ((lowest + i) / perDecade);
    const sent = cases.map((one) => choiceAt(one, weight));
    return {
      weight,
      utility: mean((e) => utility[e][sent[e]]),
      penalty: mean((e) => penalties[e][sent[e]]),
      harm: mean((e) => harm[e][sent[e]]),
      nullHarm: mean((e) => harm[e][0]),
      acceptable: mean((e) => (acceptable[e][sent[e]] ? 1 : 0)),
    };
  });
}
