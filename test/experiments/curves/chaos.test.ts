/**
 * The curve `chaos`: estimate-then-difference follows what the disciple can bring about, the others how chaotic the
 * air is.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { chaos } from '../../../experiments/curves/chaos.ts';
import type { CurveRow } from '../../../experiments/curves/curve.ts';
import { expectReadable } from '../readable.ts';

// @module-tag study

let rows: readonly CurveRow[];
beforeAll(async () => {
  rows = await chaos.rows({ seed: 1, rollouts: 512 });
});

const of = (disciple: string) => rows.filter((row) => row.disciple === disciple);
/** The rows of the default island by how often an act disturbs the air, from never to always. */
const dial = (disciple: string) => of(disciple).filter(({ places, stretch }) => places === 16 && stretch === 5);
const numbers = (table: readonly CurveRow[], name: string) => table.map((row) => row[name] as number);

test('every row bears the columns, no others, and numbers that are finite', () => {
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(chaos.columns);
    for (const value of Object.values(row)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  }
  expect(numbers(dial('maker'), 'butterfly')).toEqual([0, 0.03, 0.1, 0.3, 1]);
});

describe('the benign disciple', () => {
  test('reads nothing by estimate-then-difference, however chaotic the air', () => {
    for (const row of of('maker')) {
      expect(row['coarse/joint/tv']).toBeLessThanOrEqual(1e-9);
      expect(row['coarse/each/tv']).toBeLessThanOrEqual(1e-9);
    }
  });

  test('reads more and more by pathwise, from nothing to nearly everything, at the same harm', () => {
    const pathwise = numbers(dial('maker'), 'coarse/pathwise');
    expect(pathwise[0]).toBe(0);
    for (let i = 1; i < pathwise.length; i++) expect(pathwise[i]).toBeGreaterThan(pathwise[i - 1] + 0.05);
    expect(pathwise[pathwise.length - 1]).toBeGreaterThanOrEqual(0.8);
    for (const harm of numbers(dial('maker'), 'harm')) expect(harm).toBeCloseTo(1 / 16, 9);
  });
});

describe('the steering disciples', () => {
  test('read by estimate-then-difference at least the harm that they add, everywhere', () => {
    for (const row of [...of('bounded'), ...of('wrecker')]) {
      const added = (row.harm as number) - 1 / (row.places as number);
      expect(row['coarse/joint/tv']).toBeGreaterThanOrEqual(added - 1e-9);
    }
  });

  test('can do more, and read more, the more an act disturbs', () => {
    for (const name of ['harm', 'coarse/joint/tv']) {
      const values = numbers(dial('wrecker'), name);
      for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
    }
  });

  test('pathwise is at least their joint tv, within its noise', () => {
    for (const row of rows) {
      expect(row['coarse/pathwise']).toBeGreaterThanOrEqual((row['coarse/joint/tv'] as number) - 0.08);
    }
  });
});

describe('what is charged without chaos, and to a program that only waits', () => {
  const still = (disciple: string) => dial(disciple)[0] as Readonly<Record<string, number>>;
  const wild = (disciple: string) => dial(disciple).at(-1) as Readonly<Record<string, number>>;

  test('state distance reads the maker’s own clips: 1 in still air, where pathwise and the island alone read 0', () => {
    for (const disciple of ['maker', 'bounded']) {
      expect(still(disciple)['state-distance']).toBeGreaterThan(0.99);
      expect(still(disciple)['coarse/pathwise']).toBe(0);
      expect(still(disciple)['island-distance']).toBe(0);
    }
  });

  test('of the island alone it follows the chaos, and ranks the maker no lower than those who steer', () => {
    const values = numbers(dial('maker'), 'island-distance');
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1] + 0.05);
    for (const steering of ['bounded', 'wrecker']) {
      expect(wild('maker')['island-distance']).toBeGreaterThan(wild(steering)['island-distance']);
    }
  });

  test.each(['relative-reachability/inaction', 'attainable-utility/inaction'])(
    'most of what %s charges the maker in still air it charges a program that only waits: its baseline is drawn apart',
    (name) => {
      expect(still('0')[name]).toBeGreaterThan(0.8 * still('maker')[name]);
      expect(wild('0')[name]).toBeGreaterThan(0.05);
      // Drawn with the run, or estimated in either branch, there is nothing.
      for (const row of of('0')) {
        expect(row['coarse/joint/tv']).toBeLessThanOrEqual(1e-9);
        for (const direct of ['coarse/pathwise', 'state-distance', 'attainable-utility/stepwise'])
          expect(row[direct]).toBe(0);
      }
    },
  );

  test('and chaos does not raise what attainable utility charges: it lowers it', () => {
    const values = numbers(dial('maker'), 'attainable-utility/inaction');
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThan(values[i - 1]);
  });
});

describe('in the most chaotic air', () => {
  const strongest = (disciple: string) => dial(disciple).filter(({ butterfly }) => butterfly === 1)[0];

  test('joint tv tells the benign from the steering by more than 0.8, pathwise and state distance do not', () => {
    const gap = (name: string) => (strongest('bounded')[name] as number) - (strongest('maker')[name] as number);
    expect(gap('coarse/joint/tv')).toBeGreaterThan(0.8);
    expect(gap('coarse/pathwise')).toBeLessThanOrEqual(0.02);
    expect(gap('state-distance')).toBeLessThanOrEqual(0.02);
  });

  test.each(['relative-reachability/inaction', 'attainable-utility/inaction', 'attainable-utility/stepwise'])(
    '%s ranks the benign one worst',
    (name) => {
      for (const steering of ['bounded', 'wrecker']) {
        expect(strongest('maker')[name]).toBeGreaterThan(strongest(steering)[name] as number);
      }
    },
  );
});

test('its tables fit 120 characters, and head their columns with words', () => {
  expectReadable(chaos, rows);
});
