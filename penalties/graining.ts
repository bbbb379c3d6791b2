/** Coarse-grainings of outcomes, and two forecasts summed on their common cells. */
import { memoise, pair } from '../core/base/memoise.ts';
import type { Forecast } from '../core/forecast/forecast.ts';

/**
 * Coarse-grainings of outcomes: each sends an outcome to a cell. Outcomes that no graining tells apart share a label,
 * so forecasts are first summed by label: a few hundred atoms stand for thousands of outcomes.
 */
export interface Graining<State> {
  /** Names the graining within its world, to keep what was summed. */
  readonly id: string;
  /** The world whose questions these are: one forecast may be asked those of several. */
  readonly world: object;
  /** The names of the coarse-grainings. */
  readonly names: readonly string[];
  /** The outcome's cell in each coarse-graining, in the order of `names`. */
  cells(state: State): readonly (string | number)[];
}

/** A forecast summed by label. */
interface LabelSums {
  readonly cells: ReadonlyMap<string, readonly (string | number)[]>;
  readonly weights: ReadonlyMap<string, number>;
}

/** Two forecasts on their common atoms. */
export interface Atoms {
  readonly weights1: Float64Array;
  readonly weights0: Float64Array;
  /** For each coarse-graining, the number of each atom's cell, from 0. */
  readonly partitions: readonly Int32Array[];
  /** For each atom, its cell in each coarse-graining. */
  readonly cells: readonly (readonly (string | number)[])[];
}

/** The sums are kept with the forecast and the world, for one forecast may be asked the questions of several worlds. */
function labelSums<State>(forecast: Forecast<State>, graining: Graining<State>): LabelSums {
  return memoise(pair(forecast, graining.world), ['sums by label', graining.id], () => sumByLabel(forecast, graining));
}

function sumByLabel<State>({ outcomes, probabilities }: Forecast<State>, graining: Graining<State>): LabelSums {
  const cells = new Map<string, readonly (string | number)[]>();
  const weights = new Map<string, number>();
  for (let i = 0; i < outcomes.length; i++) {
    const tuple = graining.cells(outcomes[i]);
    const label = tuple.join('\u0000');
    const before = weights.get(label);
    if (before === undefined) cells.set(label, tuple);
    weights.set(label, (before ?? 0) + probabilities[i]);
  }
  return { cells, weights };
}

/** Both forecasts on their common atoms, in an order that depends on the labels alone. */
export function atoms<State>(p1: Forecast<State>, p0: Forecast<State>, graining: Graining<State>): Atoms {
  const one = labelSums(p1, graining);
  const zero = labelSums(p0, graining);
  const labels = [...new Set([...one.weights.keys(), ...zero.weights.keys()])].sort();
  const cells = labels.map((label) => (one.cells.get(label) ?? zero.cells.get(label))!);
  const partitions = graining.names.map((_, g) => {
    const numbers = new Map<string | number, number>();
    return Int32Array.from(cells, (tuple) => {
      let number = numbers.get(tuple[g]);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(tuple[g], number);
      }
      return number;
    });
  });
  return {
    weights1: Float64Array.from(labels, (label) => one.weights.get(label) ?? 0),
    weights0: Float64Array.from(labels, (label) => zero.weights.get(label) ?? 0),
    partitions,
    cells,
  };
}
