/** Whatever is bred from programs of a grammar is a program of that grammar. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Breeding } from '../../../agents/writing/breeding.ts';
import { stream } from '../../../core/base/random.ts';
import { checkSource } from '../../../core/disciple/disciple.ts';
import { grammar } from '../../../core/grammar/grammar.ts';
import { compile } from '../../../core/tables/compile.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const words = grammar(compile(tinyWorld));

test('a child is a complete program of at most so many tokens, and follows from the seed', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, most) => {
      const breed = () => {
        const uniform = stream(seed, 'breeding');
        const [first, second] = [words.sample(uniform, most), words.sample(uniform, most)];
        return new Breeding(words, most, uniform).child(first, second);
      };
      const child = breed();
      expect(child.length).toBeLessThanOrEqual(most);
      expect(words.mask(child, most)[words.tokens.length - 1]).toBe(1);
      expect(() => checkSource(tinyWorld, words.spell(child))).not.toThrow();
      expect(breed()).toEqual(child);
    }),
    { numRuns: 300 },
  );
});

test('children take parts of both parents', () => {
  const token = (text: string) => words.tokens.indexOf(text);
  const first = ['+', 'clips', 'clips'].map(token);
  const second = ['*', 'cat', 'broken'].map(token);
  const uniform = stream(1, 'breeding');
  const breeding = new Breeding(words, 7, uniform);
  const children = Array.from({ length: 300 }, () => words.spell(breeding.child(first, second)));
  for (const expected of [
    '(clips + cat)',
    '(broken + clips)',
    '((cat * broken) + clips)',
    'clips',
    '(clips - clips)',
  ]) {
    expect(children).toContain(expected);
  }
});
