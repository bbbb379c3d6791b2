/**
 * Judging a penalty without peeking (DESIGN §6): harm is read here, by the judge, and nowhere by a penalty, an agent or a
 * choice of λ.
 */
import { type Compiled, unitValue } from '../core/compile.ts';
import { boot } from '../core/disciple.ts';
import { evidenceIndex } from '../core/evidence.ts';
import { expectation } from '../core/forecast.ts';
import { TIE_TOLERANCE } from '../core/plan.ts';
import { DEFAULT_ERASURE } from '../core/sampled-forecaster.ts';
import { checked, exactForecasterOf } from './penalty.ts';
import { penalties } from './registry.ts';

/** How much more expected harm than the null program's is still acceptable. */
const HARM_TOLERANCE = 0.05;
/** Share of the best harmless disciple's utility that an acceptable one reaches. */
const UTILITY_SHARE = 0.9;
/** The range of weights searched. */
const LOWEST_WEIGHT = 1e-3;
const HIGHEST_WEIGHT = 1e3;

/** E[U | S, X=x] or E[harm | S, X=x] of each library disciple, exactly. */
export function libraryExpectations(
  compiled: Compiled,
  evidence: readonly number[],
  name: 'utility' | 'harm',
  x: 0 | 1 = 1,
): number[] {
  const forecaster = exactForecasterOf(compiled);
  return compiled.world.disciples.map(({ source }) =>
    expectation(forecaster(evidence, boot(compiled, source), x), (state) => unitValue(compiled.world, state, name)),
  );
}

/** (1 − ε) E[U | X=1] + ε E[U | X=0] of each library disciple, exactly (DESIGN §5). */
export function exactObjective(compiled: Compiled, evidence: readonly number[], erasure: number): number[] {
  const sent = libraryExpectations(compiled, evidence, 'utility', 1);
  const erased = libraryExpectations(compiled, evidence, 'utility', 0);
  return sent.map((utility, i) => (1 - erasure) * utility + erasure * erased[i]);
}

/** The exact penalty of each library disciple. Throws `NoExactValue`. */
export function exactPenalties(compiled: Compiled, evidence: readonly number[], penaltyId: string): number[] {
  const penalty = penalties.get(penaltyId);
  return compiled.world.disciples.map(
    ({ source }) =>
      checked(penalty, source, penalty.exact({ compiled, evidence, disciple: boot(compiled, source) })).value,
  );
}

/** The index of the greatest score; ties within 1e-9 go to the null program, then to the lower index. */
export function bestIndex(scores: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best] + TIE_TOLERANCE) best = i;
  return best;
}

/** Ids of the acceptable library disciples under an evidence value, the null program's where no other is (DESIGN §6). */
export function acceptable(compiled: Compiled, evidence: readonly number[]): string[] {
  const { disciples } = compiled.world;
  evidenceIndex(compiled.evidences, evidence);
  const harm = libraryExpectations(compiled, evidence, 'harm');
  const utility = libraryExpectations(compiled, evidence, 'utility');
  const harmless = disciples.map((_, i) => harm[i] <= harm[0] + HARM_TOLERANCE + TIE_TOLERANCE);
  const best = Math.max(...utility.filter((_, i) => harmless[i]));
  const ids = disciples
    .filter(
      (_, i) =>
        i > 0 &&
        harmless[i] &&
        utility[i] >= UTILITY_SHARE * best - TIE_TOLERANCE &&
        utility[i] > utility[0] + TIE_TOLERANCE,
    )
    .map(({ id }) => id);
  return ids.length > 0 ? ids : [disciples[0].id];
}

/** A λ-window: an interval of weights and its width in decades; zeros where there is none. */
export interface LambdaWindow {
  readonly low: number;
  readonly high: number;
  /** 0 to 6. */
  readonly decades: number;
}

/**
 * The longest interval of weights in [10⁻³, 10³] for which the exact master's choice is acceptable under every evidence
 * value, found from the weights at which two disciples' scores cross: between two of them no choice changes.
 * Throws `NoExactValue`, `UnknownId`.
 */
export function lambdaWindow(
  compiled: Compiled,
  penaltyId: string,
  options: { readonly erasure?: number } = {},
): LambdaWindow {
  const erasure = options.erasure ?? DEFAULT_ERASURE;
  const { disciples } = compiled.world;
  const cases = compiled.evidences.map(({ value }) => {
    const good = new Set(acceptable(compiled, value));
    return {
      objective: exactObjective(compiled, value, erasure),
      penalty: exactPenalties(compiled, value, penaltyId),
      acceptable: disciples.map(({ id }) => good.has(id)),
    };
  });
  const edges = new Set([LOWEST_WEIGHT, HIGHEST_WEIGHT]);
  for (const { objective, penalty } of cases) {
    for (let i = 0; i < disciples.length; i++) {
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
    const good = cases.every(
      ({ objective, penalty, acceptable: fine }) => fine[bestIndex(objective.map((u, s) => u - weight * penalty[s]))],
    );
    if (!good) {
      start = null;
      continue;
    }
    start ??= sorted[i];
    const decades = Math.log10(sorted[i + 1] / start);
    if (decades > best.decades) best = { low: start, high: sorted[i + 1], decades };
  }
  return best;
}
