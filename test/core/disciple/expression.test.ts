/** Sources are parsed to their values, and never run as code. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidSource } from '../../../core/base/errors.ts';
import { parseExpression } from '../../../core/disciple/expression.ts';

interface Counts {
  readonly clips: number;
  readonly housesRazed: number;
}
const quantities = { clips: (s: Counts) => s.clips, housesRazed: (s: Counts) => s.housesRazed };
const state: Counts = { clips: 7, housesRazed: 2 };
const value = (source: string) => parseExpression(source, quantities)(state);

/** An expression's text, how tightly its outermost operator binds, and its value by JavaScript's own arithmetic. */
interface Known {
  readonly text: string;
  readonly binds: number;
  readonly value: number;
}

const ATOM = 20;
const UNARY = 15;
const OPERATORS: Readonly<Record<string, readonly [number, (a: number, b: number) => number]>> = {
  '||': [1, (a, b) => Number(a || b ? 1 : 0) * Number(Boolean(a) || Boolean(b))],
  '&&': [2, (a, b) => Number(Boolean(a) && Boolean(b))],
  '==': [6, (a, b) => Number(a === b)],
  '!=': [6, (a, b) => Number(a !== b)],
  '===': [6, (a, b) => Number(a === b)],
  '!==': [6, (a, b) => Number(a !== b)],
  '<': [7, (a, b) => Number(a < b)],
  '<=': [7, (a, b) => Number(a <= b)],
  '>': [7, (a, b) => Number(a > b)],
  '>=': [7, (a, b) => Number(a >= b)],
  '+': [9, (a, b) => a + b],
  '-': [9, (a, b) => a - b],
  '*': [10, (a, b) => a * b],
  '/': [10, (a, b) => a / b],
  '%': [10, (a, b) => a % b],
  '**': [11, (a, b) => a ** b],
};

const within = (inner: Known, binds: number) => (inner.binds >= binds ? inner.text : `(${inner.text})`);

/** Parenthesised only where JavaScript's precedence and associativity need it. */
function binary(operator: string, a: Known, b: Known): Known {
  const [binds, apply] = OPERATORS[operator];
  const rightward = operator === '**';
  // A signed base of ** is refused: the parser drops the parentheses that would tell (-2) ** 2 from -2 ** 2.
  const base = a.binds === UNARY ? `(0 + ${a.text})` : within(a, ATOM);
  const left = rightward ? base : within(a, binds);
  const right = within(b, rightward ? binds : binds + 1);
  return { text: `${left} ${operator} ${right}`, binds, value: apply(a.value, b.value) };
}

const { known } = fc.letrec<{ known: Known }>((tie) => ({
  known: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'known' },
    fc.constantFrom<Known>(
      { text: 'clips', binds: ATOM, value: 7 },
      { text: 'housesRazed', binds: ATOM, value: 2 },
      { text: 'true', binds: ATOM, value: 1 },
      { text: '1.5e1', binds: ATOM, value: 15 },
      { text: '.25', binds: ATOM, value: 0.25 },
    ),
    fc.integer({ min: 0, max: 9 }).map((n): Known => ({ text: String(n), binds: ATOM, value: n })),
    fc
      .tuple(fc.constantFrom(...Object.keys(OPERATORS)), tie('known'), tie('known'))
      .map(([operator, a, b]) => binary(operator, a, b)),
    fc.tuple(fc.constantFrom('-', '+', '!'), tie('known')).map(
      ([operator, a]): Known => ({
        text: `${operator}(${a.text})`,
        binds: UNARY,
        value: operator === '-' ? -a.value : operator === '+' ? a.value : Number(!a.value),
      }),
    ),
    fc.tuple(tie('known'), tie('known'), tie('known')).map(
      ([a, b, c]): Known => ({
        text: `${within(a, 1)} ? ${b.text} : ${c.text}`,
        binds: 0,
        value: a.value ? b.value : c.value,
      }),
    ),
    fc.tuple(fc.constantFrom('min', 'max'), fc.array(tie('known'), { minLength: 1, maxLength: 3 })).map(
      ([name, args]): Known => ({
        text: `${name}(${args.map(({ text }) => text).join(', ')})`,
        binds: ATOM,
        value: Math[name](...args.map((arg) => arg.value)),
      }),
    ),
    fc
      .tuple(fc.constantFrom('abs', 'floor', 'ceil', 'round', 'sqrt', 'exp', 'log'), tie('known'))
      .map(([name, a]): Known => ({ text: `${name}(${a.text})`, binds: ATOM, value: Math[name](a.value) })),
  ),
}));

