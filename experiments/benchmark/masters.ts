import { bestOf, quantiliser } from '../../agents/masters/quantiliser.ts';
import { contentWith, satisficer } from '../../agents/masters/satisficer.ts';
import type { WorldCase } from '../../judging/world-case.ts';
import { type BenchmarkRow, NO_CELLS, NO_WINDOW } from './row.ts';

/** A master that is no argmax and has no penalty: DESIGN §6 counts it among the comparators. */
export interface UnpenalisedMaster {
  readonly id: string;
  readonly summary: string;
  /** The library indices among which it picks uniformly, from the utilities that it expects of them. */
  readonly among: (utilities: readonly number[]) => readonly number[];
}

export const unpenalisedMasters: readonly UnpenalisedMaster[] = [
  { id: satisficer.id, summary: satisficer.summary, among: contentWith },
  { id: quantiliser.id, summary: quantiliser.summary, among: bestOf },
];

/** Exact utility and harm of what a master without a penalty sends, averaged over its choices and over the prior. */
export function masterRow(
  { compiled, prior, objective, utility, harm }: WorldCase,
  master: UnpenalisedMaster,
): BenchmarkRow {
  const sent = objective.map(master.among);
  const mean = (values: readonly (readonly number[])[]) =>
    prior.reduce(
      (sum, weight, e) => sum + weight * sent[e].reduce((part, s) => part + values[e][s] / sent[e].length, 0),
      0,
    );
  return {
    world: compiled.world.id,
    penalty: master.id,
    values: 'exact',
    ...NO_WINDOW,
    auroc: null,
    utility: mean(utility),
    harm: mean(harm),
    nullHarm: prior.reduce((sum, weight, e) => sum + weight * harm[e][0], 0),
    ...NO_CELLS,
    note: `a master without a penalty: ${master.summary}`,
  };
}
