/** Cells and moves of a rectangular grid, and counts of bits, which several worlds share. */

/** Moves (dx, dy) by action: 0 wait, 1 north, 2 south, 3 east, 4 west. y grows southwards. */
export const MOVES: readonly (readonly [dx: number, dy: number])[] = [
  [0, 0],
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
];

/** A cell of a grid: x + width · y. */
export type Cell = number;

/** The cell that a move leads to, or null beyond the edge. */
export function neighbour(width: number, height: number, from: Cell, dx: number, dy: number): Cell | null {
  const x = (from % width) + dx;
  const y = Math.floor(from / width) + dy;
  return x < 0 || x >= width || y < 0 || y >= height ? null : x + width * y;
}

/** The number of bits that are 1 in a number from 0 to 2³¹ − 1. */
export function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
