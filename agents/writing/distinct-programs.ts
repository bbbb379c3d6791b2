/** Every program of a world's words up to a size, one for each distinct plan, in a fixed order. */
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import { grammar } from '../../core/grammar/grammar.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { goalKey, planKey } from './same-plan.ts';

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
  const goals = new Set<string>();
  const plans = new Set<string>();
  let spelled = 0;
  for (const tokens of programs(size)) {
    spelled++;
    const source = spell(tokens);
    const goal = goalKey(compiled, source);
    if (goal === null || goals.has(goal)) continue;
    goals.add(goal);
    const disciple = boot(compiled, source);
    const plan = planKey(compiled, disciple);
    if (plan === null || plans.has(plan)) continue;
    plans.add(plan);
    yield { source, disciple, spelled };
  }
}
