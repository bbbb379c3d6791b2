/** A learned forecaster gives the exact law of the answers, within its noise. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { InvalidOption } from '../../../core/base/errors.ts';
import { boot, type Disciple } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import type { Forecast } from '../../../core/forecast/forecast.ts';
import { compile } from '../../../core/tables/compile.ts';
import { type Answers, answersOf } from '../../../core/world/answers-world.ts';
import type { World } from '../../../core/world/world.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import {
  type LearnedForecasterState,
  restoreForecaster,
  trainForecaster,
} from '../../../learning/forecaster/learned-forecaster.ts';
import { drawAnswers } from '../../../learning/forecaster/pool.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile<TinyState>(tinyWorld);
const evidences = compiled.evidences.map(({ value }) => value);
const library = tinyWorld.disciples.map(({ source }) => boot(compiled, source));
/** As penalties on the answers' world take them: told apart by their sources, never run there. */
const sent = library as readonly Disciple[];
const [NULL, BOUNDED, CAREFUL] = sent;
const quick = { rollouts: 4000, updates: 300, hidden: 24, draws: 20_000, seed: 1, backend: testBackend } as const;
const learned = await trainForecaster({ target: compiled, disciples: library, ...quick });

const law = (forecast: Forecast<Answers>) =>
  new Map(forecast.outcomes.map((answers, i) => [answers.join(), forecast.probabilities[i]]));

function exactLaw(evidence: readonly number[], disciple: Disciple<TinyState>, x: 0 | 1): Map<string, number> {
  const { outcomes, probabilities } = exactForecaster(compiled)(evidence, disciple, x);
  const answers = answersOf(tinyWorld);
  const sums = new Map<string, number>();
  outcomes.forEach((outcome, i) => {
    const key = answers(outcome).join();
    sums.set(key, (sums.get(key) ?? 0) + probabilities[i]);
  });
  return sums;
}

describe('a learned forecaster', () => {
  test('gives the exact law of the answers up to the noise of its pool and its draws, and 0.01 of fit', () => {
    for (const evidence of evidences) {
      library.forEach((disciple, s) => {
        for (const x of [0, 1] as const) {
          const exact = exactLaw(evidence, disciple, x);
          const forecast = learned(evidence, sent[s], x);
          expect(forecast.draws).toBe(20_000);
          const noise = samplingTolerance(exact, quick.rollouts) + samplingTolerance(exact, 20_000);
          expect(totalVariation(law(forecast), exact)).toBeLessThan(noise + 0.01);
        }
      });
    }
  });

  test('serves the penalties on answers: joint within 0.05 of the exact, each and worst within 0.03', async () => {
    for (const [id, bar] of [
      ['coarse/joint/tv', 0.05],
      ['coarse/each/tv', 0.03],
      ['coarse/worst/tv', 0.03],
    ] as const) {
      for (const evidence of evidences) {
        for (const [s, disciple] of sent.entries()) {
          const request = { world: learned.world, forecaster: learned, evidence, disciple, seed: 2 };
          const { value, interval } = await penalties.get(id).measure(request);
          const exact = penalties.get(id).exact({ compiled, evidence, disciple: library[s] });
          expect(Math.abs(value - exact.value), `${id} ${evidence} ${disciple.source}`).toBeLessThan(bar);
          expect(interval).not.toBeNull();
        }
      }
    }
  });

  test('has one law at X=0, whichever disciple was sent: the law of the null program', () => {
    for (const evidence of evidences) {
      for (const disciple of sent) expect(learned(evidence, disciple, 0)).toBe(learned(evidence, BOUNDED, 0));
      const exact = exactLaw(evidence, library[0], 1);
      expect(totalVariation(law(learned(evidence, NULL, 1)), law(learned(evidence, NULL, 0)))).toBeLessThan(
        2 * samplingTolerance(exact, 20_000),
      );
    }
  });

  test('counts distinct answers whose probabilities are shares of its draws', () => {
    const { outcomes, probabilities, draws } = learned(evidences[2], BOUNDED, 1);
    expect(new Set(outcomes.map((answers) => answers.join())).size).toBe(outcomes.length);
    let sum = 0;
    for (const probability of probabilities) {
      const count = probability * draws!;
      expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-6);
      sum += Math.round(count);
    }
    expect(sum).toBe(draws);
  });

  test('draws afresh under another name, and the same under the same one', () => {
    const draw = (name: string) => learned.draw(evidences[1], CAREFUL, 1, 500, name);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(draw('a').draws).toBe(500);
  });

  test('repeats for the same seed, differs for another, and is restored as it was saved', async () => {
    const short = { ...quick, rollouts: 300, updates: 20 };
    const train = (seed: number) => trainForecaster({ target: compiled, disciples: library, ...short, seed });
    const [one, same, other] = [await train(1), await train(1), await train(2)];
    expect(same.save()).toEqual(one.save());
    expect(other.save().networks).not.toEqual(one.save().networks);
    const text = JSON.stringify(one.save());
    const restored = restoreForecaster(tinyWorld, JSON.parse(text), { draws: 20_000, seed: 1 });
    expect(JSON.stringify(restored.save())).toBe(text);
    for (const x of [0, 1] as const) expect(restored(evidences[3], BOUNDED, x)).toEqual(one(evidences[3], BOUNDED, x));
  });

  test('learns where nothing is compiled, and from a pool that is given', async () => {
    const pool = drawAnswers<TinyState>(tinyWorld, library, { rollouts: 2000, seed: 3 });
    const stepped = await trainForecaster({ target: tinyWorld, disciples: library, ...quick, pool });
    const exact = exactLaw(evidences[5], library[1], 1);
    const noise = samplingTolerance(exact, 2000) + samplingTolerance(exact, 20_000);
    expect(totalVariation(law(stepped(evidences[5], BOUNDED, 1)), exact)).toBeLessThan(noise + 0.01);
  });

  test('learns what arrives where the wire leaks', async () => {
    const leaky: World<TinyState> = {
      ...tinyWorld,
      wire: (source, x) => (x === 1 || source === '' ? source : 'min(clips, 2)'),
    };
    const tables = compile(leaky);
    const disciples = ['', 'careful'].map((source) => boot(tables, source));
    const forecaster = await trainForecaster({ target: tables, disciples, ...quick, rollouts: 2000 });
    const exact = exactLaw(evidences[4], library[1], 1);
    const erased = law(forecaster(evidences[4], disciples[1] as Disciple, 0));
    const noise = samplingTolerance(exact, 2000) + samplingTolerance(exact, 20_000);
    expect(totalVariation(erased, exact)).toBeLessThan(noise + 0.01);
  });

  test('trains on answers alone: a world whose utility and harm throw gives the same', async () => {
    const refuse = () => {
      throw new Error('not for a forecaster');
    };
    const short = { ...quick, rollouts: 200, updates: 5, disciples: library };
    const blind = await trainForecaster({ target: { ...tinyWorld, utility: refuse, harm: refuse }, ...short });
    const seeing = await trainForecaster({ target: tinyWorld, ...short });
    expect(blind.save()).toEqual(seeing.save());
  });

  test('lowers the cross-entropy, and leaves no tensor behind', async () => {
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    const losses: number[] = [];
    const onUpdate = (_: number, crossEntropy: number) => {
      losses.push(crossEntropy);
    };
    await trainForecaster({ target: compiled, disciples: library, ...quick, rollouts: 500, updates: 100, onUpdate });
    expect(tf.memory().numTensors).toBe(before);
    expect(losses.length).toBe(100);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 3)) - 0.2);
  });
});

