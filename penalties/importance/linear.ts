/**
 * The small linear algebra of the importance family: tall matrices of a few columns, and small symmetric matrices. Each
 * function is the textbook algorithm that stays accurate for every matrix (Golub & Van Loan, *Matrix Computations*,
 * sections 5.2, 8.5 and 8.6).
 */

/** The columns of a matrix, all of one length. */
export type Columns = readonly Float64Array[];

/** A square matrix by rows. */
export type Square = readonly Float64Array[];

/** Below this share of the largest column, what is left of a column is rounding. */
const RANK_TOLERANCE = 1e-10;
/** Sweeps of Jacobi rotations: convergence is quadratic, and takes fewer than ten. */
const MOST_SWEEPS = 60;
const ROTATION_TOLERANCE = 1e-15;

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** a ← a + factor · b. */
export function addScaled(a: Float64Array, factor: number, b: ArrayLike<number>): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

/** A QR factorisation with column pivoting: column `order[k]` is Σ over j ≤ k of r(j, k) · `basis[j]`. */
export interface PivotedQr {
  /** The columns in the order in which they were taken, the one with the most left over first; `rank` of them count. */
  readonly order: readonly number[];
  /** Orthonormal, as many as the rank. */
  readonly basis: Columns;
  /** |r(k, k)|: what each taken column adds to the span of those before it; falling. */
  readonly diagonal: readonly number[];
  readonly rank: number;
}

/** Pivoted QR by modified Gram–Schmidt, each column orthogonalised twice. */
export function pivotedQr(columns: Columns): PivotedQr {
  const left = columns.map((column) => column.slice());
  const order = columns.map((_, i) => i);
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  for (let k = 0; k < columns.length; k++) {
    let pivot = k;
    let most = -1;
    for (let j = k; j < columns.length; j++) {
      const norm = Math.sqrt(dot(left[order[j]], left[order[j]]));
      if (norm > most) {
        most = norm;
        pivot = j;
      }
    }
    if (most <= RANK_TOLERANCE * (diagonal[0] ?? 0) || most === 0) break;
    [order[k], order[pivot]] = [order[pivot], order[k]];
    const column = left[order[k]];
    for (const direction of basis) addScaled(column, -dot(direction, column), direction);
    const norm = Math.sqrt(dot(column, column));
    const unit = column.map((value) => value / norm);
    diagonal.push(norm);
    basis.push(unit);
    for (let j = k + 1; j < columns.length; j++) {
      const other = left[order[j]];
      addScaled(other, -dot(unit, other), unit);
    }
  }
  return { order, basis, diagonal, rank: basis.length };
}

/** The angle, in radians from 0 to π/2, of `vector` to the span of an orthonormal basis; 0 for the zero vector. */
export function residualAngle(basis: Columns, vector: Float64Array): number {
  const rest = vector.slice();
  let inside = 0;
  for (const direction of basis) {
    const along = dot(direction, rest);
    inside += along * along;
    addScaled(rest, -along, direction);
  }
  for (const direction of basis) addScaled(rest, -dot(direction, rest), direction);
  return Math.atan2(Math.sqrt(dot(rest, rest)), Math.sqrt(inside));
}

/** Singular values, falling, by one-sided Jacobi rotations: small ones come out with their own relative accuracy. */
export function singularValues(columns: Columns): number[] {
  const work = columns.map((column) => column.slice());
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < work.length; p++) {
      for (let q = p + 1; q < work.length; q++) {
        const [a, b] = [work[p], work[q]];
        const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
        if (Math.abs(ab) <= ROTATION_TOLERANCE * Math.sqrt(aa * bb)) continue;
        rotated = true;
        const { cosine, sine } = rotation(aa, bb, ab);
        for (let i = 0; i < a.length; i++) {
          const [x, y] = [a[i], b[i]];
          a[i] = cosine * x - sine * y;
          b[i] = sine * x + cosine * y;
        }
      }
    }
    if (!rotated) break;
  }
  return work.map((column) => Math.sqrt(dot(column, column))).sort((a, b) => b - a);
}

/** The rotation that makes the off-diagonal entry `ab` of [[aa, ab], [ab, bb]] vanish. */
function rotation(aa: number, bb: number, ab: number): { readonly cosine: number; readonly sine: number } {
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  return { cosine, sine: cosine * tangent };
}

/** Eigenvalues of a symmetric matrix, and its orthonormal eigenvectors in the same order. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: Columns;
}

/** The spectrum of a symmetric matrix by cyclic Jacobi rotations. */
export function symmetricEigen(matrix: Square): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (_, j) => Number(i === j)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        all += a[i][j] * a[i][j];
        if (i !== j) off += a[i][j] * a[i][j];
      }
    }
    if (off <= ROTATION_TOLERANCE ** 2 * all) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotateSymmetric(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i]), vectors };
}

function rotateSymmetric(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const { cosine, sine } = rotation(a[p][p], a[q][q], a[p][q]);
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k][p], a[k][q]];
    a[k][p] = cosine * x - sine * y;
    a[k][q] = sine * x + cosine * y;
  }
  for (const [x, y] of [
    [a[p], a[q]],
    [vectors[p], vectors[q]],
  ]) {
    for (let k = 0; k < x.length; k++) {
      const [u, v] = [x[k], y[k]];
      x[k] = cosine * u - sine * v;
      y[k] = sine * u + cosine * v;
    }
  }
}

/** The Gram matrix of some columns, JᵀJ. */
export function gram(columns: Columns): Float64Array[] {
  return columns.map((a) => Float64Array.from(columns, (b) => dot(a, b)));
}

export function trace(matrix: Square): number {
  return matrix.reduce((sum, row, i) => sum + row[i], 0);
}

/** The sum of the absolute eigenvalues of a symmetric matrix. */
export function traceNorm(matrix: Square): number {
  return symmetricEigen(matrix).values.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** The nearest positive semidefinite matrix to a symmetric one: its negative eigenvalues set to 0. */
export function positivePart(matrix: Square): Float64Array[] {
  const { values, vectors } = symmetricEigen(matrix);
  const part = matrix.map((row) => new Float64Array(row.length));
  values.forEach((value, k) => {
    if (value <= 0) return;
    const v = vectors[k];
    for (let i = 0; i < part.length; i++) addScaled(part[i], value * v[i], v);
  });
  return part;
}
