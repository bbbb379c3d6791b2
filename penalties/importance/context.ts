/** The shell of the importance penalties: the forecasts of one disciple under every evidence value. */
import { memoise, pair } from '../../core/base/memoise.ts';
import type { Disciple } from '../../core/disciple/disciple.ts';
import type { Forecaster } from '../../core/forecast/forecast.ts';
import { questionCells, reading } from '../../core/world/answers.ts';
import { type EvidenceValue, evidenceKey, evidenceValues } from '../../core/world/evidence.ts';
import { arrive, type World } from '../../core/world/world.ts';
import { makePenalty } from '../make-penalty.ts';
import {
  type ExactRequest,
  exactForecasterOf,
  type Measurement,
  type MeasureRequest,
  type Penalty,
  requestWorld,
} from '../penalty.ts';

/** What an importance is read from: not two forecasts but those of every evidence value, in both branches. */
export interface EvidenceContext<State = unknown> {
  readonly world: World<State>;
  /** Every evidence value of positive prior probability. */
  readonly values: readonly EvidenceValue[];
  readonly forecaster: Forecaster<State>;
  readonly disciple: Disciple<State>;
}

/** How outcomes become vectors φ(w). */
export interface EmbeddingSpec {
  /** `cells`: the indicator of the coarse cell of all answers at once. `answers`: the readings, each over its grain. */
  readonly embedding: 'cells' | 'answers';
  /** Factor on every grain, 0 for the finest cells; answers have none, for their unit cancels. Default 1. */
  readonly coarseness?: number;
  /** Width of the blur of cells, in widths of the kernel of `coarse/similar`; 0, the default, for none. */
  readonly smoothing?: number;
}

/** A forecast over labels: the spec gives outcomes that it does not tell apart the same label. */
export interface LabelledForecast {
  readonly weights: ReadonlyMap<string, number>;
  /** The tuple behind each label: cell numbers (readings at coarseness 0), or readings over grains. */
  readonly tuples: ReadonlyMap<string, readonly number[]>;
  /** Null when exact. */
  readonly draws: number | null;
}

const KEPT = 8192;

/**
 * Keeps what is made of a context's forecasts, by key, for as long as its forecaster and world live. If the value
 * depends on the disciple, put the disciple into the key.
 */
export function memory<Value>(kind: string): (context: EvidenceContext, key: string, make: () => Value) => Value {
  return ({ forecaster, world }, key, make) => memoise(pair(forecaster, world), [kind, key], make, KEPT);
}

/** A key that disciples with the same P(e, S, x) share: what arrives, or the source where each has draws of its own. */
export function branchKey({ forecaster, world, disciple }: EvidenceContext, x: 0 | 1): string {
  // Where counterfactuals are observed, the erased branch is a different sample for every source.
  return forecaster.rollouts === null ? arrive(world, disciple.source, x) : `${x}/${disciple.source}`;
}

export function specKey({ embedding, coarseness = 1, smoothing = 0 }: EmbeddingSpec): string {
  return embedding === 'answers' ? embedding : `${embedding}*${coarseness}~${smoothing}`;
}

const sums = memory<LabelledForecast>('forecast by labels');

/**
 * P(e, S, x) by labels. It is kept, however many evidence values there are: a forecaster keeps whole forecasts, and
 * fewer of them than an importance asks for.
 */
export function labelledForecast<State>(
  context: EvidenceContext<State>,
  evidence: number,
  x: 0 | 1,
  spec: EmbeddingSpec,
): LabelledForecast {
  const { world, values, forecaster, disciple } = context;
  const { value } = values[evidence];
  const coarseness = spec.coarseness ?? 1;
  const key = `${specKey({ ...spec, smoothing: 0 })}/${evidenceKey(value)}/${branchKey(context, x)}`;
  return sums(context as EvidenceContext, key, () => {
    const read =
      spec.embedding === 'answers'
        ? (state: State) => world.questions.map((question) => reading(world, question, state) / (question.grain ?? 1))
        : questionCells(world, coarseness);
    const { outcomes, probabilities, draws } = forecaster(value, disciple, x);
    const weights = new Map<string, number>();
    const tuples = new Map<string, readonly number[]>();
    for (let i = 0; i < outcomes.length; i++) {
      const tuple = read(outcomes[i]);
      const label = tuple.join(',');
      const before = weights.get(label);
      if (before === undefined) tuples.set(label, tuple);
      weights.set(label, (before ?? 0) + probabilities[i]);
    }
    return { weights, tuples, draws };
  });
}

function valuesOf(world: World): readonly EvidenceValue[] {
  return memoise(world, 'evidence values', () => evidenceValues(world));
}

/** The context of an exact request. */
export function exactContext<State>({
  compiled,
  disciple,
}: Omit<ExactRequest<State>, 'evidence'>): EvidenceContext<State> {
  const forecaster = exactForecasterOf(compiled);
  return { world: compiled.world, values: compiled.evidences, forecaster, disciple };
}

/** The context of a request to measure. */
export function measureContext<State>(request: MeasureRequest<State>): EvidenceContext<State> {
  const { compiled, forecaster, disciple } = request;
  const world = requestWorld(request);
  return { world, values: compiled?.evidences ?? valuesOf(world), forecaster, disciple };
}

/** Reads one penalty off a context, exact or from draws. */
export type Read = <State>(context: EvidenceContext<State>, evidence: readonly number[], seed: number) => Measurement;

/** The shell of penalties that compare forecasts under different evidence. For the null program none is made. */
export function importancePenalty(
  description: Pick<Penalty, 'id' | 'summary' | 'needsEvidence' | 'concave'>,
  read: Read,
): Penalty {
  return makePenalty({
    ...description,
    measure: <State>(request: MeasureRequest<State>) => read(measureContext(request), request.evidence, request.seed),
    exact: <State>(request: ExactRequest<State>) => read(exactContext(request), request.evidence, 0),
  });
}
