/** The features of a tuple say how often it came out, and nothing about which tuple it is. */
import { expect, test } from 'vitest';
import { featureCount, Tally, writeFeatures } from '../../../learning/divergence/tuple-features.ts';

const TUPLES = [
  [0, 7],
  [1, 7],
  [0, 8],
];

function tallied(counts: readonly (readonly [number, number])[]): Tally {
  const tally = new Tally(2, TUPLES);
  tally.add(new Map(counts));
  return tally;
}

function features(tuple: number, present: Tally, absent: Tally): number[] {
  const row = new Float32Array(1 + featureCount(2));
  writeFeatures(row, 1, tuple, TUPLES[tuple], present, absent);
  expect(row[0]).toBe(0);
  return [...row.slice(1)];
}

test('counts add up, by the tuple and by the answer to each question', () => {
  const tally = tallied([
    [0, 3],
    [1, 1],
  ]);
  tally.add(new Map([[0, 2]]));
  expect(tally.draws).toBe(6);
  expect([...tally.counts]).toEqual([
    [0, 5],
    [1, 1],
  ]);
  expect(tally.cells.map((cells) => [...cells])).toEqual([
    [
      [0, 5],
      [1, 1],
    ],
    [[7, 6]],
  ]);
});

test('they are the logarithms of ratios and counts, by hand', () => {
  const present = tallied([
    [0, 6],
    [1, 4],
  ]);
  const absent = tallied([
    [0, 5],
    [2, 15],
  ]);
  const ratio = (p1: number, p0: number) => Math.log((p1 + 0.05) / (p0 + 0.05)) / 4;
  const wanted = [
    ratio(0.6, 0.25),
    Math.log(7) / 4,
    Math.log(6) / 4,
    Math.log(11) / 8,
    ratio(0.6, 1), // answer 0 to the first question
    ratio(1, 0.25), // answer 7 to the second
  ];
  features(0, present, absent).forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], 6);
  });
});

test('what neither branch gave is as likely in both, however many draws each has', () => {
  const [own, once, other] = features(1, tallied([[0, 100]]), tallied([[0, 9000]]));
  expect(Math.abs(own)).toBe(0);
  expect([once, other]).toEqual([0, 0]);
});
