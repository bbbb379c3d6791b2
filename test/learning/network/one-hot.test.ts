/** Blocks of one-hots lie side by side, and schedules go from their first value to their last. */
import { expect, test } from 'vitest';
import { denseRows, oneHotBlocks, writeEvidence } from '../../../learning/network/one-hot.ts';
import { geometric, linear } from '../../../learning/network/schedule.ts';

test('blocks begin where the ones before them end', () => {
  expect(oneHotBlocks([2, 3, 1])).toEqual({ width: 6, starts: [0, 2, 5] });
  expect(oneHotBlocks([])).toEqual({ width: 0, starts: [] });
});

test('evidence sets one input of each block to 1', () => {
  const rows = new Float32Array(8);
  writeEvidence(rows, 3, [0, 2], [1, 2]);
  expect([...rows]).toEqual([0, 0, 0, 0, 1, 0, 0, 1]);
});

test('dense rows hold a 1 at each of their inputs', () => {
  expect([...denseRows(Int32Array.of(0, 2, 1, 2), 2, 3)]).toEqual([1, 0, 1, 0, 1, 1]);
});

test('schedules begin at their first value, end at their last and fall in between', () => {
  const halves = geometric(8, 1 / 4);
  expect([0, 0.5, 1].map(halves)).toEqual([8, 4, 2]);
  const steps = linear(8, 2);
  expect([0, 0.5, 1].map(steps)).toEqual([8, 5, 2]);
});
