/** The cells of a convex penalty: to which cell of each partition every outcome of a world belongs. */
import { memoise } from '../../core/base/memoise.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { possibleOutcomes } from '../../core/tables/plan.ts';
import type { ConvexForm } from '../convex.ts';

/** All cells of all partitions, numbered from 0: those of the first partition come first. */
export interface Cells {
  /** How many cells there are. */
  readonly count: number;
  /** By partition, the number of its first cell; one more entry than there are partitions. */
  readonly starts: Int32Array;
  /** By cell, what names it within its partition. */
  readonly labels: readonly string[];
  /** By partition, the cell of each outcome by state index; −1 for a state that is no outcome. */
  readonly cellOf: readonly Int32Array[];
  /** By cell, an outcome that belongs to it. */
  readonly examples: Int32Array;
}

/** A kernel compares whole tuples of readings, so its cells are one partition. */
function labelsOf(form: ConvexForm, state: unknown): readonly string[] {
  const cells = form.graining.cells(state);
  return form.kind === 'kernel' ? [cells.join(',')] : cells.map(String);
}

/** The cells of a form on some tables. They are kept with the tables. */
export function cellsOf(compiled: Compiled, form: ConvexForm): Cells {
  return memoise(compiled, ['cells of a convex form', `${form.kind}/${form.graining.id}`], () => count(compiled, form));
}

function count(compiled: Compiled, form: ConvexForm): Cells {
  const possible = possibleOutcomes(compiled);
  const partitions = form.kind === 'kernel' ? 1 : form.graining.names.length;
  const numbers = Array.from({ length: partitions }, () => new Map<string, number>());
  const first = Array.from({ length: partitions }, () => [] as number[]);
  const cellOf = numbers.map(() => new Int32Array(compiled.states.length).fill(-1));
  compiled.states.forEach((state, index) => {
    if (possible[index] === 0) return;
    const labels = labelsOf(form, state);
    for (let q = 0; q < partitions; q++) {
      let number = numbers[q].get(labels[q]);
      if (number === undefined) {
        number = numbers[q].size;
        numbers[q].set(labels[q], number);
        first[q].push(index);
      }
      cellOf[q][index] = number;
    }
  });
  const starts = new Int32Array(partitions + 1);
  for (let q = 0; q < partitions; q++) {
    starts[q + 1] = starts[q] + numbers[q].size;
    const own = cellOf[q];
    for (let i = 0; i < own.length; i++) if (own[i] >= 0) own[i] += starts[q];
  }
  return {
    count: starts[partitions],
    starts,
    labels: numbers.flatMap((names) => [...names.keys()]),
    cellOf,
    examples: Int32Array.from(first.flat()),
  };
}

/** The probability of each cell under a law of outcomes. */
export function massesOf({ count: cells, cellOf }: Cells, { states, probabilities }: SparseDistribution): Float64Array {
  const masses = new Float64Array(cells);
  for (const own of cellOf) for (let i = 0; i < states.length; i++) masses[own[states[i]]] += probabilities[i];
  return masses;
}
