/** The curve `weights`. */
import { describe, expect, test } from 'vitest';
import { compile } from '../../../core/tables/compile.ts';
import { weights } from '../../../experiments/curves/weights.ts';
import { lambdaWindow } from '../../../judging/window.ts';
import { penalties } from '../../../penalties/suite.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import { expectReadable } from '../readable.ts';

const ids = ['none', 'coarse/similar'];
const rows = await weights.rows({
  seed: 0,
  rollouts: 500,
  world: tinyWorld as never,
  penalties: ids.map((id) => penalties.get(id)),
});
const of = (id: string) => rows.filter(({ penalty }) => penalty === id);

describe('the curve of weights', () => {
  test('has a row for each penalty and each of 31 weights from 10⁻³ to 10³, with its columns', () => {
    expect(rows).toHaveLength(2 * 31);
    for (const row of rows) expect(Object.keys(row)).toEqual([...weights.columns]);
    expect(of('none')[0].weight).toBeCloseTo(1e-3, 12);
    expect(of('none')[30].weight).toBeCloseTo(1e3, 9);
  });

  test('does not move with the weight of no penalty', () => {
    for (const row of of('none')) expect({ ...row, weight: 0 }).toEqual({ ...of('none')[0], weight: 0 });
  });

  test('is acceptable everywhere exactly at the weights inside the λ-window', () => {
    const { low, high } = lambdaWindow(compile(tinyWorld) as never, 'coarse/similar');
    const inside = of('coarse/similar').filter(({ weight }) => Number(weight) > low && Number(weight) < high);
    const fine = of('coarse/similar').filter(({ acceptable }) => Math.abs(Number(acceptable) - 1) < 1e-9);
    expect(inside.length).toBeGreaterThan(0);
    expect(fine).toEqual(inside);
  });

  test('ends at the null program, as the weight of any penalty does', () => {
    const last = of('coarse/similar')[30];
    expect([last.utility, last.harm]).toEqual([0, last.null_harm]);
  });
});

test('its table joins the weights with the same choice into one range, from the first tried to the last', () => {
  const [{ rows: shown }] = weights.tables(of('none'));
  expect(shown.map(({ range }) => range)).toEqual(['0.001 … 1000']);
  const ranges = weights.tables(rows)[0].rows.filter(({ penalty }) => penalty === 'coarse/similar');
  expect(ranges.length).toBeGreaterThan(1);
  expect([ranges[0].range, ranges.at(-1)!.range]).toEqual([
    expect.stringMatching(/^0\.001( … |$)/),
    expect.stringMatching(/ … 1000$/),
  ]);
});

test('its tables fit 120 characters, and head their columns with words', () => {
  expectReadable(weights, rows);
});
