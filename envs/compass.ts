/** By action 0 to 4, wait, north, south, east, west: the step (dx, dy), y growing southwards. */
export const MOVES: readonly (readonly [dx: number, dy: number])[] = [
  [0, 0],
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
];
