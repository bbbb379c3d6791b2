/** Importances as density matrices, and the distance of two of them. */
import { type Square, trace, traceNorm } from './linear.ts';

/** The norm of the extra column, "nothing matters", as a share of ‖J₀‖. */
const EXTRA = 1 / 4;

/** Importances as a density matrix: symmetric, positive semidefinite, of trace 1; or nothing at all. */
export interface Density {
  /** One row and one column for each evidence variable. */
  readonly matrix: Square;
  /** The weight of the extra column: "nothing matters". */
  readonly nothing: number;
}

/**
 * G₀ and G₁: the Gram matrices of J₀ and J₁ with one more column, orthogonal to all, of norm ¼‖J₀‖, each over its
 * trace. Where J₁ vanishes its G is the projector on that column; so is G₀ where J₀ vanishes (G₁ then has no such
 * column, for ¼‖J₀‖ is 0), unless both do.
 */
export function densities(gram0: Square, gram1: Square): readonly [Density, Density] {
  const extra = EXTRA ** 2 * trace(gram0);
  return [density(gram0, extra), density(gram1, extra)];
}

function density(gram: Square, extra: number): Density {
  const total = trace(gram) + extra;
  if (total === 0) return { matrix: gram, nothing: 1 };
  return { matrix: gram.map((row) => row.map((entry) => entry / total)), nothing: extra / total };
}

/** ½‖G₁ − G₀‖ in trace norm, in [0, 1]. */
export function densityDistance(a: Density, b: Density): number {
  const difference = a.matrix.map((row, i) => row.map((entry, j) => entry - b.matrix[i][j]));
  return Math.min(1, 0.5 * (traceNorm(difference) + Math.abs(a.nothing - b.nothing)));
}

/** The shares of the evidence variables among themselves: the diagonal without "nothing". Zeros where all are 0. */
export function sharesOf({ matrix }: Density): number[] {
  const total = trace(matrix);
  return matrix.map((row, i) => (total > 0 ? row[i] / total : 0));
}
