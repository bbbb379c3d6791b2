/** Any convex penalty in a linear program: each part is at least every plane that was found to touch it from below. */
import type { Epigraph } from './epigraph.ts';
import type { Measure, Plane } from './measure.ts';
import type { LinearProgram } from './solver.ts';

/** One variable for each part, or one for their maximum; one row for each plane. */
export function planeEpigraph(program: LinearProgram, measure: Measure): Epigraph {
  const { cells, parts, combine } = measure;
  const isMaximum = combine === 'max';
  const variables = isMaximum ? 1 : parts;
  // Every part of a divergence is at least 0.
  for (let i = 0; i < variables; i++) program.addVar(0, Number.POSITIVE_INFINITY);
  const planes: Plane[] = [];
  const firstRow = 1;
  const costs = new Float64Array(variables).fill(isMaximum ? 1 : 1 / Math.max(1, parts));
  return {
    variables,
    costs,
    law(masses) {
      const indices = planes.map((_, i) => firstRow + i);
      return { indices, values: planes.map(({ slope }) => dot(slope, masses)), cost: 0 };
    },
    refine(masses, laws) {
      for (const plane of measure.planes(masses)) {
        planes.push(plane);
        const indices = [isMaximum ? 0 : plane.part, ...laws.map((_, k) => variables + k)];
        const values = [-1, ...laws.map((law) => dot(plane.slope, law))];
        program.addRow(Number.NEGATIVE_INFINITY, -plane.constant, { indices, values });
      }
      return parts > 0;
    },
    pricing(shadow, weight) {
      const prices = new Float64Array(cells.count);
      const shares = planes.map((_, i) => Math.abs(shadow[firstRow + i]));
      const sums = new Float64Array(variables);
      planes.forEach(({ part }, i) => {
        sums[isMaximum ? 0 : part] += shares[i];
      });
      let base = 0;
      planes.forEach(({ part, constant, slope }, i) => {
        if (shares[i] === 0) return;
        const variable = isMaximum ? 0 : part;
        const most = weight * costs[variable];
        const share = sums[variable] > most ? (shares[i] * most) / sums[variable] : shares[i];
        base += share * constant;
        for (let cell = 0; cell < prices.length; cell++) prices[cell] += share * slope[cell];
      });
      return { prices, base };
    },
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
