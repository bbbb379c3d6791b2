/** The curve `grain`: the plant is a president at the finest grain, and the essay's conjecture about relative importance. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { CurveRow } from '../../experiments/curves/curve.ts';
import { grain, grainRows } from '../../experiments/curves/grain.ts';

let rows: readonly CurveRow[];
beforeAll(async () => {
  rows = await grainRows(['Lolcats-v0', 'Election-v0'], { seed: 1, rollouts: 512 });
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
  for (const world of ['Lolcats-v0', 'Election-v0']) {
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

describe('“the more coarse grained the AI’s vision is, the more useful this measure becomes”', () => {
  test('is true of Lolcats-v0 up to its own grains: useless or worse at the finest, telling all apart at the coarse', () => {
    expect(at('Lolcats-v0', 0).gap).toBeLessThan(0);
    expect(at('Lolcats-v0', 0).decades).toBe(0);
    expect(at('Lolcats-v0', 1).gap).toBeGreaterThan(0.3);
    expect(at('Lolcats-v0', 1).decades).toBeGreaterThan(1);
    expect(at('Lolcats-v0', 1).auroc).toBe(1);
    expect(verdict('Lolcats-v0', 'τ, up to 1').gap).toBeGreaterThan(0.9);
    expect(verdict('Lolcats-v0', 'τ, up to 1').decades).toBeGreaterThan(0.7);
  });

  test('is true of Election-v0 up to its own grains', () => {
    expect(verdict('Election-v0', 'τ, up to 1').gap).toBeGreaterThan(0.7);
    expect(at('Election-v0', 1).decades).toBeGreaterThan(at('Election-v0', 0).decades);
  });

  test.each(['Lolcats-v0', 'Election-v0'])(
    'is false of %s beyond: there is a view so coarse that no evidence shows, and nothing can be told',
    (world) => {
      expect(at(world, 8).gap).toBeLessThan(at(world, 1).gap);
      expect(at(world, 8).decades).toBe(0);
      expect(verdict(world, 'τ').gap).toBeLessThan(verdict(world, 'τ, up to 1').gap);
    },
  );
});
