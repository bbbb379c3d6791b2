/** Parses a disciple's source: an expression over a world's quantities. */
import jsep from 'jsep';
import { InvalidSource } from '../base/errors.ts';
import { didYouMean, messageOf, printable, shorten, show } from '../base/messages.ts';

/** The value of a parsed source in a state. */
export type Valuation<State> = (state: State) => number;

type Quantities<State> = Readonly<Record<string, (state: State) => number>>;

const FUNCTIONS: Readonly<Record<string, { arity: number | 'any'; apply: (...values: number[]) => number }>> = {
  min: { arity: 'any', apply: Math.min },
  max: { arity: 'any', apply: Math.max },
  abs: { arity: 1, apply: Math.abs },
  floor: { arity: 1, apply: Math.floor },
  ceil: { arity: 1, apply: Math.ceil },
  round: { arity: 1, apply: Math.round },
  sqrt: { arity: 1, apply: Math.sqrt },
  exp: { arity: 1, apply: Math.exp },
  log: { arity: 1, apply: Math.log },
};

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '===': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '!==': (a, b) => Number(a !== b),
};

/** Levels of a tree at most: a deeper one could overflow the stack, while it is built or evaluated. */
const MOST_NESTED = 1_000;

/** What closes a bracket. */
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** The longest name of which a message looks for the position. */
const LONGEST_NAME = 1_000;

/**
 * The valuation that an expression over a world's quantities stands for: numbers, quantities, + − * / % **,
 * comparisons (1 or 0), && || !, ?:, and min, max, abs, floor, ceil, round, sqrt, exp, log. jsep parses it, and it is
 * never evaluated as code.
 * @throws InvalidSource with the position where the parser stopped, or the name of the nearest quantity.
 */
export function parseExpression<State>(source: string, quantities: Quantities<State>): Valuation<State> {
  let tree: jsep.Expression;
  try {
    tree = jsep(source);
  } catch (error) {
    const index = (error as { index?: number }).index;
    const reason = messageOf(error)
      .replace(/ at character \d+$/, '')
      .replace(/\s+/g, ' ');
    const subject = `disciple source ${show(source)}`;
    const ended = /^(?:Expected |Unclosed )(.*)$/.exec(reason);
    if (ended && index !== undefined && index >= source.trimEnd().length) {
      const wanted = reason.startsWith('Unclosed') ? (CLOSING[ended[1]] ?? ended[1]) : ended[1];
      throw new InvalidSource(`${subject}: expected ${wanted} but the source ends`, { cause: error });
    }
    const at = index === undefined ? '' : ` at position ${index + 1}`;
    throw new InvalidSource(`${subject}: ${reason}${at}`, { cause: error });
  }
  const valuation = build(tree, source, quantities, 0);
  // The parser forgives a missing comma between two arguments without a word.
  if (countCommas(tree) !== source.split(',').length - 1) {
    throw new InvalidSource(`disciple source ${show(source)}: expected one comma between two arguments`);
  }
  return valuation;
}

/** How many commas the calls in a tree need. */
function countCommas(node: jsep.Expression): number {
  let commas = node.type === 'CallExpression' ? (node as jsep.CallExpression).arguments.length - 1 : 0;
  for (const part of Object.values(node).flat()) {
    if (typeof part === 'object' && part !== null) commas += countCommas(part as jsep.Expression);
  }
  return commas;
}

/** ` at position N`, where an identifier first stands in a source, counted from 1. */
function positionOf(name: string, source: string): string {
  // A pattern of tens of thousands of characters is refused by the regular expressions themselves.
  if (name.length > LONGEST_NAME) return '';
  const part = '[\\w$\\u0080-\\uffff]';
  const found = source.search(new RegExp(`(?<!${part})${name.replaceAll('$', '\\$')}(?!${part})`));
  return ` at position ${found + 1}`;
}

function build<State>(
  node: jsep.Expression,
  source: string,
  quantities: Quantities<State>,
  depth: number,
): Valuation<State> {
  const refuse = (what: string): never => {
    const wanted = `an expression over ${Object.keys(quantities).join(', ')}`;
    throw new InvalidSource(`disciple source ${show(source)}: expected ${wanted} but received ${what}`);
  };
  if (depth > MOST_NESTED) return refuse(`more than ${MOST_NESTED} levels`);
  const child = (next: unknown) => build(next as jsep.Expression, source, quantities, depth + 1);
  switch (node.type) {
    case 'Literal': {
      const { value } = node as jsep.Literal;
      if (typeof value === 'number') return () => value;
      if (typeof value === 'boolean') return () => Number(value);
      return refuse(`the literal ${shorten(printable(String((node as jsep.Literal).raw)), 60)}`);
    }
    case 'Identifier': {
      const { name } = node as jsep.Identifier;
      if (Object.hasOwn(quantities, name)) return quantities[name];
      const known = Object.keys(quantities);
      const where = `${show(name)}${positionOf(name, source)}`;
      throw new InvalidSource(`disciple source ${show(source)}: unknown quantity ${where}.${didYouMean(name, known)}`);
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression;
      const inner = child(argument);
      if (operator === '-') return (state) => -inner(state);
      if (operator === '+') return inner;
      if (operator === '!') return (state) => Number(!inner(state));
      return refuse(`the operator '${operator}'`);
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      // The parser drops parentheses and binds the sign first, so -2 ** 2 would silently be 4.
      if (operator === '**' && left.type === 'UnaryExpression') {
        return refuse('a signed base of **, which is ambiguous: write 0 - (a ** b)');
      }
      const a = child(left);
      const b = child(right);
      if (operator === '&&') return (state) => Number(Boolean(a(state)) && Boolean(b(state)));
      if (operator === '||') return (state) => Number(Boolean(a(state)) || Boolean(b(state)));
      if (!Object.hasOwn(BINARY, operator)) return refuse(`the operator '${operator}'`);
      const apply = BINARY[operator];
      return (state) => apply(a(state), b(state));
    }
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression;
      const condition = child(test);
      const yes = child(consequent);
      const no = child(alternate);
      return (state) => (condition(state) ? yes(state) : no(state));
    }
    case 'CallExpression': {
      const { callee, arguments: args } = node as jsep.CallExpression;
      const name = callee.type === 'Identifier' ? String((callee as jsep.Identifier).name) : '';
      if (!Object.hasOwn(FUNCTIONS, name)) {
        return refuse(`a call of ${show(name || callee.type)}, not one of ${Object.keys(FUNCTIONS).join(', ')}`);
      }
      const { arity, apply } = FUNCTIONS[name];
      if (args.length === 0 || (arity !== 'any' && args.length !== arity)) {
        return refuse(`${name} with ${args.length} arguments`);
      }
      const values = args.map(child);
      return (state) => apply(...values.map((value) => value(state)));
    }
    case 'Compound':
      return refuse((node as jsep.Compound).body.length === 0 ? 'nothing' : 'several expressions');
    default:
      return refuse(`a ${node.type}`);
  }
}
