/** Panels with lines, each named in its colour. */

import { type LineEnd, lineLabels } from './labels.ts';
import { GRID, REFERENCE } from './palette.ts';
import type { Mark, Panel, Plot, PlotOptions } from './plot.ts';

export interface Point {
  readonly x: number | string;
  readonly y: number;
}

export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly Point[];
  readonly dash?: string;
  readonly width?: number;
}

export interface LinePanel {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly x: PlotOptions['x'];
  readonly y: PlotOptions['y'] & { readonly domain: readonly [number, number] };
  /** Where the names of the lines stand: at their ends, in a corner, or nowhere. */
  readonly names: 'ends' | 'top-right' | 'bottom-right' | 'none';
  /** Pixels to the right of the lines for names at their ends, and to the left for figures. */
  readonly room?: number;
  readonly left?: number;
  readonly height?: number;
  readonly width?: number;
  readonly dots?: boolean;
  readonly curve?: 'step-after';
  /** A level to compare with, drawn as a dotted line. */
  readonly level?: number;
  /** Drawn below the lines. */
  readonly ground?: readonly Mark[];
}

/** Pixels of a line of names. */
const LETTER_HEIGHT = 14;
const MARGINS = 60;

/** A panel with lines. Points without a number are left out. */
export function linePanel(plot: Plot, panel: LinePanel): Panel {
  const {
    title,
    x,
    y,
    names,
    room = 12,
    left = 40,
    height = 220,
    width,
    dots = true,
    curve,
    level,
    ground = [],
  } = panel;
  const lines = panel.lines
    .map((line) => ({ ...line, points: line.points.filter((point) => Number.isFinite(point.y)) }))
    .filter(({ points }) => points.length > 0);
  const [least, most] = y.domain;
  const named = lines.filter(({ name }) => name !== '');
  return {
    title,
    options: {
      height,
      width,
      marginTop: y.label ? 30 : 14,
      marginLeft: left,
      marginRight: room,
      x,
      y: { label: null, grid: true, ticks: 5, ...y, domain: [...y.domain] },
      marks: [
        ...ground,
        ...(least <= 0 && most >= 0 ? [plot.ruleY([0], { stroke: GRID })] : []),
        ...(level === undefined ? [] : [plot.ruleY([level], { stroke: REFERENCE, strokeDasharray: '2 3' })]),
        ...lines.flatMap(({ points, colour, dash, width: strokeWidth = 2 }) => [
          plot.line(points, { x: 'x', y: 'y', stroke: colour, strokeWidth, strokeDasharray: dash, curve }),
          ...(dots ? [plot.dot(points, { x: 'x', y: 'y', fill: colour, r: 2.4 })] : []),
        ]),
        ...namesOf(plot, named, names, ((most - least) * LETTER_HEIGHT) / (height - MARGINS), most),
      ],
    },
  };
}

function namesOf(
  plot: Plot,
  lines: readonly Line[],
  names: LinePanel['names'],
  gap: number,
  most: number,
): readonly Mark[] {
  if (names === 'none') return [];
  if (names === 'ends') {
    const ends = lines.map(({ name, colour, points }): LineEnd => ({ ...points[points.length - 1], name, colour }));
    return [lineLabels(plot, ends, gap, most)];
  }
  return lines.map(({ name, colour }, i) =>
    plot.text([name], {
      frameAnchor: names,
      dx: -4,
      dy: names === 'top-right' ? 8 + 15 * i : -8 - 15 * (lines.length - 1 - i),
      fill: colour,
    }),
  );
}

/** The least and the greatest of some numbers and of what must be in sight. */
export function domainOf(values: readonly number[], ...inSight: readonly number[]): [number, number] {
  const known = [...values.filter(Number.isFinite), ...inSight];
  return [Math.min(...known), Math.max(...known)];
}
