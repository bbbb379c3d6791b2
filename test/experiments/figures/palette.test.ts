/** Colours can be told from their ground, in light and in dark. */
import { expect, test } from 'vitest';
import * as palette from '../../../experiments/figures/palette.ts';

/** The dark twin of each colour, as the rules have it. */
const DARK = new Map(
  [...palette.darkRules('x').matchAll(/\[fill="(#\w+)"\]\{fill:(#\w+)\}/g)].map(([, light, dark]) => [light, dark]),
);

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const { INK, PAPER, REFERENCE, SERIES, SHADES, FAILS, NOTHING, FINE, FINE_TEXT } = palette;
const PAIRS: readonly (readonly [string, string])[] = [
  ...[INK, REFERENCE, ...SERIES].map((colour) => [colour, PAPER] as const),
  ...[...SHADES, FAILS, NOTHING].map(({ fill, text }) => [text, fill] as const),
  [FINE_TEXT, PAPER],
  [INK, FINE],
];

test.each(PAIRS)('%s can be read on %s, and their dark twins too', (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(DARK.get(text)!, DARK.get(ground)!)).toBeGreaterThanOrEqual(4.5);
});
