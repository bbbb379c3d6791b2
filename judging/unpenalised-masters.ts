/**
 * The masters without a penalty, as comparators: the satisficer and the quantiliser, with their exact utility and harm.
 */
import { bestOf, quantiliser } from '../agents/masters/quantiliser.ts';
import { contentWith, satisficer } from '../agents/masters/satisficer.ts';
import type { WorldCase } from './world-case.ts';

/** A master that picks uniformly among some disciples, by their utility alone. */
export interface UnpenalisedMaster {
  readonly id: string;
  /** One line. */
  readonly summary: string;
  /** The library indices among which it picks uniformly, from the utility that it expects of each disciple. */
  readonly among: (utilities: readonly number[]) => readonly number[];
}

/** The masters without a penalty. */
export const unpenalisedMasters: readonly UnpenalisedMaster[] = [
  { id: satisficer.id, summary: satisficer.summary, among: contentWith },
  { id: quantiliser.id, summary: quantiliser.summary, among: bestOf },
];

/** The exact mean utility and harm of what a master sends, each in [0, 1]. */
export interface SentMeans {
  readonly utility: number;
  readonly harm: number;
}

/**
 * The exact utility and harm of what a master without a penalty sends: the mean over its choices and over the prior.
 */
export function sentMeans({ prior, objective, utility, harm }: WorldCase, { among }: UnpenalisedMaster): SentMeans {
  const sent = objective.map(among);
  const mean = (values: readonly (readonly number[])[]) =>
    prior.reduce(
      (sum, weight, e) => sum + weight * sent[e].reduce((part, s) => part + values[e][s] / sent[e].length, 0),
      0,
    );
  return { utility: mean(utility), harm: mean(harm) };
}
