/** The layout of a factory and its town. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { type Cell, neighbour } from '../grid.ts';

/** The unchanging part of a factory: where everything stands. */
export interface Town {
  readonly width: number;
  readonly height: number;
  readonly start: Cell;
  readonly machine: Cell;
  /** The cells of the houses. The first stands beside the machine. */
  readonly houses: readonly Cell[];
  /** The four cells that each worker walks, clockwise. The first is next to the machine. */
  readonly walks: readonly (readonly Cell[])[];
}

/**
 * Lays out a town.
 * @throws InvalidOption where there is no room for the houses or workers.
 */
export function layOut(width: number, height: number, houses: number, workers: number): Town {
  const cell = (x: number, y: number): Cell => x + width * y;
  const machineX = Math.floor((width - 1) / 2) - (width < 6 ? 1 : 0);
  const machineY = Math.floor(height / 2);
  if (workers === 2 && machineX < 2) {
    throw new InvalidOption(expected('PaperclipFactory: width', 'at least 6 for two workers', width));
  }
  const machine = cell(machineX, machineY);
  const east = [
    cell(machineX + 1, machineY),
    cell(machineX + 2, machineY),
    cell(machineX + 2, machineY + 1),
    cell(machineX + 1, machineY + 1),
  ];
  const west = [
    cell(machineX - 1, machineY),
    cell(machineX - 2, machineY),
    cell(machineX - 2, machineY + 1),
    cell(machineX - 1, machineY + 1),
  ];
  const walks = [east, west].slice(0, workers);
  const start = cell(machineX, machineY + 1);
  const beside = cell(machineX, machineY - 1);
  const taken = new Set([machine, start, ...walks.flat()]);
  const lots = [beside, ...spreadRim(width, height).filter((lot) => lot !== beside && !taken.has(lot))];
  if (houses > lots.length) {
    throw new InvalidOption(
      expected('PaperclipFactory: houses', `at most ${lots.length} on a ${width}×${height} grid`, houses),
    );
  }
  return { width, height, start, machine, houses: lots.slice(0, houses), walks };
}

/** The cells of the rim from the north-east corner clockwise: first every other cell, then the rest. */
function spreadRim(width: number, height: number): Cell[] {
  const rim: Cell[] = [];
  for (let y = 0; y < height; y++) rim.push(width - 1 + width * y);
  for (let x = width - 2; x >= 0; x--) rim.push(x + width * (height - 1));
  for (let y = height - 2; y >= 0; y--) rim.push(width * y);
  for (let x = 1; x < width - 1; x++) rim.push(x);
  return [...rim.filter((_, i) => i % 2 === 0), ...rim.filter((_, i) => i % 2 === 1)];
}

/** The cell that a move leads to. At the wall and before a house it is the cell itself. */
export function move(town: Town, from: Cell, dx: number, dy: number): Cell {
  const to = neighbour(town.width, town.height, from, dx, dy);
  return to === null || town.houses.includes(to) ? from : to;
}

/** Whether two cells share a side. */
export function adjacent(town: Town, a: Cell, b: Cell): boolean {
  const dx = Math.abs((a % town.width) - (b % town.width));
  const dy = Math.abs(Math.floor(a / town.width) - Math.floor(b / town.width));
  return dx + dy === 1;
}
