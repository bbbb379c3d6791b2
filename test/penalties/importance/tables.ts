/** Random tables of laws, for the properties of the importance family. */
import fc from 'fast-check';
import type { EvidenceVariable } from '../../../core/world/world.ts';
import type { TableRow } from './table-world.ts';

const normalised = (weights: readonly number[]) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 1 / weights.length : weight / total));
};

/** Even laws, and laws of nothing, to lay side by side. */
export const laws = {
  even: (count: number): number[] => Array(count).fill(1 / count),
  none: (count: number): number[] => Array(count).fill(0),
};

/** Tables at random: one to three variables of arity 2 or 3, some values impossible, laws over three to six places. */
export const tables: fc.Arbitrary<{
  readonly variables: readonly EvidenceVariable[];
  readonly rows: readonly TableRow[];
}> = fc
  .record({
    variables: fc.array(
      fc.record({
        arity: fc.integer({ min: 2, max: 3 }),
        scale: fc.constantFrom<'ordinal' | 'nominal'>('ordinal', 'nominal'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    places: fc.integer({ min: 3, max: 6 }),
  })
  .chain(({ variables, places }) => {
    const values = variables.reduce<number[][]>(
      (all, { arity }) => all.flatMap((value) => Array.from({ length: arity }, (_, v) => [...value, v])),
      [[]],
    );
    const weights = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: places, maxLength: places }).map(normalised);
    const row = fc.record({ weight: fc.constantFrom(0, 1, 1, 2, 3), absent: weights, acting: weights });
    return fc.array(row, { minLength: values.length, maxLength: values.length }).map((drawn) => {
      const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
      const rows = drawn.map(({ weight, absent, acting }, i) => ({
        value: values[i],
        probability: total === 0 ? 1 / values.length : weight / total,
        absent,
        acting,
      }));
      return {
        variables: variables.map((variable, i) => ({ ...variable, name: `v${i}` })),
        rows: rows.filter(({ probability }) => probability > 0),
      };
    });
  });
