/** What a shape's estimate reads where both branches have one shape, on whatever cells. */
import { multinomial, uniformSource } from '../estimate/binomial.ts';
import { type Null, nullOf } from '../estimate/relabel.ts';
import type { Sample } from './measured-atoms.ts';
import type { Estimator } from './resample.ts';

/** So many pairs of samples are drawn. */
const REPETITIONS = 200;

/**
 * The null of equal shapes. Relabelled draws have equal *laws*: they say what an estimate reads where nothing tells the
 * branches apart. Branches of one shape may differ in which cell has which probability. So both are drawn from one law
 * here, whose probabilities are the mean of both branches' sorted ones.
 *
 * @param partition the cell of each atom.
 */
export function equalShapeNull(
  estimator: Estimator,
  partition: Int32Array,
  { counts1, counts0, n1, n0 }: Sample,
  seed: number | string,
): Null {
  const shape = meanOf(sortedShares(partition, counts1, n1), sortedShares(partition, counts0, n0));
  // Cell by cell onto one atom of it.
  const law = new Float64Array(counts1.length);
  const placed = new Set<number>();
  partition.forEach((cell, atom) => {
    if (!placed.has(cell)) law[atom] = shape[placed.add(cell).size - 1] ?? 0;
  });
  const total = law.reduce((sum, share) => sum + share, 0);
  const uniform = uniformSource(seed, 'shape', 'equal shape');
  const [one, zero] = [new Float64Array(law.length), new Float64Array(law.length)];
  const values = Float64Array.from({ length: REPETITIONS }, () => {
    multinomial(law, total, n1, uniform, one);
    multinomial(law, total, n0, uniform, zero);
    return estimator.estimate({ counts1: one, counts0: zero, n1, n0 }, uniform).value;
  });
  return nullOf(values);
}

/** The shares of the cells, from the largest down. */
function sortedShares(partition: Int32Array, counts: Float64Array, n: number): Float64Array {
  const shares = new Float64Array(new Set(partition).size);
  counts.forEach((count, atom) => {
    shares[partition[atom]] += count / n;
  });
  return shares.sort().reverse();
}

function meanOf(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((share, i) => (share + b[i]) / 2);
}
