/** A grammar of short programs in Polish notation: operators, quantities, thresholds on them, and numbers. */

import { InvalidWorld } from '../base/errors.ts';
import { memoise } from '../base/memoise.ts';
import { expected } from '../base/messages.ts';
import { worldOf } from '../disciple/disciple.ts';
import type { Compiled } from '../tables/compile.ts';
import type { Uniform } from '../world/chance.ts';
import { validateWorld } from '../world/validate-world.ts';
import type { World } from '../world/world.ts';
import { reachedValues } from './reached.ts';

/** The short programs of a world. A program is a sequence of tokens, and a token is given by its index. */
export interface Grammar {
  /** Every token as it is spelled: first the operators, and last the end token ''. */
  readonly tokens: readonly string[];
  /** How many arguments a token takes, which follow it: 0, 1 or 2. */
  arity(token: number): number;
  /**
   * Which tokens may follow a prefix.
   * @param prefix the tokens so far.
   * @param most how many tokens a program has at most, the end token not counted.
   * @returns 1 for each token that may follow such that a program can still be completed, else 0.
   */
  mask(prefix: readonly number[], most: number): Uint8Array;
  /** The source of a complete program, whose end token is left out: an expression that a disciple boots from. */
  spell(program: readonly number[]): string;
  /**
   * A random program. Wherever both may follow, an operator is as likely as a token that ends its branch.
   * @param uniform draws numbers in [0, 1).
   * @param most how many tokens it has at most; default 7.
   */
  sample(uniform: Uniform, most?: number): readonly number[];
  /** Every program of at most `most` tokens, the shortest first and then in the order of the tokens. */
  programs(most: number): Generator<readonly number[]>;
}

/** Each operator with the number of its arguments, which follow it. */
const OPERATORS = [
  ['neg', 1],
  ['+', 2],
  ['-', 2],
  ['*', 2],
  ['min', 2],
  ['max', 2],
] as const;

const NUMBERS = [1, 2, 3, 4, 5, 10];
/** A quantity has so many thresholds at most. */
const MOST_THRESHOLDS = 15;
/** How many tokens a program has at most where nothing else is said. */
export const MOST_TOKENS = 7;

/**
 * The grammar of a world. A token is an operator, a quantity, `quantity >= value` for values but the least that the
 * quantity can have at an outcome where it has more than two, or a small whole number. The values are all that can be
 * reached, or 15 spread evenly over them where there are more. A world is compiled for this; of one that is too large
 * the values are those of seeded episodes.
 * @throws InvalidWorld where the world breaks its contract.
 * @example
 * ```ts
 * import { grammar, registry } from 'reduced-impact';
 *
 * const { tokens, programs, spell } = grammar(registry.world('Subagent-v0'));
 * const sources = [...programs(3)].map(spell);
 * console.log(tokens.length, sources.length, sources.at(-1)); // 35 4004 max(10, 10)
 * ```
 */
export function grammar<State>(target: World<State> | Compiled<State>): Grammar {
  // Callers without a compiler may hand over anything, such as the id of a world.
  if (typeof target !== 'object' || target === null) {
    throw new InvalidWorld(expected('world', 'a world or its tables', target));
  }
  return memoise(target, 'grammar', () => {
    validateWorld(worldOf(target));
    return polish([...Object.keys(worldOf(target).quantities), ...thresholds(target)]);
  });
}

function thresholds<State>(target: World<State> | Compiled<State>): string[] {
  return [...reachedValues(target)].flatMap(([name, values]) => {
    if (values.length <= 2) return [];
    return spread(values.slice(1)).map((value) => `(${name} >= ${value})`);
  });
}

/** At most 15 of the values, evenly spread over their ranks, the last one included. */
function spread(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_THRESHOLDS) return values;
  const at = (i: number) => Math.round(((i + 1) * values.length) / MOST_THRESHOLDS) - 1;
  return Array.from({ length: MOST_THRESHOLDS }, (_, i) => values[at(i)]);
}

/** A grammar in which each program is an operator with its arguments, or a terminal. */
function polish(readings: readonly string[]): Grammar {
  const operators = OPERATORS.length;
  const tokens = [...OPERATORS.map(([operator]) => operator), ...readings, ...NUMBERS.map(String), ''];
  const end = tokens.length - 1;
  const arity = (token: number) => (token < operators ? OPERATORS[token][1] : 0);
  /** How many arguments are still to be written after a prefix. */
  const open = (prefix: readonly number[]) => prefix.reduce((left, token) => left - 1 + arity(token), 1);
  const mask = (prefix: readonly number[], most: number) => {
    const left = open(prefix);
    const room = most - prefix.length;
    return Uint8Array.from(tokens, (_, token) => {
      if (left === 0 || token === end) return Number(left === 0 && token === end);
      return Number(left + arity(token) <= room);
    });
  };
  return {
    tokens,
    arity,
    mask,
    spell(program) {
      let at = 0;
      const next = (): string => {
        const token = program[at++];
        if (arity(token) === 0) return tokens[token];
        if (arity(token) === 1) return `(-${next()})`;
        const [left, right] = [next(), next()];
        const operator = tokens[token];
        return operator === 'min' || operator === 'max'
          ? `${operator}(${left}, ${right})`
          : `(${left} ${operator} ${right})`;
      };
      return next();
    },
    sample(uniform, most = MOST_TOKENS) {
      const program: number[] = [];
      for (;;) {
        const allowed = mask(program, most);
        if (allowed[end] === 1) return program;
        const may = [...allowed.keys()].filter((token) => allowed[token] === 1);
        const ends = may.filter((token) => token >= operators);
        const needs = may.filter((token) => token < operators);
        const from = needs.length > 0 && uniform() < 0.5 ? needs : ends;
        program.push(from[Math.floor(uniform() * from.length)]);
      }
    },
    *programs(most) {
      for (let length = 1; length <= most; length++) yield* exactly(length);
    },
  };

  /** Every program of exactly `length` tokens, in the order of the tokens. */
  function* exactly(length: number): Generator<readonly number[]> {
    const prefix: number[] = [];
    function* extend(): Generator<readonly number[]> {
      const left = open(prefix);
      if (left === 0) {
        if (prefix.length === length) yield [...prefix];
        return;
      }
      const allowed = mask(prefix, length);
      for (let token = 0; token < end; token++) {
        if (allowed[token] === 0) continue;
        prefix.push(token);
        yield* extend();
        prefix.pop();
      }
    }
    yield* extend();
  }
}
