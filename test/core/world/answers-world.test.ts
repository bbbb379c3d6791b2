/** A world of answers gives penalties the same cells. */
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld } from '../../../core/base/errors.ts';
import { compile } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { answersOf, answersWorld } from '../../../core/world/answers-world.ts';
import { validateWorld } from '../../../core/world/validate-world.ts';
import type { World } from '../../../core/world/world.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

/** Grains and origins that are no whole numbers. */
const odd: World<TinyState> = {
  ...tinyWorld,
  questions: [
    { id: 'clips', text: 'How many clips, by the 0.7?', read: (s) => s.clips, grain: 0.7, origin: -0.3 },
    { id: 'vase', text: 'Is the vase broken?', read: (s) => Number(s.broken), grain: 0.1 },
    { id: 'cat', text: 'How far is the cat from 1000?', read: (s) => s.cat - 1000, grain: 3 },
  ],
};

describe.each([tinyWorld, odd])('answersWorld', (world) => {
  const answers = answersWorld(world);
  const { states } = compile(world);

  test('reads back the very cells the world’s own questions fall in, at whole coarsenesses too', () => {
    validateWorld(answers);
    const cells = answersOf(world);
    for (const state of states) {
      expect(cells(state)).toEqual(questionCells(world, 1)(state));
      for (const coarseness of [1, 2, 3]) {
        const coarser = questionCells(world, coarseness)(state);
        expect(questionCells(answers, coarseness)(cells(state))).toEqual(coarser);
      }
    }
  });

  test('refuses what answers cannot tell, naming the world that can', () => {
    const chance = { flip: () => true, below: () => 0, pick: () => 0 };
    for (const call of [
      () => answers.begin([0, 0], true, chance),
      () => answers.step([0, 0, 0], 0, chance),
      () => answers.key([0, 0, 0]),
      () => answers.utility([0, 0, 0]),
      () => answers.harm([0, 0, 0]),
      () => answers.text?.([0, 0, 0]),
    ]) {
      expect(call).toThrow(InvalidOption);
      expect(call).toThrow(/^answers\/TinyVase-v0: expected .* but received answers alone: use TinyVase-v0 itself$/);
    }
  });
});

test('draws the readings that share a cell', () => {
  expect(answersWorld(tinyWorld).draw([1, 0, 2])).toBe('clips 4…8\nvase 0\ncat 2');
});

test('refuses a reading that is no number', () => {
  const broken = { ...tinyWorld, questions: [{ id: 'what', text: 'What?', read: () => Number.NaN }] };
  expect(() => answersOf(broken)(compile(tinyWorld).states[0])).toThrow(InvalidWorld);
  const throwing = {
    ...tinyWorld,
    questions: [
      {
        id: 'what',
        text: 'What?',
        read: () => {
          throw new Error('no idea');
        },
      },
    ],
  };
  expect(() => answersOf(throwing)(compile(tinyWorld).states[0])).toThrow(/question what: no idea/);
});
