/** The tree of prefixes knows what may follow, and what was tried. */
import { expect, test } from 'vitest';
import { Prefixes } from '../../../agents/writing/prefixes.ts';
import { END, TOKENS, tinyWords } from '../../fixtures/words.ts';

const [plus, clips, broken] = ['+', 'clips', 'broken'].map((token) => TOKENS.indexOf(token));
const open = (mask: Uint8Array) => [...mask.keys()].filter((token) => mask[token] !== 0);

test('a prefix is made once, with the tokens that the grammar allows after it', () => {
  const prefixes = new Prefixes(tinyWords, 3);
  const one = prefixes.follow(prefixes.root, clips);
  expect(prefixes.follow(prefixes.root, clips)).toBe(one);
  expect(open(one.allowed)).toEqual([END]);
  // Two of three tokens are left, so that a second operator would leave no room for its arguments.
  const two = prefixes.follow(prefixes.root, plus);
  expect(open(two.allowed)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  expect(two.tokens).toEqual([plus]);
});

test('a program that was tried is marked along its whole way, and no other', () => {
  const prefixes = new Prefixes(tinyWords, 3);
  prefixes.mark([plus, clips, broken]);
  prefixes.mark([clips]);
  expect(open(prefixes.root.tried)).toEqual([plus, clips]);
  const sum = prefixes.follow(prefixes.root, plus);
  expect(open(sum.tried)).toEqual([clips]);
  expect(open(prefixes.follow(prefixes.follow(sum, clips), broken).tried)).toEqual([END]);
  expect(open(prefixes.follow(sum, broken).tried)).toEqual([]);
});

test('balanced logits make a first token that needs others as likely as one that stands alone', () => {
  const weights = new Prefixes(tinyWords, 3).balance().map(Math.exp);
  const sum = (tokens: readonly number[]) => tokens.reduce((total, token) => total + weights[token], 0);
  expect(sum([0, 1, 2, 3])).toBeCloseTo(sum([4, 5, 6, 7, 8, 9, 10, 11]), 12);
  // Where only single tokens fit, nothing is to be balanced.
  expect(new Prefixes(tinyWords, 1).balance()).toEqual(TOKENS.map(() => 0));
});
