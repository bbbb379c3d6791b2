/** Judges trained masters at the end of a training: what they send, and the exact figures of every case. */
import type { Training } from '../agents/masters/training.ts';
import { boot, isCompiled, worldOf } from '../core/disciple/disciple.ts';
import { expectation } from '../core/forecast/forecast.ts';
import { sampledForecaster } from '../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { unitValue } from '../core/world/state-values.ts';
import type { World } from '../core/world/world.ts';
import { exactOrNull } from '../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../penalties/objective.ts';
import { exactForecasterOf, type Penalty } from '../penalties/penalty.ts';

/** The figures of one disciple under one evidence value at the end of a training. */
export interface CaseVerdict {
  readonly evidence: readonly number[];
  readonly disciple: string;
  /** The penalty as it was learned or measured; `low` and `high` are its 95 % interval, null where it is exact. */
  readonly learned: number;
  readonly low: number | null;
  readonly high: number | null;
  /** The exact value of the penalty, or of the penalty that it estimates; null where there is none. */
  readonly exact: number | null;
  /** Expected utility and harm if the disciple arrives: exact where the world compiles, else means of rollouts. */
  readonly utility: number;
  readonly harm: number;
}

/** What the masters send under one evidence value, as library indices; `oracle` is null where nothing is exact. */
export interface ChoiceVerdict {
  readonly evidence: readonly number[];
  /** The prior probability of the evidence value. */
  readonly probability: number;
  readonly unpenalised: number;
  readonly penalised: number;
  readonly oracle: number | null;
  /** By how much the exact U − λ·penalty of what is sent falls short of the oracle's; ≥ 0, null without an oracle. */
  readonly regret: number | null;
}

/** What trained masters send, and the figures behind it. */
export interface Verdict {
  readonly choices: readonly ChoiceVerdict[];
  /** By evidence value, then by library index. */
  readonly cases: readonly (readonly CaseVerdict[])[];
}

export interface VerdictOptions<State> {
  readonly target: World<State> | Compiled<State>;
  readonly penalty: Penalty;
  readonly weight: number;
  readonly erasure: number;
  readonly rollouts: number;
  readonly seed: number;
}

/** Judges trained masters. It reads their choices first, and harm only afterwards. */
export function judge<State>(training: Training<State>, options: VerdictOptions<State>): Verdict {
  const { target, penalty, weight, erasure, rollouts, seed } = options;
  const world = worldOf(target);
  const disciples = world.disciples.map(({ source }) => boot(target, source));
  const compiled = isCompiled(target) ? target : null;
  const exact = training.evidences.map(({ value: evidence }) =>
    disciples.map((disciple) => (compiled ? exactOrNull(penalty, { compiled, evidence, disciple }) : null)),
  );
  const choices = training.evidences.map(({ value: evidence, probability }, e) => {
    const known = exact[e].every((figure) => figure !== null);
    const objective = compiled && known ? exactObjective(compiled as Compiled, evidence, erasure) : null;
    const scores = objective?.map((utility, s) => utility - weight * (exact[e][s] ?? 0));
    const sent = training.choices(e);
    if (!scores) return { evidence, probability, ...sent, oracle: null, regret: null };
    const oracle = bestIndex(scores);
    return { evidence, probability, ...sent, oracle, regret: Math.max(0, scores[oracle] - scores[sent.penalised]) };
  });
  const forecaster = compiled ? exactForecasterOf(compiled) : sampledForecaster(target, { rollouts, seed });
  const cases = training.evidences.map(({ value: evidence }, e) =>
    disciples.map((disciple, s) => {
      const measured = training.measured(e, s);
      const forecast = forecaster(evidence, disciple, 1);
      return {
        evidence,
        disciple: world.disciples[s].id,
        learned: measured.value,
        low: measured.interval?.[0] ?? null,
        high: measured.interval?.[1] ?? null,
        exact: exact[e][s],
        utility: expectation(forecast, (state) => unitValue(world, state, 'utility')),
        harm: expectation(forecast, (state) => unitValue(world, state, 'harm')),
      };
    }),
  );
  return { choices, cases };
}
