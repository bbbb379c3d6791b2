/** Total variation in a linear program: ½ Σ|m − m₀| = Σ max(0, m − m₀), cell by cell. */
import type { Epigraph } from './epigraph.ts';
import type { Measure } from './measure.ts';
import type { LinearProgram } from './solver.ts';

/**
 * One variable and one row for each cell that m₀ enters: the excess of m over m₀. A cell that m₀ does not enter costs
 * its whole mass, so it needs neither. For the maximum over partitions there is one more variable, the penalty itself,
 * and one row for each partition.
 */
export function totalVariationEpigraph(program: LinearProgram, measure: Measure): Epigraph {
  const { cells, absent, parts, combine } = measure;
  const entered = Array.from(absent.keys()).filter((cell) => absent[cell] > 0);
  const partOf = new Int32Array(cells.count);
  for (let q = 0; q < parts; q++) partOf.fill(q, cells.starts[q], cells.starts[q + 1]);
  const isMaximum = combine === 'max';
  const variables = entered.length + (isMaximum ? 1 : 0);
  for (let i = 0; i < variables; i++) program.addVar(0, Number.POSITIVE_INFINITY);
  const firstRow = 1;
  entered.forEach((cell, i) => {
    program.addRow(Number.NEGATIVE_INFINITY, absent[cell], { indices: [i], values: [-1] });
  });
  const partRow = firstRow + entered.length;
  const rowOf = new Int32Array(cells.count).fill(-1);
  for (const [i, cell] of entered.entries()) rowOf[cell] = firstRow + i;
  if (isMaximum) {
    for (let q = 0; q < parts; q++) {
      const own = entered.flatMap((cell, i) => (partOf[cell] === q ? [i] : []));
      const entries = { indices: [...own, entered.length], values: [...own.map(() => 1), -1] };
      program.addRow(Number.NEGATIVE_INFINITY, 0, entries);
    }
  }
  const costs = new Float64Array(variables).fill(isMaximum ? 0 : 1 / Math.max(1, parts));
  if (isMaximum) costs[entered.length] = 1;
  return {
    variables,
    costs,
    law(masses) {
      const indices: number[] = [];
      const values: number[] = [];
      const outside = new Float64Array(parts);
      for (let cell = 0; cell < masses.length; cell++) {
        if (masses[cell] === 0) continue;
        if (rowOf[cell] < 0) outside[partOf[cell]] += masses[cell];
        else {
          indices.push(rowOf[cell]);
          values.push(masses[cell]);
        }
      }
      if (!isMaximum) return { indices, values, cost: outside.reduce((a, b) => a + b, 0) / Math.max(1, parts) };
      outside.forEach((mass, q) => {
        if (mass === 0) return;
        indices.push(partRow + q);
        values.push(mass);
      });
      return { indices, values, cost: 0 };
    },
    refine: () => false,
    pricing(shadow, weight) {
      const most = new Float64Array(parts).fill(isMaximum ? 0 : weight / Math.max(1, parts));
      if (isMaximum) {
        let sum = 0;
        for (let q = 0; q < parts; q++) {
          most[q] = Math.abs(shadow[partRow + q]);
          sum += most[q];
        }
        if (sum > weight) for (let q = 0; q < parts; q++) most[q] *= weight / sum;
      }
      const prices = Float64Array.from(partOf, (q) => most[q]);
      let base = 0;
      entered.forEach((cell, i) => {
        prices[cell] = Math.min(most[partOf[cell]], Math.abs(shadow[firstRow + i]));
        base -= prices[cell] * absent[cell];
      });
      return { prices, base };
    },
  };
}
