/** The shell of every penalty in the suite: the null program reads exactly 0 here, and nowhere else. */
import {
  type ExactRequest,
  type Measurement,
  type MeasureRequest,
  noExactValue,
  nothing,
  type Penalty,
} from './penalty.ts';

/** A penalty of disciples that exist. It is never asked about the null program. */
export interface PenaltyDefinition extends Omit<Penalty, 'measure' | 'exact'> {
  /** Measures a disciple from exact or sampled forecasts. */
  measure<State>(request: MeasureRequest<State>): Measurement | Promise<Measurement>;
  /** Computes the value from the tables; or why there is no exact value. */
  exact: (<State>(request: ExactRequest<State>) => Measurement) | { readonly none: string };
  /** Whether `measure` draws rollouts even where the forecaster is exact. */
  readonly alwaysSampled?: true;
}

/** Makes a penalty of a definition, by answering for the null program: 0, without drawing or training. */
export function makePenalty({ alwaysSampled, measure, exact, ...described }: PenaltyDefinition): Penalty {
  return {
    ...described,
    async measure<State>(request: MeasureRequest<State>) {
      const { disciple, forecaster } = request;
      if (isNullProgram(disciple)) return nothing(alwaysSampled === true || forecaster.rollouts !== null);
      return measure(request);
    },
    exact<State>(request: ExactRequest<State>) {
      if (typeof exact !== 'function') throw noExactValue(described.id, exact.none);
      return isNullProgram(request.disciple) ? nothing(false) : exact(request);
    },
  };
}

function isNullProgram({ source }: { readonly source: string }): boolean {
  return source === '';
}
