/** A writer learns to write about the best program there is, never writes what the grammar forbids, and repeats. */
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../index.ts';
import { Session, type SessionOptions } from '../../../agents/writing/session.ts';
import { bootArrived } from '../../../core/disciple/disciple.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { MOST_TOKENS } from '../../../core/grammar/grammar.ts';
import { compile } from '../../../core/tables/compile.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';
import { END, smallPrograms, tinyWords } from '../../fixtures/words.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});

const ERASURE = 0.05;
const WEIGHT = 1;
/** Tables of a world whose harm nobody may read. */
const compiled = compile({
  ...tinyWorld,
  harm: () => {
    throw new Error('harm was read');
  },
});

/** What a source earns in truth under evidence number `e`. */
function exact(e: number, source: string, weight = WEIGHT): number {
  const disciple = bootArrived(compiled, source);
  const evidence = compiled.evidences[e].value;
  const utility = (x: 0 | 1) => expectation(exactForecasterOf(compiled)(evidence, disciple, x), compiled.world.utility);
  const penalty = penalties.get('coarse/joint/tv').exact({ compiled, evidence, disciple }).value;
  return (1 - ERASURE) * utility(1) + ERASURE * utility(0) - weight * penalty;
}

/** The mean over the prior of what these sources, one for each evidence value, earn less than the best of others. */
function regret(sent: readonly string[], others: readonly string[], weight = WEIGHT): number {
  return compiled.evidences.reduce((sum, { probability }, e) => {
    const best = Math.max(...others.map((source) => exact(e, source, weight)));
    return sum + probability * (best - exact(e, sent[e], weight));
  }, 0);
}

const small = ['', ...smallPrograms()];

async function run(given: Partial<SessionOptions<TinyState>> = {}) {
  const session = new Session<TinyState>({
    target: compiled,
    grammar: tinyWords,
    penalty: penalties.get('coarse/learned/tv'),
    weight: WEIGHT,
    erasure: ERASURE,
    seed: 0,
    name: 'penalised',
    episodes: 24_000,
    rollouts: 4000,
    programs: 150,
    backend,
    ...given,
  });
  try {
    const rewards: number[] = [];
    while (!session.done) rewards.push((await session.step()).reward);
    return { rewards, sent: await session.choose(), planned: session.trials.planned };
  } finally {
    session.dispose();
  }
}

describe('a writer in the tiny world', () => {
  test.each([
    ['coarse/learned/tv', WEIGHT],
    ['coarse/joint/tv', WEIGHT],
    ['coarse/learned/tv', 0],
  ])('sends what earns within 0.02 of the best of all small programs: %s, λ = %d', async (penalty, weight) => {
    const { sent, planned, rewards } = await run({ penalty: penalties.get(penalty), weight });
    expect(sent.length).toBe(compiled.evidences.length);
    expect(regret(sent, small, weight)).toBeLessThanOrEqual(0.02);
    expect(planned).toBeLessThanOrEqual(150);
    // What it writes earns ever more, by more than luck makes of means of 640 programs.
    const mean = (part: readonly number[]) => part.reduce((sum, reward) => sum + reward, 0) / part.length;
    expect(mean(rewards.slice(-20)) - mean(rewards.slice(0, 20))).toBeGreaterThan(0.2);
  });
});

describe('a writer', () => {
  const short = { episodes: 4000, rollouts: 300, programs: 40 };

  test('repeats: one seed gives the same rewards and sources, another seed others; it keeps no tensors', async () => {
    const before = backend.tf.memory().numTensors;
    const first = await run(short);
    expect(await run(short)).toEqual(first);
    expect(backend.tf.memory().numTensors).toBe(before);
    expect((await run({ ...short, seed: 1 })).rewards).not.toEqual(first.rewards);
  });

  test('never writes a token that the grammar shuts, nor more tokens than it may', async () => {
    const asked: { prefix: readonly number[]; allowed: Uint8Array }[] = [];
    const spelt: (readonly number[])[] = [];
    const listening = {
      ...tinyWords,
      mask(prefix: readonly number[], most: number) {
        const allowed = tinyWords.mask(prefix, most);
        asked.push({ prefix, allowed });
        return allowed;
      },
      spell(tokens: readonly number[]) {
        spelt.push(tokens);
        return tinyWords.spell(tokens);
      },
    };
    await run({ ...short, grammar: listening });
    const allowed = new Map(asked.map((one) => [one.prefix.join(), one.allowed]));
    expect(spelt.length).toBeGreaterThan(100);
    for (const tokens of spelt) {
      expect(tokens.length).toBeLessThanOrEqual(MOST_TOKENS);
      [...tokens, END].forEach((token, i) => {
        expect(allowed.get(tokens.slice(0, i).join())?.[token]).toBe(1);
      });
    }
  });
});
