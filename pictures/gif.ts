/** An episode as an animated GIF, pixel by pixel as its SVG pictures show it. */
import { GifWriter } from 'omggif';
import type { Role } from '../core/world/scene.ts';
import { eachPixel } from './font.ts';
import { iconRuns, layOut, type Shape, ZOOM } from './layout.ts';
import { LIGHT, type Palette } from './palette.ts';
import { legendOf, type View } from './view.ts';

/** Hundredths of a second: each tick, and the outcome. */
const DELAY = 50;
const LAST_DELAY = 300;

/** One picture for each view; it begins again when it is over. */
export function gifOf(views: readonly View[], palette: Palette = LIGHT): Uint8Array {
  const legend = legendOf(views);
  const layouts = views.map((view) => layOut(view, legend, palette));
  const width = Math.max(...layouts.map((layout) => layout.width));
  const height = Math.max(...layouts.map((layout) => layout.height));
  const colours = coloursOf(palette);
  const [wide, high] = [ZOOM * width, ZOOM * height];
  // A list grows with what is written, so nobody needs to know how well the frames will be packed.
  const bytes: number[] = [];
  const gif = new GifWriter(bytes, wide, high, { loop: 0, palette: paddedRgb(colours) });
  layouts.forEach(({ shapes }, i) => {
    const pixels = new Uint8Array(width * height).fill(colours.indexOf(palette.paper));
    const paint = painter(pixels, width, height, colours);
    for (const shape of shapes) paintShape(shape, palette, paint);
    const delay = i === layouts.length - 1 ? LAST_DELAY : DELAY;
    gif.addFrame(0, 0, wide, high, zoomed(pixels, width, height) as unknown as number[], { delay });
  });
  gif.end();
  return Uint8Array.from(bytes);
}

type Paint = (x: number, y: number, width: number, height: number, colour: string) => void;

function painter(pixels: Uint8Array, width: number, height: number, colours: readonly string[]): Paint {
  return (x, y, w, h, colour) => {
    const index = colours.indexOf(colour);
    for (let row = Math.max(0, y); row < Math.min(height, y + h); row++)
      pixels.fill(index, row * width + Math.max(0, x), row * width + Math.min(width, x + w));
  };
}

function paintShape(shape: Shape, palette: Palette, paint: Paint): void {
  switch (shape.kind) {
    case 'box':
      paint(shape.x, shape.y, shape.width, shape.height, shape.fill);
      return;
    case 'frame': {
      const { x, y, size, fill, isBroken } = shape;
      for (let i = 0; i < size; i += isBroken ? 4 : 2) {
        for (const [left, top] of [
          [x + i, y],
          [x + i, y + size - 2],
          [x, y + i],
          [x + size - 2, y + i],
        ])
          paint(left, top, 2, 2, fill);
      }
      return;
    }
    case 'icon': {
      const { x, y, scale, thing } = shape;
      const runs = iconRuns(thing);
      const colours = palette.roles[thing.role];
      for (const run of runs) paint(x + scale * run.x, y + scale * run.y, scale * run.width, scale, colours[run.shade]);
      if (runs.length === 0) eachPixel(thing.glyph, (dx, dy) => paint(x + 4 + dx, y + 3 + dy, 1, 1, colours.main));
      return;
    }
    case 'text':
      eachPixel(shape.text, (dx, dy) => paint(shape.x + dx, shape.y + dy, 1, 1, shape.fill));
  }
}

/** All colours of a palette, each once. */
function coloursOf({ roles, ...others }: Palette): string[] {
  const shades = (Object.keys(roles) as Role[]).flatMap((role) => Object.values(roles[role]));
  return [...new Set([...Object.values(others), ...shades])];
}

/** The colours as numbers. A GIF wants a power of 2 of them. */
function paddedRgb(colours: readonly string[]): number[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(2, colours.length)));
  return Array.from({ length }, (_, i) => Number.parseInt((colours[i] ?? '#000000').slice(1), 16));
}

function zoomed(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(ZOOM * ZOOM * width * height);
  for (let y = 0; y < ZOOM * height; y++) {
    for (let x = 0; x < ZOOM * width; x++)
      out[y * ZOOM * width + x] = pixels[Math.floor(y / ZOOM) * width + Math.floor(x / ZOOM)];
  }
  return out;
}
