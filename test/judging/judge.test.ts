/** Acceptable disciples and λ-windows, against their definitions written anew. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption, NoExactValue, UnknownId } from '../../core/base/errors.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';
import { acceptable } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../../penalties/objective.ts';
import { exactly, nothing, type Penalty } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import { tinyWorld } from '../fixtures/tiny-world.ts';

/** By evidence, by disciple; entry 0 is the null program's. */
type Table = readonly (readonly number[])[];

/** One tick, in which disciple i takes action i: utility, harm and penalty are whatever the tables say. */
function tableWorld(utility: Table, harm: Table): Compiled {
  const count = utility[0].length;
  const world: World<{ evidence: number; done: number }> = {
    id: 'Table-v0',
    summary: 'What is done is all that counts.',
    horizon: 1,
    actions: Array.from({ length: count }, (_, i) => (i === 0 ? 'wait' : `act${i}`)),
    evidence: {
      variables: [{ name: 'case', arity: utility.length, scale: 'nominal' }],
      prior: (chance) => [chance.below(utility.length)],
    },
    quantities: { done: (s) => s.done },
    questions: [],
    disciples: Array.from({ length: count }, (_, i) => ({
      id: `do${i}`,
      source: i === 0 ? '' : `done == ${i}`,
      summary: `Action ${i}.`,
    })),
    begin: ([evidence]) => ({ evidence, done: 0 }),
    step: (state, action) => ({ ...state, done: action }),
    key: (s) => `${s.evidence}/${s.done}`,
    observe: (s) => [s.done],
    utility: (s) => utility[s.evidence][s.done],
    harm: (s) => harm[s.evidence][s.done],
    draw: (s) => String(s.done),
  };
  return compile(world) as Compiled;
}

/** The exact values of the penalty `test/table`. */
let table: Table = [];
const fake: Penalty = {
  id: 'test/table',
  summary: 'whatever the table says',
  measure: async () => nothing(false),
  exact: ({ evidence, disciple }) => {
    const source = disciple.source;
    return exactly(source === '' ? 0 : table[evidence[0]][Number(source.split('== ')[1])]);
  },
};
penalties.register(fake);

/** Acceptable disciples by their definition in docs/judging.md, written anew. */
function acceptableByHand(utility: readonly number[], harm: readonly number[]): number[] {
  const all = utility.map((_, s) => s);
  const harmless = all.filter((s) => harm[s] - harm[0] <= 0.05);
  const best = Math.max(...harmless.map((s) => utility[s]));
  const good = harmless.filter((s) => s > 0 && utility[s] >= 0.9 * best && utility[s] > utility[0]);
  return good.length > 0 ? good : [0];
}

function choiceByHand(utility: readonly number[], penalty: readonly number[], weight: number, erasure: number): number {
  const scores = utility.map((u, s) => (1 - erasure) * u + erasure * utility[0] - weight * penalty[s]);
  const best = Math.max(...scores);
  return scores.findIndex((score) => score >= best - 1e-9);
}

/** Utilities and penalties in steps of 1/20: two breakpoints are then never nearer than 1 part in 400. */
const DISCIPLES = 4;
const twentieths = fc.array(
  fc.integer({ min: 0, max: 20 }).map((n) => n / 20),
  { minLength: DISCIPLES, maxLength: DISCIPLES },
);
// Steps of 1/16, so that no harm lies at the tolerance of 0.05, where rounding would decide.
const sixteenths = fc.array(
  fc.integer({ min: 0, max: 3 }).map((n) => n / 16),
  { minLength: DISCIPLES, maxLength: DISCIPLES },
);
const tables = (row: fc.Arbitrary<number[]>) => fc.array(row, { minLength: 2, maxLength: 2 });

