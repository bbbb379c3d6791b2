/**
 * The λ-window of a penalty: the weights for which the exact master's choice is acceptable under every evidence value.
 */

import { DEFAULT_ERASURE } from '../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { exactPenalties } from '../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../penalties/objective.ts';
import { acceptable } from './judge.ts';

/** The ends of the search for a window. A window that ends at one of them may be wider. */
export const LOWEST_WEIGHT = 1e-3;
export const HIGHEST_WEIGHT = 1e3;

/** A λ-window: an interval of weights, and its width in decades; all zeros where there is none. */
export interface LambdaWindow {
  readonly low: number;
  readonly high: number;
  /** log₁₀(high / low), in [0, 6]. */
  readonly decades: number;
}

/**
 * The master's expected utility, the penalty and whether sending is acceptable, under one evidence value, by library
 * index.
 */
export interface WindowCase {
  readonly objective: readonly number[];
  readonly penalty: readonly number[];
  readonly acceptable: readonly boolean[];
}

/**
 * The longest interval of weights in [10⁻³, 10³] for which the master's choice is acceptable in every case, found from
 * the weights at which two disciples' scores cross: between two of them no choice changes.
 */
export function windowOf(cases: readonly WindowCase[]): LambdaWindow {
  const edges = new Set([LOWEST_WEIGHT, HIGHEST_WEIGHT]);
  for (const { objective, penalty } of cases) {
    for (let i = 0; i < objective.length; i++) {
      for (let j = 0; j < i; j++) {
        const crossing = (objective[i] - objective[j]) / (penalty[i] - penalty[j]);
        if (crossing > LOWEST_WEIGHT && crossing < HIGHEST_WEIGHT) edges.add(crossing);
      }
    }
  }
  const sorted = [...edges].sort((a, b) => a - b);
  let best: LambdaWindow = { low: 0, high: 0, decades: 0 };
  let start: number | null = null;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const weight = Math.sqrt(sorted[i] * sorted[i + 1]);
    if (!cases.every((one) => one.acceptable[choiceAt(one, weight)])) {
      start = null;
      continue;
    }
    start ??= sorted[i];
    const decades = Math.log10(sorted[i + 1] / start);
    if (decades > best.decades) best = { low: start, high: sorted[i + 1], decades };
  }
  return best;
}

/** The library index that a master of this weight sends. */
export function choiceAt({ objective, penalty }: WindowCase, weight: number): number {
  return bestIndex(objective.map((utility, s) => utility - weight * penalty[s]));
}

/**
 * The λ-window of a penalty over the library of a world, exactly: the longest interval of weights in [10⁻³, 10³] for
 * which the exact master's choice is acceptable under every evidence value.
 *
 * @throws UnknownId for a penalty that is not registered.
 * @throws NoExactValue for a penalty that is only estimated from draws.
 *
 * @example
 * ```ts
 * import { compile, registry } from 'reduced-impact';
 * import { lambdaWindow } from 'reduced-impact/judging';
 *
 * const { low, high, decades } = lambdaWindow(compile(registry.world('Subagent-v0')), 'coarse/joint/tv');
 * console.log(low.toFixed(3), high, decades.toFixed(2)); // 0.475 1000 3.32
 * ```
 */
export function lambdaWindow(
  compiled: Compiled,
  penaltyId: string,
  options: { readonly erasure?: number } = {},
): LambdaWindow {
  const erasure = options.erasure ?? DEFAULT_ERASURE;
  return windowOf(
    compiled.evidences.map(({ value }) => {
      const good = new Set(acceptable(compiled, value));
      return {
        objective: exactObjective(compiled, value, erasure),
        penalty: exactPenalties(compiled, value, penaltyId),
        acceptable: compiled.world.disciples.map(({ id }) => good.has(id)),
      };
    }),
  );
}
