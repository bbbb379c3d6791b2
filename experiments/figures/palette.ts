/**
 * The colours of figures. A figure names its colours on a light ground, so that any program can show it; its style
 * puts the dark twin of each in its place where the reader's screen is dark.
 *
 * Series keep the hues of Okabe and Ito, which people with any kind of colour vision tell apart.
 */

/** What utility, harm and a penalty are drawn in, in every figure. */
export const UTILITY = '#0072b2';
export const HARM = '#c64f00';
export const PENALTY = '#a0458a';
/** What something is compared with: a twin, a null program, a reference. */
export const REFERENCE = '#68737f';
export const INK = '#1f2933';
export const GRID = '#dde2e7';
export const PAPER = '#fefefe';
/** The ground of what is acceptable, such as a λ-window. */
export const FINE = '#dcefe3';
/** The text on it. */
export const FINE_TEXT = '#1d6b3f';

/** Colours for series of any kind, in their order. */
export const SERIES = [UTILITY, HARM, '#00805f', PENALTY, '#8a6a00', '#3f51b5', REFERENCE] as const;

/** A colour of a cell, and the colour of the text on it. */
export interface Shade {
  readonly fill: string;
  readonly text: string;
}

/** From little to much. */
export const SHADES: readonly Shade[] = [
  { fill: '#e8f1f8', text: '#13212d' },
  { fill: '#c9dfef', text: '#13212d' },
  { fill: '#9cc7e4', text: '#13212d' },
  { fill: '#64a6d1', text: '#0e1a24' },
  { fill: '#2a78ae', text: '#fdfeff' },
  { fill: '#0d5288', text: '#fdfeff' },
];
/** A cell that fails, and a cell without a value. */
export const FAILS: Shade = { fill: '#fbe3d6', text: '#8a3a0c' };
export const NOTHING: Shade = { fill: '#f3f5f7', text: '#66717d' };

/** The dark twin of each colour. */
const DARK: Readonly<Record<string, string>> = {
  [UTILITY]: '#5ab4f0',
  [HARM]: '#ff8f52',
  [PENALTY]: '#e59bd0',
  [REFERENCE]: '#9aa6b2',
  [INK]: '#e6ebf0',
  [GRID]: '#2c343d',
  [PAPER]: '#14181d',
  [FINE]: '#17352a',
  [FINE_TEXT]: '#86dcae',
  '#00805f': '#3fcf9f',
  '#8a6a00': '#dcb63c',
  '#3f51b5': '#a3b0ff',
  '#e8f1f8': '#1a2836',
  '#c9dfef': '#1d3a52',
  '#9cc7e4': '#21537a',
  '#64a6d1': '#2b74a8',
  '#2a78ae': '#5fa9dd',
  '#0d5288': '#a5d3f5',
  '#13212d': '#eef4f9',
  '#0e1a24': '#fafcfe',
  '#fdfeff': '#0b1620',
  '#fbe3d6': '#47281a',
  '#8a3a0c': '#ffc3a0',
  '#f3f5f7': '#1c2228',
  '#66717d': '#96a2ae',
};

/** The rules that put the dark twins in place, for what lies in an element that `scope` selects. */
export function darkRules(scope: string, used: (colour: string) => boolean = () => true): string {
  const rules = Object.entries(DARK)
    .filter(([light]) => used(light))
    .flatMap(([light, dark]) =>
      (['fill', 'stroke'] as const).map((name) => `${scope} [${name}="${light}"]{${name}:${dark}}`),
    );
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`;
}
