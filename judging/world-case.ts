/** What every penalty of one world is judged against, computed once for all of them. */
import { boot, type Disciple } from '../core/disciple/disciple.ts';
import type { Compiled } from '../core/tables/compile.ts';
import { exactObjective, libraryUtilities } from '../penalties/objective.ts';
import { acceptableOf, harmlessOf, libraryHarms } from './judge.ts';

/** The exact figures of a world's library. Arrays of arrays are by evidence value, then by library index. */
export interface WorldCase {
  readonly compiled: Compiled;
  readonly disciples: readonly Disciple[];
  /** Probability of each evidence value. */
  readonly prior: readonly number[];
  readonly objective: readonly (readonly number[])[];
  readonly utility: readonly (readonly number[])[];
  readonly harm: readonly (readonly number[])[];
  readonly acceptable: readonly (readonly boolean[])[];
  readonly harmless: readonly (readonly boolean[])[];
}

/**
 * The exact utilities and harms of the whole library.
 *
 * @param erasure the probability that the wire erases the source, in [0, 1]
 * @throws InvalidWorld for a utility or a harm outside [0, 1]
 */
export function worldCase(compiled: Compiled, erasure: number): WorldCase {
  const values = compiled.evidences.map(({ value }) => value);
  const utility = values.map((value) => libraryUtilities(compiled, value));
  const harm = values.map((value) => libraryHarms(compiled, value));
  return {
    compiled,
    disciples: compiled.world.disciples.map(({ source }) => boot(compiled, source)),
    prior: compiled.evidences.map(({ probability }) => probability),
    objective: values.map((value) => exactObjective(compiled, value, erasure)),
    utility,
    harm,
    acceptable: utility.map((row, e) => acceptableOf(row, harm[e])),
    harmless: harm.map(harmlessOf),
  };
}