describe('lambdaWindow', () => {
  // 0.0006 decades, 1 part in 724; shifted so that no weight is a breakpoint.
  const STEPS = 10_000;
  const STEP = 6 / STEPS;
  const weights = Array.from({ length: STEPS }, (_, i) => 10 ** (-3 + (i + 0.4142) * STEP));

  test('is the longest run of weights with acceptable choices, as brute force over a fine grid finds it', () => {
    let wide = 0;
    fc.assert(
      fc.property(tables(twentieths), tables(sixteenths), tables(twentieths), (utility, harm, values) => {
        table = values.map((row) => [0, ...row.slice(1)]);
        const found = lambdaWindow(tableWorld(utility, harm), 'test/table', { erasure: 0.05 });
        const good = utility.map((row, e) => acceptableByHand(row, harm[e]));
        let longest = 0;
        let run = 0;
        for (const weight of weights) {
          const fine = utility.every((row, e) => good[e].includes(choiceByHand(row, table[e], weight, 0.05)));
          run = fine ? run + 1 : 0;
          longest = Math.max(longest, run);
          if (weight > found.low && weight < found.high) expect(fine).toBe(true);
        }
        if (longest > 0) wide++;
        expect(Math.abs(found.decades - longest * STEP)).toBeLessThan(2 * STEP);
        if (found.decades > 0) expect(Math.log10(found.high / found.low)).toBeCloseTo(found.decades, 12);
        else expect(found).toEqual({ low: 0, high: 0, decades: 0 });
      }),
      { numRuns: 40 },
    );
    // The property is not met emptily.
    expect(wide).toBeGreaterThan(4);
  });

  test('has the ends worked out by hand', () => {
    // Careful (u .8, p .1) beats harmful (u 1, p .6) from λ = .95 · .2 / .5 and null (u 0) up to λ = .95 · .8 / .1.
    table = [[0, 0.1, 0.6]];
    const compiled = tableWorld([[0, 0.8, 1]], [[0, 0, 1]]);
    const { low, high, decades } = lambdaWindow(compiled, 'test/table', { erasure: 0.05 });
    expect(low).toBeCloseTo(0.38, 9);
    expect(high).toBeCloseTo(7.6, 9);
    expect(decades).toBeCloseTo(Math.log10(20), 9);
    // Erasure scales both ends and leaves the width.
    const other = lambdaWindow(compiled, 'test/table', { erasure: 0.5 });
    expect(other.low).toBeCloseTo(0.2, 9);
    expect(other.decades).toBeCloseTo(decades, 9);
    expect(lambdaWindow(compiled, 'test/table')).toEqual({ low, high, decades });
  });

  test('is six decades where the choice is always acceptable, zero where it never is', () => {
    table = [[0, 0, 0]];
    expect(lambdaWindow(tableWorld([[0, 1, 0.5]], [[0, 0, 0]]), 'test/table')).toEqual({
      low: 1e-3,
      high: 1e3,
      decades: 6,
    });
    expect(lambdaWindow(tableWorld([[0, 0.9, 1]], [[0, 0, 1]]), 'test/table').decades).toBe(0);
  });

  test('needs the choice to be acceptable under every evidence value at once', () => {
    const utility = [
      [0, 0.8, 1],
      [0, 0.8, 1],
    ];
    const harm = [
      [0, 0, 1],
      [0, 0, 1],
    ];
    // Under the first evidence from 0.38 to 7.6, under the second from 0.19 / 0.1 = 1.9 to 0.76 / 0.5 = 1.52: none.
    table = [
      [0, 0.1, 0.6],
      [0, 0.5, 0.6],
    ];
    expect(lambdaWindow(tableWorld(utility, harm), 'test/table').decades).toBe(0);
    table = [
      [0, 0.1, 0.6],
      [0, 0.2, 0.6],
    ];
    const { low, high } = lambdaWindow(tableWorld(utility, harm), 'test/table');
    expect(low).toBeCloseTo(0.19 / 0.4, 9);
    expect(high).toBeCloseTo(0.76 / 0.2, 9);
  });

  test('says what it cannot do', () => {
    const compiled = compile(tinyWorld) as Compiled;
    expect(() => lambdaWindow(compiled, 'coarse/pathwise')).toThrow(NoExactValue);
    expect(() => lambdaWindow(compiled, 'coarse/learned/tv')).toThrow(NoExactValue);
    expect(() => lambdaWindow(compiled, 'coarse/jont/tv')).toThrow(UnknownId);
  });
});

describe('acceptable', () => {
  test('is what its definition says, whatever the utilities and harms', () => {
    fc.assert(
      fc.property(twentieths, sixteenths, (utility, harm) => {
        const compiled = tableWorld([utility], [harm]);
        expect(acceptable(compiled, [0])).toEqual(acceptableByHand(utility, harm).map((s) => `do${s}`));
      }),
    );
  });

  test('takes the harmless within 0.05 and the useful within a tenth of the best of them', () => {
    const compiled = tableWorld([[0.1, 1, 0.8, 0.75, 0.7]], [[0.1, 0.9, 0.14, 0.1, 0]]);
    // 0.7 < 0.9 · 0.8; the best of all is harmful.
    expect(acceptable(compiled, [0])).toEqual(['do2', 'do3']);
  });

  test('is the null alone where every other is harmful or useless', () => {
    expect(acceptable(tableWorld([[0, 1, 0.9]], [[0, 1, 0.06]]), [0])).toEqual(['do0']);
    expect(acceptable(tableWorld([[0.5, 0.5, 1]], [[0, 0, 1]]), [0])).toEqual(['do0']);
  });

  test('refuses an evidence value without prior probability', () => {
    expect(() => acceptable(tableWorld([[0, 1]], [[0, 0]]), [3])).toThrow(InvalidOption);
  });
});

test('bestIndex leaves ties within 1e-9 to the null, then to the lower index', () => {
  expect(bestIndex([0, 0, 0])).toBe(0);
  expect(bestIndex([0, 1e-10, 0])).toBe(0);
  expect(bestIndex([0, 0.5, 0.5 + 1e-10])).toBe(1);
  expect(bestIndex([0, 0.5, 0.5 + 1e-8])).toBe(2);
});

test('the objective mixes both outcomes of the wire, the penalties are the exact ones', () => {
  const compiled = tableWorld([[0.2, 0.8, 1]], [[0, 0, 0]]);
  const objective = exactObjective(compiled, [0], 0.25);
  [0.2, 0.75 * 0.8 + 0.25 * 0.2, 0.75 + 0.25 * 0.2].forEach((value, s) => {
    expect(objective[s]).toBeCloseTo(value, 12);
  });
  table = [[0, 0.3, 0.4]];
  expect(exactPenalties(compiled, [0], 'test/table')).toEqual([0, 0.3, 0.4]);
});
