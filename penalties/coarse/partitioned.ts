/** A penalty that is a divergence between the cells of one or more coarse-grainings. */
import type { Forecast } from '../../core/forecast/forecast.ts';
import type { World } from '../../core/world/world.ts';
import { comparison, counts } from '../comparison.ts';
import type { Convex } from '../convex.ts';
import { type DivergenceName, divergence } from '../divergence.ts';
import { estimatePartitions } from '../estimate/partitions.ts';
import { type Atoms, atoms, type Graining } from '../graining.ts';
import { exactly, type Measurement, type Penalty } from '../penalty.ts';

/** A penalty that is a divergence between coarse-grained forecasts, or a mean or maximum of some. */
export interface Partitioned {
  readonly id: string;
  readonly summary: string;
  readonly divergence: DivergenceName;
  readonly combine: 'mean' | 'max';
  /** Whether a quick benchmark includes it. */
  readonly quick: boolean;
  grain<State>(world: World<State>): Graining<State>;
}

/** D(g∘P(e,S,1), g∘P(e,S,0)), combined over the coarse-grainings g: exact, or debiased from draws. */
export function partitionedPenalty({ id, summary, divergence: name, combine, quick, grain }: Partitioned): Penalty {
  const exactValue = (joined: Atoms, graining: Graining<never>): Measurement => {
    const values = joined.partitions.map((partition) => {
      const count = partition.reduce((most, cell) => Math.max(most, cell + 1), 0);
      const p1 = new Float64Array(count);
      const p0 = new Float64Array(count);
      for (let i = 0; i < partition.length; i++) {
        p1[partition[i]] += joined.weights1[i];
        p0[partition[i]] += joined.weights0[i];
      }
      return divergence(name, p1, p0);
    });
    return exactly(combined(values, combine), parts(joined, graining, values));
  };
  const between = <State>(p1: Forecast<State>, p0: Forecast<State>, world: World<State>, seed: number): Measurement => {
    const graining = grain(world);
    const joined = atoms(p1, p0, graining);
    if (p1.draws === null || p0.draws === null) return exactValue(joined, graining);
    const estimate = estimatePartitions({
      counts1: counts(joined.weights1, p1.draws),
      counts0: counts(joined.weights0, p0.draws),
      n1: p1.draws,
      n0: p0.draws,
      partitions: joined.partitions,
      combine,
      divergence: name,
      seed,
    });
    const { value, interval, null: relabelled, values } = estimate;
    return { value, interval, null: relabelled, parts: parts(joined, graining, values) };
  };
  const convex: Convex = (world) => ({ kind: 'partitions', graining: grain(world), divergence: name, combine });
  return comparison({ id, summary, quick, graining: grain, convex }, between);
}

function combined(values: readonly number[], combine: 'mean' | 'max'): number {
  if (values.length === 0) return 0;
  return combine === 'max' ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / values.length;
}

/** The parts: the number of cells of one graining, the values of up to 20 named ones, else how many there are. */
function parts(joined: Atoms, { names }: Graining<never>, values: readonly number[]): Record<string, number> {
  if (names.length === 1) return { cells: new Set(joined.partitions[0]).size };
  if (names.length > 20) return { questions: names.length };
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
