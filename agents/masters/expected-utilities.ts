/** The utility that each disciple is expected to bring, as masters without learning are told it. */

import { stream } from '../../core/base/random.ts';
import { isCompiled, worldOf } from '../../core/disciple/disciple.ts';
import type { Branches } from '../../core/forecast/branches.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { unitValue } from '../../core/world/state-values.ts';
import type { World } from '../../core/world/world.ts';
import { exactObjective } from '../../penalties/objective.ts';

/**
 * For each evidence value and disciple, (1 − ε) · E[U | X=1] + ε · E[U | X=0]: exact where the world compiles, and else
 * a mean over fresh rollouts.
 */
export function expectedUtilities<State>(
  target: World<State> | Compiled<State>,
  branches: Branches<State>,
  { erasure, rollouts, seed }: { readonly erasure: number; readonly rollouts: number; readonly seed: number },
): number[][] {
  const world = worldOf(target);
  return branches.evidences.map(({ value }, e) => {
    if (isCompiled(target)) return exactObjective(target as Compiled, value, erasure);
    const mean = (s: number, x: 0 | 1) => {
      const uniform = stream(seed, 'utilities', e, s, x);
      let sum = 0;
      for (let i = 0; i < rollouts; i++) sum += unitValue(world, branches.sample(e, s, x, uniform), 'utility');
      return sum / rollouts;
    };
    return world.disciples.map((_, s) => (1 - erasure) * mean(s, 1) + erasure * mean(s, 0));
  });
}
