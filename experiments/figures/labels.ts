/** Writes the name of each line at its end, so that no legend is needed. */
import type { Mark, Plot } from './plot.ts';

/** The end of a line. */
export interface LineEnd {
  readonly x: number | string;
  readonly y: number;
  readonly name: string;
  readonly colour: string;
}

/**
 * Positions near the given ones, at least `gap` apart and at most `high`.
 * @param values what is labelled, in units of the axis
 */
export function spread(values: readonly number[], gap: number, high: number): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const placed = [...values];
  order.forEach((i, rank) => {
    if (rank > 0) placed[i] = Math.max(placed[i], placed[order[rank - 1]] + gap);
  });
  let limit = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i], limit);
    limit = placed[i] - gap;
  }
  return placed;
}

/**
 * The names at the ends of lines, to their right.
 * @param gap the least distance between two names, and `high` the highest place of one, in units of the axis
 */
export function lineLabels(plot: Plot, ends: readonly LineEnd[], gap: number, high: number): Mark {
  const places = spread(
    ends.map(({ y }) => y),
    gap,
    high,
  );
  return plot.text(
    ends.map((end, i) => ({ ...end, y: places[i] })),
    { x: 'x', y: 'y', text: 'name', fill: 'colour', textAnchor: 'start', dx: 7 },
  );
}
