/** Names at the ends of lines. */
import { expect, test } from 'vitest';
import { spread } from '../../../experiments/figures/labels.ts';

test('names that would cover each other are moved apart, in their order, and not above the axis', () => {
  const places = spread([0.5, 0.51, 0, 1, 0.99], 0.1, 1);
  const sorted = [...places].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(0.1 - 1e-12);
  expect(Math.max(...places)).toBeLessThanOrEqual(1);
  expect(places[0]).toBeLessThan(places[1]);
  expect(places[4]).toBeLessThan(places[3]);
});

test('names that are far apart stay where they are', () => {
  expect(spread([0.2, 0.8], 0.1, 1)).toEqual([0.2, 0.8]);
});
