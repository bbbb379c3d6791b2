/** The words of which a writer makes programs, in Polish notation: operators, quantities, thresholds and numbers. */

import { memoise } from '../../core/base/memoise.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { possibleOutcomes } from '../../core/tables/plan.ts';
import type { Words } from './prefixes.ts';

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
/** A quantity with more values than this at the outcomes has no thresholds. */
const MOST_THRESHOLDS = 16;

/**
 * The words of a world. A token is an operator, a quantity, `quantity >= value` for each value but the least that the
 * quantity can have at an outcome where it has more than two, or a small whole number.
 */
export function wordsOf<State>(compiled: Compiled<State>): Words {
  return memoise(compiled, 'words', () => polish([...Object.keys(compiled.world.quantities), ...thresholds(compiled)]));
}

function thresholds<State>(compiled: Compiled<State>): string[] {
  const possible = possibleOutcomes(compiled);
  const outcomes = compiled.states.filter((_, index) => possible[index] === 1);
  return Object.entries(compiled.world.quantities).flatMap(([name, read]) => {
    const values = [...new Set(outcomes.map((state) => Number(read(state))))].sort((a, b) => a - b);
    if (values.length <= 2 || values.length > MOST_THRESHOLDS) return [];
    return values.slice(1).map((value) => `(${name} >= ${value})`);
  });
}

/** A grammar in which each program is an operator with its arguments, or a terminal. */
function polish(readings: readonly string[]): Words {
  const operators = OPERATORS.length;
  const tokens = [...OPERATORS.map(([operator]) => operator), ...readings, ...NUMBERS.map(String), ''];
  const end = tokens.length - 1;
  const argumentsOf = (token: number) => (token < operators ? OPERATORS[token][1] : 0);
  /** How many arguments are still to be written after a prefix. */
  const open = (prefix: readonly number[]) => prefix.reduce((left, token) => left - 1 + argumentsOf(token), 1);
  return {
    tokens,
    mask(prefix, most) {
      const left = open(prefix);
      const room = most - prefix.length;
      return Uint8Array.from(tokens, (_, token) => {
        if (left === 0 || token === end) return Number(left === 0 && token === end);
        return Number(left + argumentsOf(token) <= room);
      });
    },
    spell(program) {
      let at = 0;
      const next = (): string => {
        const token = program[at++];
        if (argumentsOf(token) === 0) return tokens[token];
        if (argumentsOf(token) === 1) return `(-${next()})`;
        const [left, right] = [next(), next()];
        const operator = tokens[token];
        return operator === 'min' || operator === 'max'
          ? `${operator}(${left}, ${right})`
          : `(${left} ${operator} ${right})`;
      };
      return next();
    },
  };
}
