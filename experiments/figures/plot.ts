/**
 * Turns plots into the text of SVG files. This is the only file that knows Observable Plot and the document in which it
 * draws. Both are loaded when the first figure is drawn, since most commands draw none.
 *
 * The same plot gives the same bytes: coordinates are rounded, and nothing depends on a clock, a locale or a counter.
 */
import type * as PlotModule from '@observablehq/plot';
import { darkRules, INK, PAPER } from './palette.ts';

/** The functions of Observable Plot. */
export type Plot = typeof PlotModule;
export type Mark = PlotModule.Markish;
export type PlotOptions = PlotModule.PlotOptions;

/** One panel of a figure. */
export interface Panel {
  /** What stands above it; may be ''. */
  readonly title: string;
  readonly options: PlotModule.PlotOptions;
}

export interface Layout {
  /** What a screen reader says of the whole figure. */
  readonly title: string;
  /** Panels beside each other; 1 by default. */
  readonly columns?: number;
}

/** Pixels of a figure's width, unless its panels say otherwise. */
export const WIDTH = 680;
/** Pixels of a panel's title, and between panels. */
const TITLE = 22;
const GAP = 8;
const FONT = 'system-ui, -apple-system, "Segoe UI", sans-serif';

export interface Plotter {
  readonly plot: Plot;
  /** The text of an SVG file with these panels, row by row. */
  svg(panels: readonly Panel[], layout: Layout): string;
}

/** Loads Plot, which takes a fifth of a second. */
export async function loadPlotter(): Promise<Plotter> {
  const [{ parseHTML }, plot] = await Promise.all([import('linkedom/worker'), import('@observablehq/plot')]);
  const { document } = parseHTML('<html><body></body></html>');
  return { plot, svg: (panels, layout) => composed(plot, document, panels, layout) };
}

/** A panel that was drawn. */
interface Drawn {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** What is read of an element; the project has no types of a browser's document. */
interface PlotElement {
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
}

function composed(plot: Plot, document: unknown, panels: readonly Panel[], { title, columns = 1 }: Layout): string {
  const drawn = panels.map((panel) => drawnPanel(plot, document, panel, columns));
  const parts: string[] = [];
  let [width, top] = [0, 0];
  for (let first = 0; first < drawn.length; first += columns) {
    const row = drawn.slice(first, first + columns);
    const head = row.some((panel) => panel.title !== '') ? TITLE : 0;
    let left = 0;
    for (const panel of row) {
      if (panel.title !== '')
        parts.push(`<text x="${left + 4}" y="${top + 15}" font-weight="600">${escaped(panel.title)}</text>`);
      parts.push(`<g transform="translate(${left},${top + head})" text-anchor="middle">${panel.content}</g>`);
      left += panel.width + GAP;
    }
    width = Math.max(width, left - GAP);
    top += head + Math.max(...row.map(({ height }) => height)) + GAP;
  }
  return framed(parts.join('\n'), title, width, top - GAP);
}

function drawnPanel(plot: Plot, document: unknown, { title, options }: Panel, columns: number): Drawn {
  const width = options.width ?? Math.floor((WIDTH - (columns - 1) * GAP) / columns);
  const all = {
    height: 220,
    marginBottom: 42,
    ...options,
    x: { labelAnchor: 'center', labelArrow: 'none', labelOffset: 38, tickSize: 4, ...options.x },
    y: { labelArrow: 'none', tickSize: 0, ...options.y },
    width,
    document,
    className: 'plot',
  } as PlotModule.PlotOptions;
  const svg = plot.plot(all) as unknown as PlotElement;
  const height = Number(svg.getAttribute('height'));
  for (const style of [...svg.querySelectorAll('style')]) style.remove();
  return { title, width, height, content: polished(svg.innerHTML) };
}

/** Rounds coordinates, and leaves out what only a page of Plot's own would use. */
function polished(markup: string): string {
  return markup.replace(/<[^>]*>/g, (tag) =>
    tag
      .replace(/ (?:aria-[a-z]+|class)="[^"]*"/g, '')
      .replace(/-?\d+\.\d{2,}(?:e-?\d+)?|-?\d+e-\d+/g, (number) => String(Math.round(Number(number) * 100) / 100 + 0))
      .replace(/ \/>$/, '/>'),
  );
}

/** The figure as a file, with its ground, its title and its style. */
function framed(content: string, title: string, width: number, height: number): string {
  const style =
    `.figure{font:12px ${FONT};max-width:100%;height:auto}.figure text{white-space:pre}` +
    `@media (prefers-color-scheme:dark){.figure{color:#e6ebf0}}` +
    darkRules('.figure', (colour) => content.includes(colour) || colour === PAPER || colour === INK);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" viewBox="0 0 ${width} ${height}"` +
      ` width="${width}" height="${height}" color="${INK}" fill="currentColor">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    content,
    '</svg>\n',
  ].join('\n');
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
}
