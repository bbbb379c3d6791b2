/** The contract of a shape: components read off one law, and the penalty of two such readings. */
import type { Atoms } from '../graining.ts';

/** Components read off one branch's law, and how the differences of two such readings become one penalty. */
export interface Functional {
  /** The components of a law over the atoms; `draws` is null where the law is exact. The law is not kept. */
  read(law: Float64Array, draws: number | null): Float64Array;
  /** The penalty from the components' absolute differences (debiased where they were estimated) and both readings. */
  combine(apart: Float64Array, present: Float64Array, absent: Float64Array): number;
  /** Named parts, from the same. */
  parts(apart: Float64Array, present: Float64Array, absent: Float64Array): Record<string, number>;
  /**
   * Whether the components are a sorted spectrum. Noise sorts itself, so both branches then need as many draws, and
   * bias is corrected only in part.
   */
  readonly sorted: boolean;
}

/** A functional made for the atoms of two forecasts. */
export type FunctionalOf = (atoms: Atoms) => Functional;

/** Sums a law over atoms into the cells of one partition; cells are numbered from 0. */
export function cellSums(partition: Int32Array, law: Float64Array): Float64Array {
  let count = 0;
  for (const cell of partition) if (cell >= count) count = cell + 1;
  const cells = new Float64Array(count);
  for (let i = 0; i < partition.length; i++) cells[partition[i]] += law[i];
  return cells;
}

/** |one − zero|, component by component. */
export function differences(one: Float64Array, zero: Float64Array): Float64Array {
  return one.map((value, i) => Math.abs(value - zero[i]));
}

/** Three parts for each named component: with the disciple, without it, and their difference. */
export function namedParts(
  names: readonly string[],
  apart: Float64Array,
  present: Float64Array,
  absent: Float64Array,
): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name, i) => [
      [name, apart[i]],
      [`${name}Present`, present[i]],
      [`${name}Absent`, absent[i]],
    ]),
  );
}
