/** What a benchmark says it came to. */
import { expect, test } from 'vitest';
import type { BenchmarkRow } from '../../../experiments/benchmark/row.ts';
import { saidOf } from '../../../experiments/benchmark/said.ts';

function row(penalty: string, world: string, decades: number | null): BenchmarkRow {
  return { penalty, world, decades } as BenchmarkRow;
}

const answer = (rows: readonly BenchmarkRow[]) => saidOf(rows).answer;

test('names the penalties that work in the most worlds, the widest first, and whether that is all of them', () => {
  expect(answer([row('a', 'V', 1), row('a', 'W', 0), row('b', 'V', 2), row('b', 'W', 0)])).toBe(
    'No penalty works in all of 2 worlds. 2 penalties have, in 1 of them, a λ at which every choice is acceptable. ' +
      'The widest windows are those of b and a.',
  );
  expect(answer([row('a', 'V', 1), row('a', 'W', 3), row('b', 'V', 2), row('b', 'W', 0), row('m', 'V', null)])).toBe(
    'One penalty, a, has, in all of 2 worlds, a λ at which every choice is acceptable.',
  );
});

test('says so where no penalty works, and where none was measured', () => {
  const none = 'No penalty has a λ at which every choice is acceptable, in any of these worlds.';
  expect(answer([row('a', 'V', 0)])).toBe(none);
  expect(answer([])).toBe(none);
});