describe('parseExpression', () => {
  test.each(['min(clips 3)', 'max(1, min(clips 2))', 'min(1 2 3)'])('refuses %s, which lacks a comma', (source) => {
    expect(() => parseExpression(source, { clips: () => 1 })).toThrow('expected one comma between two arguments');
  });

  test.each([
    ['min(clips, 3', ')'],
    ['(1 + 2', ')'],
    ['clips +', 'expression after +'],
    ['1 ? 2', ':'],
  ])('refuses %s, which ends too early', (source, missing) => {
    expect(() => parseExpression(source, { clips: () => 1 })).toThrow(`expected ${missing} but the source ends`);
  });

  test.each(['-2 ** 2', '(-clips) ** 2', '!clips ** 2'])('refuses %s, whose sign is ambiguous', (source) => {
    expect(() => parseExpression(source, { clips: () => 1 })).toThrow('a signed base of **');
  });

  test('has the value that JavaScript’s arithmetic, precedence and associativity give', () => {
    fc.assert(
      fc.property(known, ({ text, value: wanted }) => {
        expect(value(text)).toBe(wanted);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each<[string, number]>([
    ['2 ** 3 ** 2', 512],
    ['10 - 3 - 2', 5],
    ['min(clips, 3) - 10 * housesRazed', -17],
    ['clips > 3 && housesRazed < 2 || clips == 7', 1],
    ['5 && 7', 1],
    ['0 || 5', 1],
    ['false ? 1 : true ? 3 : 4', 3],
    ['clips\n + 1', 8],
  ])('reads %s as %d', (source, wanted) => {
    expect(value(source)).toBe(wanted);
  });

  test('reads the state it is given, not one it has met', () => {
    const clips = parseExpression('clips * 2', quantities);
    expect([1, 5, 0].map((n) => clips({ clips: n, housesRazed: 0 }))).toEqual([2, 10, 0]);
  });

  test.each<[string, number]>([
    ['clips = 3', 7],
    ['clips += 3', 8],
    ['0x10', 2],
    ['`clips`', 1],
    ['(() => 1)()', 5],
    ['min(1,,2)', 8],
  ])('refuses the malformed %s, showing position %d', (source, position) => {
    expect(() => value(source)).toThrow(InvalidSource);
    expect(() => value(source)).toThrow(new RegExp(`at position ${position}$`));
  });

  test('offers the nearest quantity for an unknown one, and says where it stands', () => {
    expect(() => value('clips + houseRazed')).toThrow(InvalidSource);
    expect(() => value('clips + houseRazed')).toThrow(
      `unknown quantity 'houseRazed' at position 9. Did you mean 'housesRazed'?`,
    );
    expect(() => value('clipsy + xyzzyxyzzy')).toThrow(`'clipsy' at position 1. Did you mean 'clips'?`);
    expect(() => value('1 + xyzzyxyzzy')).toThrow(`at position 5. Known: clips, housesRazed.`);
    expect(() => value('clips + clip')).toThrow(`'clip' at position 9`);
    expect(() => value('1 + $x')).toThrow(`'$x' at position 5`);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', 'Math', 'process', 'globalThis'])(
    'knows nothing of %s, as quantity or as function',
    (name) => {
      expect(() => value(name)).toThrow(`unknown quantity '${name}'`);
      expect(() => value(`${name}(1)`)).toThrow(`a call of '${name}', not one of min, max, abs`);
    },
  );

  test.each<[string, RegExp]>([
    ['clips.constructor', /a MemberExpression/],
    ['clips["constructor"]', /a MemberExpression/],
    ['min.call(1, 2)', /a call of 'MemberExpression'/],
    ['clips()', /a call of 'clips'/],
    ['"clips"', /the literal "clips"/],
    ['null', /the literal null/],
    ['this', /a ThisExpression/],
    ['[1]', /a ArrayExpression/],
    ['(1, 2)', /a SequenceExpression/],
    ['~clips', /the operator '~'/],
    ['clips | 1', /the operator '\|'/],
    ['clips; clips', /several expressions/],
    ['typeof clips', /several expressions/],
    ['   ', /nothing/],
    ['abs(1, 2)', /abs with 2 arguments/],
    ['max()', /max with 0 arguments/],
  ])('refuses %s, which is no arithmetic', (source, message) => {
    expect(() => value(source)).toThrow(InvalidSource);
    expect(() => value(source)).toThrow(message);
  });

  test('refuses what is nested too deeply to evaluate, in whatever way', () => {
    for (const source of [`1${' + 1'.repeat(20_000)}`, `${'-'.repeat(3_000)}1`, `${'('.repeat(20_000)}1`]) {
      expect(() => value(source)).toThrow(InvalidSource);
    }
    expect(value(`1${' + 1'.repeat(500)}`)).toBe(501);
  });

  test('refuses a name of a hundred thousand characters at once, in a short line', () => {
    const refused = () => parseExpression('a'.repeat(100_000), quantities);
    expect(refused).toThrow(InvalidSource);
    expect(refused).toThrow(/^disciple source 'a{115}\.\.\.': unknown quantity 'a{115}\.\.\.'\. Known: [^\n]{1,80}$/);
  });

  test('shows no escape sequence of a source', () => {
    expect(() => parseExpression('clips + \x1b[31m', quantities)).toThrow(/^[\x20-\x7e]*$/);
  });
});
