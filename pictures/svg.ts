/** Views as SVG: text that depends on nothing but the view, and that needs no font and no network. */
import type { SceneThing } from '../core/world/scene.ts';
import { widthOf } from './font.ts';
import { iconRuns, layOut, type Shape, ZOOM } from './layout.ts';
import { LIGHT, type Palette } from './palette.ts';
import { legendOf, type View } from './view.ts';

/** One view as a file of its own. */
export function svgOf(view: View, palette: Palette = LIGHT, legend: readonly SceneThing[] = legendOf([view])): string {
  const { width, height, shapes } = layOut(view, legend, palette);
  const size = `width="${ZOOM * width}" height="${ZOOM * height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" shape-rendering="crispEdges">`,
    `<title>${escaped(view.caption)}</title>`,
    `<rect width="${width}" height="${height}" fill="${palette.paper}"/>`,
    ...shapes.map((shape) => elementOf(shape, palette)),
    '</svg>\n',
  ].join('\n');
}

function elementOf(shape: Shape, palette: Palette): string {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, fill } = shape;
      return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
    }
    case 'frame': {
      const { x, y, size, fill, isBroken } = shape;
      const box = `x="${x + 1}" y="${y + 1}" width="${size - 2}" height="${size - 2}"`;
      const dashes = isBroken ? ' stroke-dasharray="2 2"' : '';
      return `<rect ${box} fill="none" stroke="${fill}" stroke-width="2"${dashes}/>`;
    }
    case 'icon': {
      const { x, y, scale, thing } = shape;
      const runs = iconRuns(thing);
      if (runs.length === 0) return textElement(x + 4, y + 3, thing.glyph, palette.roles[thing.role].main);
      const paths = (['main', 'dark', 'light'] as const).flatMap((shade) => {
        const own = runs.filter((run) => run.shade === shade);
        if (own.length === 0) return [];
        const d = own.map((run) => `M${run.x} ${run.y}h${run.width}v1h-${run.width}z`).join('');
        return [`<path fill="${palette.roles[thing.role][shade]}" d="${d}"/>`];
      });
      const title = `<title>${escaped(thing.label)}</title>`;
      return `<g transform="translate(${x} ${y}) scale(${scale})">${title}${paths.join('')}</g>`;
    }
    case 'text':
      return textElement(shape.x, shape.y, shape.text, shape.fill);
  }
}

/** A letter of this font is 0.6 of its size wide, which is the advance of the layout. */
const FONT = 'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="10" xml:space="preserve"';

function textElement(x: number, y: number, text: string, fill: string): string {
  return `<text x="${x}" y="${y + 7}" textLength="${widthOf(text)}" fill="${fill}" ${FONT}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
}
