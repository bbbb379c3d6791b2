/** The frames of a report's player: pictures of both worlds, tick by tick, whose common lines are kept once. */
import { DARK, LIGHT, type Palette } from '../../pictures/palette.ts';
import { svgOf } from '../../pictures/svg.ts';
import { legendOf, type View } from '../../pictures/view.ts';

/** Frames as a page keeps them: each is a list of lines, by their numbers. */
export interface Frames {
  readonly lines: readonly string[];
  /** By choice, then by tick. */
  readonly frames: readonly (readonly (readonly number[])[])[];
}

/** The colours by the names of their roles, for a style that gives each name a light and a dark value. */
function named(palette: Palette): Map<string, string> {
  const { roles, ...plain } = palette;
  return new Map([
    ...Object.entries(plain),
    ...Object.entries(roles).flatMap(([role, shades]) =>
      Object.entries(shades).map(([shade, colour]) => [`${role}-${shade}`, colour] as const),
    ),
  ]);
}

const variable = (name: string) => `--p-${name}`;

/** The palette whose colours are variables of the page's style. */
function variables(): Palette {
  const { roles, ...plain } = LIGHT;
  const use = (name: string) => `var(${variable(name)})`;
  const entries = Object.keys(roles).map((role) => [
    role,
    Object.fromEntries(['main', 'dark', 'light'].map((shade) => [shade, use(`${role}-${shade}`)])),
  ]);
  return {
    ...Object.fromEntries(Object.keys(plain).map((name) => [name, use(name)])),
    roles: Object.fromEntries(entries),
  } as unknown as Palette;
}

/** The values of these variables. */
export function paletteRules(): string {
  const rules = (palette: Palette) =>
    [...named(palette)].map(([name, colour]) => `${variable(name)}:${colour}`).join(';');
  return `:root{${rules(LIGHT)}}\n@media (prefers-color-scheme:dark){:root{${rules(DARK)}}}`;
}

/** The frames of some episodes, all of one size and with one legend, so that nothing moves but what happens. */
export function framesOf(episodes: readonly (readonly View[])[]): Frames {
  const legend = legendOf(episodes.flat());
  const palette = variables();
  const drawn = episodes.map((views) => views.map((view) => svgOf(view, palette, legend)));
  const sizes = drawn.flat().map((svg) => (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).slice(1).map(Number));
  const [width, height] = [0, 1].map((side) => Math.max(...sizes.map((size) => size[side] ?? 0)));
  const numbers = new Map<string, number>();
  const numberOf = (line: string) => {
    const known = numbers.get(line) ?? numbers.size;
    numbers.set(line, known);
    return known;
  };
  const frames = drawn.map((svgs) =>
    svgs.map((svg) =>
      svg
        .replace(/ xmlns="[^"]*" width="\d+" height="\d+" viewBox="[^"]*"/, ` viewBox="0 0 ${width} ${height}"`)
        .trimEnd()
        .split('\n')
        .map(numberOf),
    ),
  );
  return { lines: [...numbers.keys()], frames };
}
