/** Lays out a network's inputs as blocks of one-hots: in each block one input is 1 and the others are 0. */

/** Where each block lies in a row of inputs. */
export interface OneHotBlocks {
  /** The inputs of a row, all blocks together. */
  readonly width: number;
  /** The first input of each block. */
  readonly starts: readonly number[];
}

/** Blocks of these sizes, side by side. */
export function oneHotBlocks(sizes: readonly number[]): OneHotBlocks {
  let width = 0;
  const starts = sizes.map((size) => {
    const start = width;
    width += size;
    return start;
  });
  return { width, starts };
}

/**
 * Sets to 1 what some values of evidence stand for, one block for each variable.
 * @param row the inputs of all rows; the entries that are written must be 0.
 * @param start where this row begins.
 * @param starts the first input of each variable's block within a row.
 */
export function writeEvidence(
  row: Float32Array,
  start: number,
  starts: readonly number[],
  evidence: readonly number[],
): void {
  for (let i = 0; i < evidence.length; i++) row[start + starts[i] + evidence[i]] = 1;
}

/** Turns the inputs that are 1 [rows × active] into whole rows [rows × width], row by row. */
export function denseRows(ones: Int32Array, active: number, width: number): Float32Array {
  const rows = ones.length / active;
  const dense = new Float32Array(rows * width);
  for (let row = 0, i = 0; row < rows; row++) {
    const start = row * width;
    for (let k = 0; k < active; k++, i++) dense[start + ones[i]] = 1;
  }
  return dense;
}