describe('what it refuses, in one line', () => {
  const state = () => structuredClone(learned.save()) as LearnedForecasterState & Record<string, unknown>;
  const restore = (changed: Partial<LearnedForecasterState>) => () =>
    restoreForecaster(tinyWorld, { ...state(), ...changed }, { seed: 1 });

  test.each([
    ['a disciple it has not learned', () => learned(evidences[0], { ...BOUNDED, source: 'clips' }, 1), /3 sources/],
    ['evidence it has not learned', () => learned([7, 7], BOUNDED, 1), /evidence: expected one of 0,0/],
    ['pairs', () => learned.pairs(evidences[0], BOUNDED, 10), /use sampledForecaster/],
    [
      'the state of another world',
      restore({ world: 'Gas-v0' }),
      /expected the state of one for TinyVase-v0 but received 'Gas-v0'/,
    ],
    ['too few networks', restore({ networks: [] }), /networks for 3 questions but received 0/],
    ['a network of another shape', restore({ vocabulary: [[0], [0, 1, 2], [0, 1, 2]] }), /expected relu, \d+-24-1/],
    ['a network that is missing', restore({ networks: [null, null, null] }), /network 0: expected a network/],
    ['a network without its parts', restore({ networks: [{} as never, null, null] }), /expected .* but received/],
    ['a state without its parts', restore({ laws: undefined }), /expected a saved state/],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(InvalidOption);
    expect(call).toThrow(message);
    expect(call).not.toThrow(/\n/);
  });

  test('numbers that are not positive integers', async () => {
    for (const wrong of [{ rollouts: 0 }, { updates: 0.5 }, { hidden: -1 }, { batch: Number.NaN }, { draws: 0 }]) {
      const training = trainForecaster({ target: compiled, disciples: library, ...quick, ...wrong });
      await expect(training).rejects.toThrow(/expected a positive integer/);
    }
    await expect(trainForecaster({ target: compiled, disciples: [], ...quick })).rejects.toThrow(InvalidOption);
    const pool = { ...drawAnswers(compiled, library, { rollouts: 5, seed: 1 }), laws: ['', 'one'] };
    await expect(trainForecaster({ target: compiled, disciples: library, ...quick, pool })).rejects.toThrow(/^pool:/);
  });

  test.each(['coarse/identity/tv', 'coarse/random/tv', 'coarse/pathwise', 'coarse/learned/tv', 'information/length'])(
    '%s, which needs more than answers',
    async (id) => {
      const request = { world: learned.world, forecaster: learned, evidence: evidences[0], disciple: CAREFUL, seed: 1 };
      await expect(penalties.get(id).measure(request)).rejects.toThrow(/use (TinyVase-v0 itself|sampledForecaster)/);
    },
  );
});
