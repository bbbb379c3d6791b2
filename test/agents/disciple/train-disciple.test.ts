/** What `trainDisciple` refuses, and what it leaves behind when it is stopped. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { trainDisciple } from '../../../agents/disciple/train-disciple.ts';
import { InvalidOption } from '../../../core/base/errors.ts';
import type { Question, World } from '../../../core/world/world.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { testBackend } from '../../backend.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const short = { world: tinyWorld as World, episodes: 256, backend: testBackend };

test.each([
  [{ epsodes: 3 } as object, "trainDisciple: unknown field 'epsodes'. Did you mean 'episodes'?"],
  [{ seed: Number.NaN }, 'seed: expected an integer ≥ 0 but received NaN'],
  [{ seed: -1 }, 'seed: expected an integer ≥ 0 but received -1'],
  [{ seed: 'a' as never }, "seed: expected an integer ≥ 0 but received 'a'"],
  [{ weight: -1 }, 'weight: expected a number ≥ 0 but received -1'],
  [{ weight: '1' as never }, "weight: expected a number ≥ 0 but received '1'"],
  [{ detours: 1 }, 'detours: expected a number ≥ 0 and below 1 but received 1'],
  [{ episodes: 0 }, 'episodes: expected a positive integer but received 0'],
  [{ share: 'kl' as never }, "share: expected one of tv, soft, js but received 'kl'"],
  [{ evidence: [99] }, 'evidence: expected indices below'],
])('%o is refused', async (bad, message) => {
  const error = await trainDisciple({ ...short, ...bad }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidOption);
  expect((error as Error).message).toContain(message);
});

describe('a training that throws leaves no tensor behind', () => {
  const fail = () => {
    throw new Error('stopped');
  };
  const question = (calls: number): Question<TinyState> => ({
    id: 'clips',
    text: 'How many clips are there?',
    read(state) {
      if (calls-- < 1) fail();
      return state.clips;
    },
  });
  const worldWith = (calls: number) => ({ ...tinyWorld, questions: [question(calls)] }) as World;
  test.each([
    ['in onStep', { onStep: fail }],
    ['in the first answer', { world: worldWith(0) }],
    ['in a later answer', { world: worldWith(40) }],
  ])('%s', async (_, change) => {
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    await expect(trainDisciple({ ...short, weight: 1, ...change })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});
