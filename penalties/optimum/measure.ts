/** A convex penalty as a function of the masses of its cells: its value, and planes that touch it from below. */
import { memoise } from '../../core/base/memoise.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { ConvexForm, KernelForm, PartitionedForm } from '../convex.ts';
import { cellDivergences, divergence } from '../divergence.ts';
import { productKernel } from '../estimate/kernel.ts';
import type { Cells } from './cells.ts';

/** A linear function of the masses that is nowhere above one part of the penalty: `constant` + `slope`·m. */
export interface Plane {
  /** The part: the number of a partition, or 0. */
  readonly part: number;
  readonly constant: number;
  readonly slope: Float64Array;
}

/** D(m, m₀) for fixed m₀, as the mean or the maximum of its parts. */
export interface Measure {
  readonly cells: Cells;
  /** The masses of the branch without a disciple. */
  readonly absent: Float64Array;
  readonly parts: number;
  readonly combine: 'mean' | 'max';
  /** Whether each part is the total variation ½ Σ|m − m₀|, for which the linear program needs no planes. */
  readonly isTotalVariation: boolean;
  value(masses: Float64Array): number;
  /** One plane for each part, which touches it at these masses or next to them. */
  planes(masses: Float64Array): Plane[];
}

/** The measure of a convex form, where the absent branch has these masses. */
export function measureOf(compiled: Compiled, form: ConvexForm, cells: Cells, absent: Float64Array): Measure {
  return form.kind === 'kernel' ? kernelMeasure(compiled, form, cells, absent) : partitioned(form, cells, absent);
}

/** How far towards m₀ a plane touches: at m itself the slope may be infinite, where a cell of m₀ is empty in m. */
const INWARD = 1e-10;
/** A mass so small stands for the limit of the slope in a cell that is empty in both branches. */
const TINY = 1e-12;

function partitioned({ divergence: name, combine }: PartitionedForm, cells: Cells, absent: Float64Array): Measure {
  const parts = cells.partitions;
  const rangeOf = (q: number) => [cells.starts[q], cells.starts[q + 1]] as const;
  const values = (masses: Float64Array) =>
    Array.from({ length: parts }, (_, q) => {
      const [from, to] = rangeOf(q);
      return divergence(name, masses.subarray(from, to), absent.subarray(from, to));
    });
  return {
    cells,
    absent,
    parts,
    combine,
    isTotalVariation: name === 'tv',
    value(masses) {
      const all = values(masses);
      if (all.length === 0) return 0;
      return combine === 'max' ? Math.max(...all) : all.reduce((a, b) => a + b, 0) / all.length;
    },
    planes: (masses) =>
      Array.from({ length: parts }, (_, part) => {
        const [from, to] = rangeOf(part);
        const slope = new Float64Array(cells.count);
        let constant = 0;
        for (let i = from; i < to; i++) {
          const p0 = absent[i];
          if (name === 'tv') {
            slope[i] = masses[i] > p0 ? 1 : 0;
            constant -= slope[i] * p0;
            continue;
          }
          const { share, slope1 } = cellDivergences[name];
          const p1 = (1 - INWARD) * masses[i] + INWARD * p0;
          slope[i] = slope1(Math.max(p1, TINY), p0);
          constant += share(p1, p0) - slope[i] * p1;
        }
        return { part, constant, slope };
      }),
  };
}

function kernelMeasure(compiled: Compiled, form: KernelForm, cells: Cells, absent: Float64Array): Measure {
  const { grains, graining } = form;
  const kernel = memoise(cells, ['kernel', grains.join()], () => {
    const rows = Array.from(cells.examples, (state) => graining.cells(compiled.states[state]) as readonly number[]);
    return productKernel(Float64Array.from(rows.flat()), grains, rows.length);
  });
  const difference = (masses: Float64Array) => masses.map((mass, i) => mass - absent[i]);
  return {
    cells,
    absent,
    parts: 1,
    combine: 'mean',
    isTotalVariation: false,
    value: (masses) => Math.min(1, Math.max(0, 0.5 * kernel.quadratic(difference(masses)))),
    planes(masses) {
      const d = difference(masses);
      const slope = new Float64Array(d.length);
      kernel.multiply(d, slope);
      // ½dᵀKd touches its plane at m: its value there less the slope times m.
      const constant = slope.reduce((sum, s, i) => sum + s * (0.5 * d[i] - masses[i]), 0);
      return [{ part: 0, constant, slope }];
    },
  };
}
