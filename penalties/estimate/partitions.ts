/** Estimates a divergence over one or more partitions of the same draws. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import type { DivergenceName } from '../divergence.ts';
import { checkCounts } from './counts.ts';
import { estimateJackknife, jackknife, jackknifeValue } from './jackknife.ts';
import { normalQuantile, Z95 } from './normal.ts';
import { type Null, nullOf, relabeller } from './relabel.ts';
import { debiasedTv, estimateTv, type IntervalEstimate } from './tv.ts';

/** Two samples of the same atoms, and one or more ways to group the atoms into cells. */
export interface PartitionsRequest {
  /** Draws of branch 1 by atom, integers ≥ 0 that sum to `n1`. */
  readonly counts1: ArrayLike<number>;
  /** Draws of branch 0 by atom, integers ≥ 0 that sum to `n0`. */
  readonly counts0: ArrayLike<number>;
  readonly n1: number;
  readonly n0: number;
  /** Each maps every atom to its cell, cells numbered from 0: one for `joint`, one a question for the rest. */
  readonly partitions: readonly Int32Array[];
  /** How the partitions' divergences become one value: `each` and `random` take the mean, `worst` the maximum. */
  readonly combine: 'mean' | 'max';
  readonly divergence: DivergenceName;
  readonly seed: number | string;
  /** Relabellings behind the null, ≥ 2; default 200. */
  readonly repetitions?: number;
}

/** A divergence over partitions, estimated. */
export interface PartitionsEstimate {
  /** The debiased divergences, combined. */
  readonly value: number;
  /** 95 % interval of the combined divergence. */
  readonly interval: [low: number, high: number];
  /** The same estimate under pooled relabelling of the draws. */
  readonly null: Null;
  /** The debiased divergence of each partition. */
  readonly values: number[];
}

const DEFAULT_REPETITIONS = 200;

/** A partition's cells with the counts that fell into them, rewritten at each relabelling. */
interface Cells {
  readonly partition: Int32Array;
  readonly counts1: Int32Array;
  readonly counts0: Int32Array;
  sum: number;
  squares: number;
}

function cellsOf(partition: Int32Array, atoms: number): Cells {
  if (partition.length !== atoms) {
    throw new InvalidOption(expected('partition', `a cell for each of ${atoms} atoms`, partition.length));
  }
  let most = -1;
  for (const cell of partition) {
    if (cell < 0) throw new InvalidOption(expected('partition', 'cells of at least 0', cell));
    if (cell > most) most = cell;
  }
  const counts = () => new Int32Array(most + 1);
  return { partition, counts1: counts(), counts0: counts(), sum: 0, squares: 0 };
}

function collect({ partition, counts1, counts0 }: Cells, atoms1: ArrayLike<number>, atoms0: ArrayLike<number>): void {
  counts1.fill(0);
  counts0.fill(0);
  for (let i = 0; i < partition.length; i++) {
    counts1[partition[i]] += atoms1[i];
    counts0[partition[i]] += atoms0[i];
  }
}

function combined(values: ArrayLike<number>, combine: 'mean' | 'max'): number {
  let sum = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    if (values[i] > most) most = values[i];
  }
  return combine === 'max' ? most : sum / values.length;
}

/**
 * A divergence over one or more partitions from two samples, debiased, with a 95 % interval and its null.
 * The draws are relabelled jointly: every partition sees the same relabelling, so the null knows how the partitions
 * depend on each other. The interval of a mean has the mean ends (the deviation of a mean is at most the mean
 * deviation); that of a maximum runs from the greatest lower end to the greatest upper end, each partition's interval
 * at the normal quantile of 1 − 0.025/Q (Bonferroni over the Q partitions).
 *
 * Without partitions everything is 0. Deterministic in `seed`.
 *
 * @throws InvalidOption if counts, partitions or repetitions are malformed
 */
export function estimatePartitions(request: PartitionsRequest): PartitionsEstimate {
  const { counts1, counts0, n1, n0, partitions, combine, divergence, seed } = request;
  const repetitions = request.repetitions ?? DEFAULT_REPETITIONS;
  if (!(Number.isInteger(repetitions) && repetitions >= 2)) {
    throw new InvalidOption(expected('repetitions', 'an integer of at least 2', repetitions));
  }
  checkCounts(counts1, counts0, n1, n0);
  if (partitions.length === 0) return { value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, values: [] };
  const grouped = partitions.map((partition) => cellsOf(partition, counts1.length));

  const pooled = Int32Array.from(counts1, (count, i) => count + counts0[i]);
  const relabelled = relabeller(pooled, n1, seed);
  const nulls = new Float64Array(repetitions);
  const values = new Float64Array(grouped.length);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    relabelled.next();
    for (let q = 0; q < grouped.length; q++) {
      const cells = grouped[q];
      collect(cells, relabelled.counts1, relabelled.counts0);
      if (divergence === 'tv') {
        values[q] = debiasedTv(cells.counts1, cells.counts0, n1, n0);
      } else {
        const parts = jackknife(divergence, cells.counts1, cells.counts0, n1, n0);
        cells.sum += parts.plugin;
        cells.squares += parts.plugin * parts.plugin;
        values[q] = jackknifeValue(divergence, parts);
      }
    }
    nulls[repetition] = combined(values, combine);
  }

  const z = combine === 'max' && grouped.length > 1 ? -normalQuantile(0.025 / grouped.length) : Z95;
  const estimates = grouped.map((cells): IntervalEstimate => {
    collect(cells, counts1, counts0);
    if (divergence === 'tv') return estimateTv(cells.counts1, cells.counts0, n1, n0, { z });
    const mean = cells.sum / repetitions;
    const variance = Math.max(0, (cells.squares - repetitions * mean * mean) / (repetitions - 1));
    return estimateJackknife(divergence, cells.counts1, cells.counts0, n1, n0, { mean, variance }, { z });
  });
  const column = (end: keyof IntervalEstimate) => estimates.map((estimate) => estimate[end]);
  return {
    value: combined(column('value'), combine),
    interval: [combined(column('low'), combine), combined(column('high'), combine)],
    null: nullOf(nulls),
    values: column('value'),
  };
}
