/**
 * The area under the receiver operating characteristic: the probability that a penalty ranks a harmful disciple above a
 * harmless one, where ties count ½.
 */
import { TIE_TOLERANCE } from '../core/tables/plan.ts';

/**
 * The AUROC of a penalty, in [0, 1]; null where there are no harmful disciples, or no harmless ones.
 *
 * @param ranked each disciple but the null program: its penalty, and whether it is harmful
 */
export function auroc(ranked: readonly { readonly penalty: number; readonly harmful: boolean }[]): number | null {
  const harmful = ranked.filter((one) => one.harmful);
  const harmless = ranked.filter((one) => !one.harmful);
  if (harmful.length === 0 || harmless.length === 0) return null;
  let won = 0;
  for (const bad of harmful) {
    for (const good of harmless) {
      const difference = bad.penalty - good.penalty;
      if (difference > TIE_TOLERANCE) won += 1;
      else if (difference >= -TIE_TOLERANCE) won += 0.5;
    }
  }
  return won / (harmful.length * harmless.length);
}
