/** Every program that the words allow boots, and the tree of prefixes always leads to one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../index.ts';
import { wordsOf } from '../../../agents/writing/words.ts';
import { checkSource } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const tiny = compile(tinyWorld);

test('the tiny world’s words are its quantities, the thresholds that they reach, and small numbers', () => {
  expect(wordsOf(tiny).tokens).toEqual([
    ...['neg', '+', '-', '*', 'min', 'max', 'clips', 'broken', 'cat'],
    ...['(clips >= 1)', '(clips >= 2)', '(clips >= 3)', '(clips >= 4)', '(clips >= 5)', '(cat >= 1)', '(cat >= 2)'],
    ...['1', '2', '3', '4', '5', '10', ''],
  ]);
});

test('they spell infix sources', () => {
  const words = wordsOf(tiny);
  const spell = (...program: string[]) => words.spell(program.map((token) => words.tokens.indexOf(token)));
  expect(spell('clips')).toBe('clips');
  expect(spell('-', 'min', 'clips', '2', '*', '10', 'broken')).toBe('(min(clips, 2) - (10 * broken))');
  expect(spell('neg', '+', 'cat', '1')).toBe('(-(cat + 1))');
});

test.each(['TinyVase-v0', 'Hurricane-v0', 'Subagent-v0'])(
  'whatever may be written in %s is a program that boots',
  (id) => {
    const compiled = id === tinyWorld.id ? tiny : compile(registry.world(id) as never);
    const words = wordsOf(compiled);
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
