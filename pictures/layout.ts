/** Where everything of a view stands, in pixels; SVG and GIF draw the same list. */
import { factText, type SceneThing } from '../core/world/scene.ts';
import { type FrameMark, MEANINGS } from './compare.ts';
import { ADVANCE, LETTER_HEIGHT, widthOf } from './font.ts';
import { ICON_SIZE, ICONS, type Shade } from './icons.ts';
import type { Colour, Palette } from './palette.ts';
import { type Panel, type View, wrapped } from './view.ts';

/** Something that is drawn. Later ones cover earlier ones. */
export type Shape =
  | { readonly kind: 'box'; readonly x: number; readonly y: number; width: number; height: number; fill: Colour }
  | {
      readonly kind: 'frame';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly fill: Colour;
      readonly isBroken: boolean;
    }
  | {
      readonly kind: 'icon';
      readonly x: number;
      readonly y: number;
      readonly scale: number;
      readonly thing: SceneThing;
    }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string; readonly fill: Colour };

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Pixels of the screen or of a file for one pixel of the layout. */
export const ZOOM = 2;

/** Pixels of a cell's side, and of an icon's pixel. */
const CELL = 24;
const ICON_SCALE = 2;
const MARGIN = 12;
const LINE = 12;
/** Between the two worlds, and between the columns of the legend. */
const GUTTER = 18;

/** Lays out a view, with the legend of the whole episode below it. */
export function layOut(view: View, legend: readonly SceneThing[], palette: Palette): Layout {
  const shapes: Shape[] = [];
  const widths = view.panels.map(panelWidth);
  const width = Math.max(2 * MARGIN + widths[0] + GUTTER + widths[1], 2 * MARGIN + widthOf(view.caption));
  let top = MARGIN;
  for (const [text, fill] of [[view.caption, palette.ink] as const, ...detailsOf(view, width, palette)]) {
    shapes.push({ kind: 'text', x: MARGIN, y: top, text, fill });
    top += LINE;
  }
  top += 6;
  const bottoms = view.panels.map((panel, i) => {
    const x = MARGIN + (i === 0 ? 0 : widths[0] + GUTTER);
    return addPanel(shapes, panel, x, top, palette);
  });
  const bottom = addLegend(shapes, legend, Math.max(...bottoms) + 8, width, palette);
  return { width, height: bottom + MARGIN - 4, shapes };
}

function detailsOf({ details }: View, width: number, { faint }: Palette): (readonly [string, Colour])[] {
  return wrapped(details, Math.floor((width - 2 * MARGIN) / ADVANCE)).map((line) => [line, faint] as const);
}

function panelWidth({ scene, title }: Panel): number {
  const columns = scene.rows[0]?.length ?? 0;
  return Math.max(columns * (scene.isText ? 6 : CELL), widthOf(title), ...scene.facts.map((f) => widthOf(factText(f))));
}

/** Adds a world at a place, and returns where it ends below. */
function addPanel(shapes: Shape[], panel: Panel, left: number, top: number, palette: Palette): number {
  const { title, scene, marks } = panel;
  shapes.push({ kind: 'text', x: left, y: top, text: title, fill: palette.faint });
  let y = (scene.isText ? addText : addGrid)(shapes, panel, left, top + LINE + 2, palette) + 6;
  scene.facts.forEach((fact, i) => {
    const fill = { changed: palette.changed, chance: palette.chance, disciple: palette.ink }[
      marks.facts[i] ?? 'disciple'
    ];
    shapes.push({ kind: 'text', x: left, y, text: factText(fact), fill });
    y += LINE;
  });
  return y;
}

/** Adds the cells of a grid, and returns where it ends below. */
function addGrid(shapes: Shape[], { scene, marks }: Panel, left: number, top: number, palette: Palette): number {
  const [width, height] = [(scene.rows[0]?.length ?? 0) * CELL, scene.rows.length * CELL];
  shapes.push({ kind: 'box', x: left, y: top, width, height, fill: palette.line });
  scene.rows.forEach((row, r) => {
    row.forEach((cell, c) => {
      const [x, y] = [left + c * CELL, top + r * CELL];
      shapes.push({ kind: 'box', x: x + 1, y: y + 1, width: CELL - 2, height: CELL - 2, fill: palette.ground });
      for (const thing of cell) shapes.push({ kind: 'icon', x: x + 2, y: y + 2, scale: ICON_SCALE, thing });
      const mark = marks.cells[r][c];
      if (mark && mark !== 'disciple') shapes.push(frameOf(mark, x, y, CELL, palette));
    });
  });
  return top + height;
}

/** A frame: whole around what differs, and broken around what chance changed. */
function frameOf(mark: FrameMark, x: number, y: number, size: number, palette: Palette): Shape {
  return { kind: 'frame', x, y, size, fill: palette[mark], isBroken: mark === 'chance' };
}

/** Adds a scene of text, and returns where it ends below. */
function addText(shapes: Shape[], { scene }: Panel, left: number, top: number, palette: Palette): number {
  scene.rows.forEach((row, r) => {
    const text = row.map((cell) => cell[0]?.glyph ?? ' ').join('');
    shapes.push({ kind: 'text', x: left, y: top + r * LINE, text: text.trimEnd(), fill: palette.ink });
  });
  return top + scene.rows.length * LINE;
}

/** The legend in as many columns as fit. Below it stands what the frames mean. */
function addLegend(
  shapes: Shape[],
  legend: readonly SceneThing[],
  top: number,
  width: number,
  palette: Palette,
): number {
  const things = legend.map((thing): Entry => [thing.label, (x, y) => ({ kind: 'icon', x, y, scale: 1, thing })]);
  const frames = MEANINGS.map(([mark, text]): Entry => [text, (x, y) => frameOf(mark, x, y, ICON_SIZE, palette)]);
  const bottom = addEntries(shapes, things, top, width, palette);
  return addEntries(shapes, frames, bottom, width, palette);
}

/** A text, and the shape that stands before it. */
type Entry = readonly [text: string, shape: (x: number, y: number) => Shape];

function addEntries(shapes: Shape[], entries: readonly Entry[], top: number, width: number, palette: Palette): number {
  const indent = ICON_SIZE + 4;
  const line = LINE + 1;
  const widest = Math.max(0, ...entries.map(([text]) => indent + widthOf(text)));
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN + GUTTER) / (widest + GUTTER)));
  const perColumn = Math.ceil(entries.length / columns);
  entries.forEach(([text, shape], i) => {
    const x = MARGIN + Math.floor(i / perColumn) * (widest + GUTTER);
    const y = top + (i % perColumn) * line;
    const fill = palette.faint;
    shapes.push(shape(x, y - 1), { kind: 'text', x: x + indent, y: y + ICON_SIZE - LETTER_HEIGHT, text, fill });
  });
  return top + perColumn * line;
}

/** Pixels of an icon in a row. */
export interface IconRun {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly shade: Shade;
}

/** The drawing of a thing as boxes of one shade each, in pixels of the icon. Without an icon there is none. */
export function iconRuns(thing: SceneThing): IconRun[] {
  const icon = ICONS.get(thing.icon ?? '');
  const runs: IconRun[] = [];
  icon?.forEach((row, y) => {
    for (let x = 0; x < row.length; ) {
      const shade = row[x];
      let end = x + 1;
      while (end < row.length && row[end] === shade) end++;
      if (shade !== null) runs.push({ x, y, width: end - x, shade });
      x = end;
    }
  });
  return runs;
}
