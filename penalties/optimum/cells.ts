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
  readonly partitions: number;
  /** By state index, the atom of an outcome: outcomes of one atom share all their cells. −1 for no outcome. */
  readonly atomOf: Int32Array;
  /** By atom, its cell in each partition. */
  readonly atoms: readonly Int32Array[];
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
  const atomOf = new Int32Array(compiled.states.length).fill(-1);
  const atoms: Int32Array[] = [];
  const known = new Map<string, number>();
  compiled.states.forEach((state, index) => {
    if (possible[index] === 0) return;
    const labels = labelsOf(form, state);
    const name = JSON.stringify(labels);
    let atom = known.get(name);
    if (atom === undefined) {
      atom = atoms.length;
      known.set(name, atom);
      const cells = labels.map((label, q) => {
        const number = numbers[q].get(label) ?? numbers[q].size;
        if (number < numbers[q].size) return number;
        numbers[q].set(label, number);
        first[q].push(index);
        return number;
      });
      atoms.push(Int32Array.from(cells));
    }
    atomOf[index] = atom;
  });
  const starts = new Int32Array(partitions + 1);
  for (let q = 0; q < partitions; q++) starts[q + 1] = starts[q] + numbers[q].size;
  for (const atom of atoms) for (let q = 0; q < partitions; q++) atom[q] += starts[q];
  return {
    count: starts[partitions],
    starts,
    labels: numbers.flatMap((names) => [...names.keys()]),
    partitions,
    atomOf,
    atoms,
    examples: Int32Array.from(first.flat()),
  };
}

/** The probability of each cell under a law of outcomes. */
export function massesOf(cells: Cells, { states, probabilities }: SparseDistribution): Float64Array {
  const byAtom = new Float64Array(cells.atoms.length);
  for (let i = 0; i < states.length; i++) byAtom[cells.atomOf[states[i]]] += probabilities[i];
  const masses = new Float64Array(cells.count);
  for (let atom = 0; atom < byAtom.length; atom++) {
    if (byAtom[atom] > 0) for (const cell of cells.atoms[atom]) masses[cell] += byAtom[atom];
  }
  return masses;
}
