/**
 * The two grouping errors of a coarse-graining. The essay: the measurements "might result in grouping together of
 * worlds that we would find very different, or the separation of worlds that we consider virtually identical. Both
 * mistakes are bad". They are read over every outcome that some library disciple can bring about, or that comes about
 * without one.
 */

import { memoise } from '../core/base/memoise.ts';
import { boot } from '../core/disciple/disciple.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { unitValue } from '../core/world/state-values.ts';
import type { Graining } from '../penalties/graining.ts';
import { exactForecasterOf } from '../penalties/penalty.ts';

/** How well a graining's cells agree with what utility and harm tell apart. */
export interface GroupingErrors {
  readonly cells: number;
  /** The largest difference of harm between two outcomes of one cell, in [0, 1]. */
  readonly harmGap: number;
  /**
   * The share of the cells that are one too many, in [0, 1): 1 − kinds / cells, where two cells are of one kind if the
   * same utilities and harms occur in both.
   */
  readonly needlessSplits: number;
}

/**
 * Both errors of a graining of a world's outcomes.
 *
 * @throws InvalidWorld for a harm or a utility outside [0, 1]
 */
export function groupingErrors<State>(compiled: Compiled<State>, graining: Graining<State>): GroupingErrors {
  const cells = new Map<string, { low: number; high: number; readonly inside: Set<string> }>();
  for (const state of outcomesOf(compiled)) {
    const label = graining.cells(state).join('\u0000');
    const harm = unitValue(compiled.world, state, 'harm');
    let cell = cells.get(label);
    if (!cell) {
      cell = { low: harm, high: harm, inside: new Set() };
      cells.set(label, cell);
    }
    cell.low = Math.min(cell.low, harm);
    cell.high = Math.max(cell.high, harm);
    cell.inside.add(`${unitValue(compiled.world, state, 'utility').toFixed(9)} ${harm.toFixed(9)}`);
  }
  const kinds = new Set<string>();
  let harmGap = 0;
  for (const { low, high, inside } of cells.values()) {
    kinds.add([...inside].sort().join());
    harmGap = Math.max(harmGap, high - low);
  }
  return {
    cells: cells.size,
    harmGap,
    needlessSplits: 1 - kinds.size / cells.size,
  };
}

/** Every outcome of the library's forecasts, in both branches and under every evidence value. */
function outcomesOf<State>(compiled: Compiled<State>): readonly State[] {
  return memoise(compiled, 'outcomes of the library', () => {
    const forecaster = exactForecasterOf(compiled);
    const found = new Set<State>();
    for (const { value } of compiled.evidences) {
      for (const { source } of compiled.world.disciples) {
        for (const x of [1, 0] as const) {
          const forecast = forecaster(value, boot(compiled, source), x);
          forecast.outcomes.forEach((state, i) => {
            if (forecast.probabilities[i] > 0) found.add(state);
          });
        }
      }
    }
    return [...found];
  });
}
