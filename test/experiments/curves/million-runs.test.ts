/** The curve `million-runs`: the essay's hope, and two publics that dash it. */
import { describe, expect, test } from 'vitest';
import { logSlope, marginalImpacts, millionRuns } from '../../../experiments/curves/million-runs.ts';
import { expectReadable } from '../readable.ts';

const rows = await millionRuns.rows({ seed: 0, rollouts: 100 });
const of = (name: string, accident: number) => rows.filter((row) => row.public === name && row.accident === accident);
const slope = (name: string, accident = 0.1) => of(name, accident).at(-1)!.slope as number;
const impact = (name: string, run: number) => of(name, 0.1).find((row) => row.run === run)!.impact as number;

describe('the table', () => {
  test('has its columns in every row, and a slope from the tenth run on', () => {
    expect(rows.length).toBe(40);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(millionRuns.columns);
      expect(row.slope === null).toBe((row.run as number) < 10);
      expect(row.run_times_impact).toBe((row.run as number) * (row.impact as number));
    }
  });

  test('is exact: neither the seed nor the rollouts matter', async () => {
    expect(await millionRuns.rows({ seed: 7, rollouts: 5 })).toEqual(rows);
  });
});

describe('the slopes after the tenth run', () => {
  test('a learning public: steeper than −1, with accidents and without', () => {
    expect(slope('learning')).toBeLessThan(-1);
    // Without accidents nothing but Laplace's rule is left to learn: its steps shrink as 1/k².
    expect(slope('learning', 0)).toBeLessThan(-1.7);
  });

  test('a forgetful public: flat', () => {
    expect(slope('forgetful')).toBeGreaterThan(-0.3);
    expect(impact('forgetful', 1000)).toBeCloseTo(impact('forgetful', 20), 12);
  });

  test('a public with a threshold: about −½, and no impact at all at first', () => {
    expect(slope('threshold')).toBeCloseTo(-0.5, 1);
    expect(impact('threshold', 1)).toBe(0);
  });

  test('the first run against the thousandth: 100 times for the learning public alone', () => {
    expect(impact('learning', 1) / impact('learning', 1000)).toBeGreaterThanOrEqual(100);
    expect(impact('forgetful', 1) / impact('forgetful', 1000)).toBeLessThan(100);
    expect(impact('threshold', 1) / impact('threshold', 1000)).toBeLessThan(100);
  });
});

describe('its parts', () => {
  test('a power law has its exponent for a slope', () => {
    const law = [1, 3, 10, 200].map((run) => ({ run, impact: 0.3 * run ** -1.25 }));
    expect(logSlope(law)).toBeCloseTo(-1.25, 12);
  });

  test('impacts of 0 are left out, and fewer than two others have no slope', () => {
    expect(
      logSlope([
        { run: 1, impact: 0.5 },
        { run: 2, impact: 0 },
      ]),
    ).toBe(null);
    expect(logSlope([])).toBe(null);
  });

  test('a threshold that no record meets leaves no impact', () => {
    expect(marginalImpacts(2, 0).every((point) => point.impact === 0)).toBe(true);
  });
});

test('its tables fit 120 characters, and head their columns with words', () => {
  expectReadable(millionRuns, rows);
});
