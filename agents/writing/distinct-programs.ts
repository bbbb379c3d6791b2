/** Every program of a world's words up to a size, one for each distinct plan, in a fixed order. */
import type { Disciple } from '../../core/disciple/disciple.ts';
import { grammar } from '../../core/grammar/grammar.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { DistinctPlans } from './same-plan.ts';

/** A program that is the first of those with its plan. */
export interface DistinctProgram {
  readonly source: string;
  readonly disciple: Disciple;
  /** How many sources were spelled so far, this one included. */
  readonly spelled: number;
}

/**
 * The programs of at most `size` tokens whose plans differ, shortest first. A source whose goal, up to a factor and a
 * constant, was planned before is passed over without planning.
 */
export function* distinctPrograms(compiled: Compiled, size: number): Generator<DistinctProgram> {
  const { programs, spell } = grammar(compiled);
  const distinct = new DistinctPlans(compiled);
  let spelled = 0;
  for (const tokens of programs(size)) {
    spelled++;
    const source = spell(tokens);
    const disciple = distinct.add(source);
    if (disciple) yield { source, disciple, spelled };
  }
}
