/** What the scenes of several worlds share, and the drawing in ASCII that follows from a scene. */
import { factText, type Role, type Scene, type SceneFact, type SceneThing } from '../core/world/scene.ts';

/** What the drawing shows where nothing stands. */
const GROUND = '.';

/** A thing that may stand on a grid. */
export function thing(glyph: string, role: Role, label: string, icon?: string): SceneThing {
  return icon === undefined ? { glyph, role, label } : { glyph, role, label, icon };
}

export const DISCIPLE = thing('D', 'disciple', 'the disciple', 'disciple');
export const MACHINE = thing('M', 'machine', 'the machine', 'machine');
export const HOUSE = thing('H', 'building', 'a house', 'house');
export const RUIN = thing('x', 'lost', 'a ruin', 'ruin');

/** Cells in which nothing stands yet. */
export function emptyCells(count: number): SceneThing[][] {
  return Array.from({ length: count }, () => []);
}

/** The rows of a grid, from its cells row by row. */
export function gridOf(cells: readonly SceneThing[][], width: number): SceneThing[][][] {
  const rows: SceneThing[][][] = [];
  for (let first = 0; first < cells.length; first += width) rows.push(cells.slice(first, first + width));
  return rows;
}

export function fact(label: string, value: string | number): SceneFact {
  return { label, value: String(value) };
}

/**
 * The grid in ASCII, above the facts in one line.
 * @param gap what stands between two cells.
 */
export function drawingOf({ rows, facts }: Scene, gap = ' '): string {
  const lines = rows.map((row) => row.map((cell) => cell.at(-1)?.glyph ?? GROUND).join(gap));
  return [...lines, facts.map(factText).join('  ')].join('\n');
}
