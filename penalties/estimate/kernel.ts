/** A symmetric kernel matrix K over atoms, applied to vectors. */
export interface Kernel {
  /** Cost of one multiplication, in pairs of atoms. */
  readonly work: number;
  /** Writes Kv into `out`. */
  multiply(v: Float64Array, out: Float64Array): void;
  /** vᵀKv. */
  quadratic(v: Float64Array): number;
}

/** A question's distinct readings, in units of its grain, and which of them each atom has. */
interface Axis {
  readonly levels: Float64Array;
  readonly levelOf: Int32Array;
}

function axisOf(readings: Float64Array, atoms: number, questions: number, question: number, grain: number): Axis {
  const column = new Float64Array(atoms);
  for (let i = 0; i < atoms; i++) column[i] = readings[i * questions + question] / grain;
  const levels = Float64Array.from(new Set(column)).sort();
  const index = new Map(Array.from(levels, (level, i) => [level, i]));
  return { levels, levelOf: Int32Array.from(column, (level) => index.get(level)!) };
}

/** Sweeping a cell along one axis costs about this many times what a stored pair of atoms does. */
const SWEEP_COST = 3;
/** The grid may have up to this many cells (two arrays of 8 bytes each). */
const GRID_LIMIT = 1 << 23;
/** Up to this many atoms the matrix is stored (half of it, 8 bytes an entry); beyond, entries are made each time. */
const STORED_ATOMS = 3000;

/**
 * The product kernel K(i, j) = Π_q exp(−|r_iq − r_jq| / grain_q) over the rows r_i of `readings`.
 *
 * On a grid of all combinations of readings, K is a product of one factor a question, and each is applied in two
 * sweeps, for exp(−|x−y|) = exp(−|x−m|)·exp(−|m−y|) with m between x and y: a multiplication costs
 * O(cells × questions) however many atoms there are. Where the grid would be larger than the pairs of atoms, the pairs
 * are taken instead.
 *
 * @param readings m × Q, row by row
 * @param grains Q numbers > 0
 */
export function productKernel(readings: Float64Array, grains: readonly number[], size: number): Kernel {
  const axes = grains.map((grain, q) => axisOf(readings, size, grains.length, q, grain));
  const cells = axes.reduce((product, { levels }) => product * levels.length, 1);
  const swept = cells * SWEEP_COST * grains.length;
  return cells <= GRID_LIMIT && swept <= 0.5 * size * size
    ? gridKernel(axes, cells, size, swept)
    : pairKernel(axes, size);
}

function gridKernel(axes: readonly Axis[], cells: number, size: number, work: number): Kernel {
  const cellOf = new Int32Array(size);
  const sweeps: { stride: number; decay: Float64Array }[] = [];
  let stride = 1;
  for (const { levels, levelOf } of axes) {
    for (let i = 0; i < size; i++) cellOf[i] += stride * levelOf[i];
    const decay = new Float64Array(levels.length);
    for (let level = 1; level < levels.length; level++) decay[level] = Math.exp(levels[level - 1] - levels[level]);
    if (levels.length > 1) sweeps.push({ stride, decay });
    stride *= levels.length;
  }
  const grid = new Float64Array(cells);
  const upward = new Float64Array(cells);
  const load = (v: Float64Array) => {
    grid.fill(0);
    for (let i = 0; i < size; i++) grid[cellOf[i]] += v[i];
    for (const { stride, decay } of sweeps) sweep(grid, upward, stride, decay);
  };
  return {
    work,
    multiply(v, out) {
      load(v);
      for (let i = 0; i < size; i++) out[i] = grid[cellOf[i]];
    },
    quadratic(v) {
      load(v);
      let sum = 0;
      for (let i = 0; i < size; i++) sum += v[i] * grid[cellOf[i]];
      return sum;
    },
  };
}

/** Applies one axis' factor in place: all that lies below each cell, then all that lies above it. */
function sweep(grid: Float64Array, upward: Float64Array, stride: number, decay: Float64Array): void {
  const levels = decay.length;
  const block = stride * levels;
  for (let start = 0; start < grid.length; start += block) {
    for (let at = start; at < start + stride; at++) upward[at] = grid[at];
    for (let level = 1; level < levels; level++) {
      const factor = decay[level];
      const end = start + (level + 1) * stride;
      for (let at = end - stride; at < end; at++) upward[at] = grid[at] + factor * upward[at - stride];
    }
    // `grid` now gathers from above; the cell itself is already in `upward`.
    for (let level = levels - 2; level >= 0; level--) {
      const factor = decay[level + 1];
      const end = start + (level + 1) * stride;
      for (let at = end - stride; at < end; at++) {
        const above = factor * grid[at + stride];
        upward[at] += above;
        grid[at] += above;
      }
    }
    for (let at = start; at < start + block; at++) grid[at] = upward[at];
  }
}

function pairKernel(axes: readonly Axis[], size: number): Kernel {
  const tables = axes.map(({ levels }) => factorTable(levels));
  const rowOf = (i: number, row: Float64Array, offset: number) => {
    row.fill(1, offset, offset + i);
    for (let q = 0; q < axes.length; q++) {
      const { levels, levelOf } = axes[q];
      const table = tables[q];
      if (table === null) {
        const own = levels[levelOf[i]];
        for (let j = 0; j < i; j++) row[offset + j] *= Math.exp(-Math.abs(own - levels[levelOf[j]]));
      } else {
        const start = levelOf[i] * levels.length;
        for (let j = 0; j < i; j++) row[offset + j] *= table[start + levelOf[j]];
      }
    }
  };
  const stored = size <= STORED_ATOMS ? new Float64Array((size * (size - 1)) / 2) : null;
  if (stored) for (let i = 0; i < size; i++) rowOf(i, stored, (i * (i - 1)) / 2);
  const scratch = stored ?? new Float64Array(size);
  const offsetOf = (i: number) => {
    if (stored) return (i * (i - 1)) / 2;
    rowOf(i, scratch, 0);
    return 0;
  };
  return {
    work: 0.5 * size * size * (stored ? 1 : Math.max(1, axes.length)),
    multiply(v, out) {
      for (let i = 0; i < size; i++) {
        const offset = offsetOf(i);
        const own = v[i];
        let sum = own;
        for (let j = 0; j < i; j++) {
          const entry = scratch[offset + j];
          sum += entry * v[j];
          out[j] += entry * own;
        }
        out[i] = sum;
      }
    },
    quadratic(v) {
      let total = 0;
      for (let i = 0; i < size; i++) {
        if (v[i] === 0) continue;
        const offset = offsetOf(i);
        let sum = 0.5 * v[i];
        for (let j = 0; j < i; j++) sum += scratch[offset + j] * v[j];
        total += 2 * v[i] * sum;
      }
      return total;
    },
  };
}

/** The factor of each pair of levels, or null where the table would be larger than it is worth. */
function factorTable(levels: Float64Array): Float64Array | null {
  const count = levels.length;
  if (count > 2048) return null;
  const table = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) table[i * count + j] = Math.exp(-Math.abs(levels[i] - levels[j]));
  }
  return table;
}
