/** The shell of every penalty in the suite: the null program reads exactly 0 here, and nowhere else. */
import { memoise } from '../core/base/memoise.ts';
import { evidenceIndex, evidenceKey, evidenceValues } from '../core/world/evidence.ts';
import type { World } from '../core/world/world.ts';
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
      refuseImpossible(request);
      if (isNullProgram(disciple)) return nothing(alwaysSampled === true || forecaster.rollouts !== null);
      return measure(request);
    },
    exact<State>(request: ExactRequest<State>) {
      if (typeof exact !== 'function') throw noExactValue(described.id, exact.none);
      return isNullProgram(request.disciple) ? nothing(false) : exact(request);
    },
  };
}

/** Draws can be made under evidence that cannot be, but what they would say means nothing. */
function refuseImpossible<State>({ compiled, world, evidence }: MeasureRequest<State>): void {
  const owner = compiled ?? world;
  if (!owner) return;
  const values = () => compiled?.evidences ?? evidenceValues(world as World);
  const possible = memoise(owner, 'possible evidence', () => new Set(values().map(({ value }) => evidenceKey(value))));
  if (!possible.has(evidenceKey(evidence))) evidenceIndex(values(), evidence);
}

function isNullProgram({ source }: { readonly source: string }): boolean {
  return source === '';
}
