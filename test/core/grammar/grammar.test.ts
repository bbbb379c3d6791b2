/** Every program that the words allow boots, and the tree of prefixes always leads to one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../index.ts';
import { InvalidWorld } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { checkSource } from '../../../core/disciple/disciple.ts';
import { grammar } from '../../../core/grammar/grammar.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import type { World } from '../../../core/world/world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const tiny = compile(tinyWorld);

test('the tiny world’s words are its quantities, the thresholds that they reach, and small numbers', () => {
  expect(grammar(tiny).tokens).toEqual([
    ...['neg', '+', '-', '*', 'min', 'max', 'clips', 'broken', 'cat'],
    ...['(clips >= 1)', '(clips >= 2)', '(clips >= 3)', '(clips >= 4)', '(clips >= 5)', '(cat >= 1)', '(cat >= 2)'],
    ...['1', '2', '3', '4', '5', '10', ''],
  ]);
});

test.each([
  ['nothing', undefined, /^world: expected a world or its tables but received undefined$/],
  ['an empty object', {}, /^world: id: expected the form 'Name-v0' but received undefined$/],
])('%s has no grammar, which is said in one line', (_, given, message) => {
  expect(() => grammar(given as never)).toThrow(InvalidWorld);
  expect(() => grammar(given as never)).toThrow(message);
});

test('they spell infix sources', () => {
  const words = grammar(tiny);
  const spell = (...program: string[]) => words.spell(program.map((token) => words.tokens.indexOf(token)));
  expect(spell('clips')).toBe('clips');
  expect(spell('-', 'min', 'clips', '2', '*', '10', 'broken')).toBe('(min(clips, 2) - (10 * broken))');
  expect(spell('neg', '+', 'cat', '1')).toBe('(-(cat + 1))');
});

test.each(['TinyVase-v0', 'Hurricane-v0', 'Subagent-v0'])(
  'whatever may be written in %s is a program that boots',
  (id) => {
    const compiled = id === tinyWorld.id ? tiny : compile(registry.world(id) as never);
    const words = grammar(compiled);
    const end = words.tokens.length - 1;
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (picks, most) => {
          const program: number[] = [];
          for (const pick of picks) {
            const mask = words.mask(program, most);
            const allowed = [...mask.keys()].filter((token) => mask[token] === 1);
            expect(allowed.length).toBeGreaterThan(0);
            const token = allowed[pick % allowed.length];
            if (token === end) break;
            program.push(token);
          }
          expect(program.length).toBeLessThanOrEqual(most);
          expect([...words.mask(program, most).keys()].filter((token) => words.mask(program, most)[token])).toEqual([
            end,
          ]);
          // An uncompiled world parses and plans nothing.
          expect(() => checkSource(compiled.world, words.spell(program))).not.toThrow();
        },
      ),
      { numRuns: 60 },
    );
  },
);

test('programs of at most three tokens: each once, the shortest first, as many as can be counted', () => {
  const { tokens, programs, spell } = grammar(tiny);
  const all = [...programs(3)];
  const terminals = tokens.length - 7;
  // One token; neg and one token; neg, neg and one token; five operators with two tokens each.
  expect(all).toHaveLength(3 * terminals + 5 * terminals ** 2);
  expect(new Set(all.map(spell)).size).toBe(all.length);
  expect(all.map(({ length }) => length)).toEqual(all.map(({ length }) => length).toSorted());
});

test('a random program is complete, has at most the tokens that were asked for, and follows from the seed', () => {
  const { sample, mask, tokens } = grammar(tiny);
  const end = tokens.length - 1;
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 12 }), (seed, most) => {
      const program = sample(stream(seed, 'programs'), most);
      expect(program.length).toBeLessThanOrEqual(most);
      expect(mask(program, most)[end]).toBe(1);
      expect(sample(stream(seed, 'programs'), most)).toEqual(program);
    }),
  );
  const lengths = Array.from({ length: 300 }, (_, seed) => sample(stream(seed, 'programs')).length);
  expect(new Set(lengths)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
});

test('a world and its tables have one grammar', () => {
  expect(grammar(tinyWorld).tokens).toEqual(grammar(tiny).tokens);
});

/** A world that makes so many choices as it begins that it does not compile: it counts the heads of 1,001 coins. */
const { text: _, wire: __, scene: ___, ...tinyFields } = tinyWorld;
const vast: World<number> = {
  ...tinyFields,
  id: 'Vast-v0',
  horizon: 5,
  actions: ['wait', 'add'],
  evidence: { variables: [{ name: 'only', arity: 1, scale: 'nominal' }], prior: () => [0] },
  quantities: { count: (state) => state, isOdd: (state) => state % 2 },
  questions: [],
  disciples: [{ id: 'null', source: '', summary: 'nothing' }],
  begin: (_evidence, _present, chance) => Array.from({ length: 1001 }, () => chance.flip(0.5)).filter(Boolean).length,
  step: (state, action) => state + action,
  key: String,
  observe: (state) => [state],
  utility: () => 0,
  harm: () => 0,
  draw: String,
};

test('a world that is too large to compile has the thresholds that random disciples reach', () => {
  const { tokens } = grammar(vast);
  const counts = tokens.flatMap((token) => /count >= (\d+)/.exec(token)?.[1] ?? []).map(Number);
  expect(counts).toHaveLength(15);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  // Seven deviations of the number of heads, and the five that a disciple may add.
  expect(counts[0]).toBeGreaterThan(500 - 112);
  expect(counts[14]).toBeLessThan(505 + 112);
  expect(tokens.filter((token) => token.includes('isOdd'))).toEqual(['isOdd']);
});
