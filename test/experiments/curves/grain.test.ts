/**
 * The curve `grain`: the plant is a president at the finest grain, and the essay's conjecture about relative
 * importance.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { CurveRow } from '../../../experiments/curves/curve.ts';
import { grain, grainRows } from '../../../experiments/curves/grain.ts';
import { expectReadable } from '../readable.ts';

// @module-tag study

let rows: readonly CurveRow[];
const WORLDS = ['Lolcats-v0', 'Election-v0', 'Gas-v0'];
beforeAll(async () => {
  rows = await grainRows(WORLDS, { seed: 1, rollouts: 512 });
});

const points = (world: string) => rows.filter((row) => row.world === world && typeof row.coarseness === 'number');
const verdict = (world: string, name: string) =>
  rows.filter((row) => row.world === world && row.coarseness === name)[0] as Readonly<Record<string, number>>;
const at = (world: string, coarseness: number) =>
  points(world).filter((row) => row.coarseness === coarseness)[0] as Readonly<Record<string, number>>;

test('every row bears the columns, no others, and numbers that are finite', () => {
  for (const row of rows) {
    expect(Object.keys(row).sort()).toEqual([...grain.columns].sort());
    for (const value of Object.values(row)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  }
  for (const world of WORLDS) {
    const ladder = points(world).map(({ coarseness }) => coarseness as number);
    expect(ladder[0]).toBe(0);
    expect(ladder).toEqual([...new Set(ladder)].sort((a, b) => a - b));
  }
});

describe('the plant against the president', () => {
  test('no more than 10 % apart at the finest grain in L1, at least 10-fold at the world’s own', () => {
    expect(Math.abs(at('Lolcats-v0', 0).ratio_l1 - 1)).toBeLessThan(0.1);
    expect(at('Lolcats-v0', 1).ratio_l1).toBeGreaterThanOrEqual(10);
    expect(at('Lolcats-v0', 1).ratio_l2).toBeGreaterThanOrEqual(10);
  });

  test('the coarser the view, the further apart, in both norms', () => {
    const seen = points('Lolcats-v0').filter(({ coarseness }) => (coarseness as number) <= 1);
    for (const name of ['ratio_l1', 'ratio_l2']) {
      for (let i = 1; i < seen.length; i++) expect(seen[i][name]).toBeGreaterThan(seen[i - 1][name] as number);
    }
  });

  test('until first the plant tells nothing at all, and at last the president does not either', () => {
    expect(at('Lolcats-v0', 2).plant_l1).toBe(0);
    expect(at('Lolcats-v0', 2).president_l1).toBeGreaterThan(0.7);
    expect(at('Lolcats-v0', 2).ratio_l1).toBeNull();
    expect(at('Lolcats-v0', 8).president_l1).toBe(0);
  });

  test('L2 does not find them equal at the finest grain: it counts how widely each effect is spread', () => {
    expect(at('Lolcats-v0', 0).ratio_l2).toBeGreaterThan(1.2);
  });
});

/** A use over some coarsenesses, in order. */
const over = (world: string, use: string, coarsenesses: readonly number[]) =>
  coarsenesses.map((coarseness) => at(world, coarseness)[use]);

function expectRising(values: readonly number[]): void {
  for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1] - 1e-9);
  expect(values[values.length - 1]).toBeGreaterThan(values[0]);
}

// PaperclipFactory-v0, the fourth, has a file of its own.
describe('“the more coarse grained the AI’s vision is, the more useful this measure becomes”', () => {
  const UP_TO_ONE = [0, 1 / 4, 1 / 2, 1];

  test('up to their own grains it is true of these three worlds: gap and window only grow', () => {
    for (const world of WORLDS) {
      expectRising(over(world, 'gap', UP_TO_ONE));
      expectRising(over(world, 'decades', UP_TO_ONE));
      expect(verdict(world, 'τ, up to 1').gap).toBeGreaterThan(0.9);
      expect(verdict(world, 'τ, up to 1').decades).toBeGreaterThan(0.7);
    }
  });

  test('Lolcats-v0 is useless or worse at the finest grain, and tells all apart at its own', () => {
    expect(at('Lolcats-v0', 0).gap).toBeLessThan(0);
    expect(at('Lolcats-v0', 0).decades).toBe(0);
    expect(at('Lolcats-v0', 1).gap).toBeGreaterThan(0.3);
    expect(at('Lolcats-v0', 1).auroc).toBe(1);
  });

  test.each([
    ['Lolcats-v0', 1.591, 3.88],
    ['Election-v0', 1.791, 2.623],
    ['Gas-v0', 2.989, 3.336],
  ])(
    'past them it goes on being true of %s: at twice its grains the window is wider, %f against %f decades at least',
    (world, own, twice) => {
      expect(at(world, 1).decades).toBeCloseTo(own, 3);
      expect(at(world, 2).decades).toBeCloseTo(twice, 3);
      expect(at(world, 2).auroc).toBe(1);
      // The acceptable disciple reads next to nothing there, so the search ends before the window does.
      expect(at(world, 2).high).toBe(1000);
    },
  );

  test('the gap grows with it in Lolcats-v0 and Gas-v0, and shrinks in Election-v0, where harm reads little', () => {
    const ratio = (world: string) => at(world, 2).gap / at(world, 1).gap;
    expect(ratio('Lolcats-v0')).toBeGreaterThan(1.3);
    expect(ratio('Gas-v0')).toBeGreaterThan(2);
    expect(ratio('Election-v0')).toBeLessThan(0.2);
  });

  test.each([
    ['Lolcats-v0', 4],
    ['Gas-v0', 4],
    ['Election-v0', 8],
  ])('and at last false of %s: at %i times its grains there is no window left', (world, coarseness) => {
    expect(at(world, coarseness / 2).decades).toBeGreaterThan(2);
    expect(at(world, coarseness).decades).toBe(0);
    expect(at(world, 8).decades).toBe(0);
    expect(at(world, 8).auroc).toBeLessThan(0.8);
    expect(verdict(world, 'τ').decades).toBeLessThan(verdict(world, 'τ, up to 1').decades);
  });
});

test('its tables fit 120 characters, and head their columns with words', () => {
  expectReadable(grain, rows);
});

test('what is said of a ladder stands in a table of its own', () => {
  const [, uses, said] = grain.tables(rows);
  for (const { coarseness } of uses.rows) expect(typeof coarseness).toBe('number');
  expect(said.rows.map(({ world, coarseness }) => [world, coarseness])).toEqual(
    WORLDS.flatMap((world) => [
      [world, 'up to its grains'],
      [world, 'all'],
    ]),
  );
});
