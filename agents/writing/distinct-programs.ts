/** Every program of a world's words up to a size, one for each distinct plan, in a fixed order. */
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import type { Words } from './prefixes.ts';
import { goalKey, planKey } from './same-plan.ts';
import { wordsOf } from './words.ts';

/** A program that is the first of those with its plan. */
export interface DistinctProgram {
  readonly source: string;
  readonly disciple: Disciple;
  /** How many sources were spelled so far, this one included. */
  readonly spelled: number;
}

/** Every complete sequence of exactly `length` tokens, in the order of the tokens. */
function* sequences(words: Words, length: number): Generator<readonly number[]> {
  const end = words.tokens.length - 1;
  const prefix: number[] = [];
  function* extend(): Generator<readonly number[]> {
    const allowed = words.mask(prefix, length);
    if (prefix.length === length) {
      if (allowed[end] === 1) yield prefix;
      return;
    }
    for (let token = 0; token < end; token++) {
      if (allowed[token] === 0) continue;
      prefix.push(token);
      yield* extend();
      prefix.pop();
    }
  }
  yield* extend();
}

/**
 * The programs of at most `size` tokens whose plans differ, shortest first. A source whose goal, up to a factor and a
 * constant, was planned before is passed over without planning.
 */
export function* distinctPrograms(compiled: Compiled, size: number): Generator<DistinctProgram> {
  const words = wordsOf(compiled);
  const goals = new Set<string>();
  const plans = new Set<string>();
  let spelled = 0;
  for (let length = 1; length <= size; length++) {
    for (const tokens of sequences(words, length)) {
      spelled++;
      const source = words.spell(tokens);
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
}
