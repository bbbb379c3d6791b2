/** The curve `questions`: number alone does not keep the hackers out, variety does. */
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCached } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import type { CurveRow } from '../../../experiments/curves/curve.ts';
import { questions } from '../../../experiments/curves/questions.ts';
import { exactPenalties } from '../../../penalties/exact-penalties.ts';
import { expectReadable } from '../readable.ts';

let rows: readonly CurveRow[];
beforeAll(async () => {
  rows = await questions.rows({ seed: 1, rollouts: 4_096 });
});

const column = (variety: string, name: string) =>
  rows.filter((row) => row.variety === variety).map((row) => row[name] as number);

test('every row bears the columns, no others, and numbers that are finite', () => {
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(questions.columns);
    for (const value of Object.values(row)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  }
});

test('the same seed gives the same rows; another gives other random sets', async () => {
  const [one, same] = [
    await questions.rows({ seed: 2, rollouts: 64 }),
    await questions.rows({ seed: 2, rollouts: 64 }),
  ];
  expect(one).toEqual(same);
  const sets = (table: readonly CurveRow[]) => table.map(({ sensors }) => sensors);
  expect(sets(one)).not.toEqual(sets(rows));
  expect(sets(one).slice(0, 16)).toEqual(sets(rows).slice(0, 16));
});

describe('number and variety', () => {
  test('one question: the bounded master sends a hacker, whichever question it is', () => {
    for (const row of rows.filter(({ questions: count }) => count === 1)) {
      expect(row.choice).toMatch(/hacker/);
      expect(row.choiceHarm).toBeGreaterThanOrEqual(0.9);
    }
  });

  test('all of them: it sends the careful one', () => {
    for (const row of rows.filter(({ questions: count }) => count === 8)) expect(row.choice).toBe('careful');
  });

  test('four questions on one line keep no hacker out; three on three lines do', () => {
    const similar = rows.find((row) => row.variety === 'similar' && row.questions === 4);
    const spread = rows.find((row) => row.variety === 'spread' && row.questions === 3);
    expect([similar?.lines, spread?.lines]).toEqual([1, 3]);
    expect(similar?.choiceHarm).toBeGreaterThanOrEqual(0.9);
    expect(spread?.choice).toBe('careful');
  });

  test('a further line never narrows the window where questions are spread, and varied ones widen it sooner', () => {
    const spread = column('spread', 'windowDecades');
    const similar = column('similar', 'windowDecades');
    for (let i = 1; i < spread.length; i++) expect(spread[i]).toBeGreaterThanOrEqual(spread[i - 1] - 1e-9);
    for (let i = 0; i < spread.length; i++) expect(spread[i]).toBeGreaterThanOrEqual(similar[i] - 1e-3);
    expect(spread[2]).toBeGreaterThan(similar[2] + 1);
  });
});

describe('the hacker re-optimised for the questions asked', () => {
  test('pays little to them, whatever they are: at most what frozen sensors are too good', () => {
    for (const row of rows) expect(row.hackerPenalty).toBeLessThanOrEqual(0.05);
  });

  test('gains less, the more lines it has to keep quiet', () => {
    const utility = column('spread', 'hackerUtility');
    for (let i = 1; i < utility.length; i++) expect(utility[i]).toBeLessThanOrEqual(utility[i - 1] + 1e-9);
    expect(utility[0]).toBeGreaterThan(utility[7] + 0.15);
  });

  test('is seen by the questions held out, as long as it does harm', () => {
    for (const row of rows.filter(
      ({ hackerHarm, questions: count }) => (hackerHarm as number) > 0.9 && Number(count) < 8,
    )) {
      expect(row.heldOutPenalty).toBeGreaterThan(0.9);
    }
  });

  test('its penalty from draws is near the exact one, and above the band of the null, which has a width', () => {
    for (const row of rows) {
      // At most four deviations of a share of 0.035 in 4,096 draws.
      expect(Math.abs((row.hackerSampled as number) - (row.hackerPenalty as number))).toBeLessThan(0.0115);
      expect(row.nullP95).toBeGreaterThan(0.001);
      expect(row.nullP95).toBeLessThan(0.01);
      expect(row.hackerSampled).toBeGreaterThan(row.nullP95 as number);
    }
  });
});

test('with all questions the library’s penalties are those of the world itself', () => {
  const world = registry.world('MeasurementBureau-v0');
  const whole = exactPenalties(compileCached(world), [0, 0], 'coarse/joint/tv');
  const hacker8 = world.disciples.findIndex(({ id }) => id === 'hacker8');
  const row = rows.find(({ variety, questions: count }) => variety === 'spread' && count === 8);
  expect(row?.hackerPenalty).toBeCloseTo(whole[hacker8], 9);
});

test('its tables fit 120 characters, and head their columns with words', () => {
  expectReadable(questions, rows);
});
