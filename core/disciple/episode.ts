/** Programs that draw one of several plans as an episode begins. */

import { pickWeighted } from '../base/random.ts';
import type { PolicyTable } from '../tables/policy-table.ts';
import type { Uniform } from '../world/chance.ts';
import type { Disciple } from './disciple.ts';

/** The policy that runs in one episode: the part that is drawn, or the disciple itself, for which nothing is drawn. */
export function episodePolicy<State>(disciple: Disciple<State>, uniform: Uniform): Disciple<State> {
  const { parts } = disciple;
  return parts ? parts.disciples[pickWeighted(parts.probabilities, uniform())] : disciple;
}

/** The table that runs in one episode. */
export function episodeTable(table: PolicyTable, uniform: Uniform): PolicyTable {
  return table.kind === 'mixture' ? table.parts[pickWeighted(table.probabilities, uniform())] : table;
}

/**
 * A program that draws one of some policies as it boots. A single one is drawn without a draw.
 * @param probabilities one for each policy, > 0; they sum to 1.
 * @param disciples policies that are no mixtures themselves.
 */
export function mixture<State>(
  source: string,
  probabilities: Float64Array,
  disciples: readonly Disciple<State>[],
): Disciple<State> {
  if (disciples.length === 1) return disciples[0];
  const tables = disciples.flatMap(({ table }) => (table ? [table] : []));
  return {
    source,
    act: () => {
      throw new Error('a mixture acts by one of its parts: draw it with episodePolicy as the episode begins');
    },
    table: tables.length === disciples.length ? { kind: 'mixture', probabilities, parts: tables } : null,
    parts: { probabilities, disciples },
  };
}
