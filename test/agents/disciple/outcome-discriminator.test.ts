/** The discriminator of one disciple's outcomes learns log p₁/p₀. */
import { beforeAll, describe, expect, test } from 'vitest';
import { OutcomeDiscriminator } from '../../../agents/disciple/outcome-discriminator.ts';
import { stream } from '../../../core/base/random.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { branchesOf } from '../../../core/forecast/branches.ts';
import { compile } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { type Backend, loadBackend } from '../../../learning/backend/backend.ts';
import { testBackend } from '../../backend.ts';
import { BIASES, type CoinState, coinWorld } from '../../fixtures/coin-world.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend(testBackend);
});

const UPDATES = 250;
const ROWS = 384;

describe('the logit', () => {
  test('learns log p₁/p₀ of the answers under each evidence value, though the pilot saw no flag', () => {
    const compiled = compile(coinWorld);
    const branches = branchesOf(compiled, [boot(compiled, ''), boot(compiled, 'raise')]);
    const uniform = stream(1, 'draws');
    const draw = (x: 0 | 1) => {
      const evidence = Int32Array.from({ length: ROWS }, (_, i) => i % BIASES.length);
      return { evidence, outcomes: Array.from(evidence, (e) => branches.sample(e, x, x, uniform)) };
    };
    const pilot = draw(0).outcomes;
    expect(pilot.every(({ flag }) => flag === 0)).toBe(true);
    const discriminator = new OutcomeDiscriminator(backend, BIASES.length, questionCells(coinWorld, 1), pilot, 1);
    for (let i = 0; i < UPDATES; i++) discriminator.update(draw(1), draw(0), i / UPDATES);
    const logit = (e: number, flag: number, rain: number) => {
      const state: CoinState = { present: true, bias: e, flag, rain };
      return discriminator.logits({ outcomes: [state], evidence: Int32Array.of(e) })[0];
    };
    for (const rain of [0, 1]) {
      // A flag is never up without the disciple; a missing one says that its coin failed.
      expect(Math.abs(logit(0, 0, rain) - Math.log(0.7))).toBeLessThan(0.2);
      expect(Math.abs(logit(1, 0, rain) - Math.log(0.2))).toBeLessThan(0.3);
      expect(logit(2, 0, rain)).toBeLessThan(-3);
      for (const e of [0, 1, 2]) expect(logit(e, 1, rain)).toBeGreaterThan(3);
    }
    discriminator.dispose();
  });
});

describe('answers beyond the spare inputs', () => {
  test('read as the nearest answer that has an input', () => {
    const discriminator = new OutcomeDiscriminator<number>(backend, 1, (state) => [state], [0], 1);
    const outcomes = Array.from({ length: 300 }, (_, i) => i);
    const of = (values: readonly number[]) => [
      ...discriminator.logits({ outcomes: values, evidence: new Int32Array(values.length) }),
    ];
    const logits = of(outcomes);
    expect(logits.every(Number.isFinite)).toBe(true);
    const different = new Set(logits).size;
    expect(different).toBeGreaterThan(50);
    expect(different).toBeLessThan(300);
    // The native backend rounds the sums of a batch of three otherwise than those of a batch of 300.
    const nearest = [logits[different], logits[0], logits[different]];
    for (const [i, logit] of of([300, -7, 1e6]).entries()) expect(logit).toBeCloseTo(nearest[i], 6);
    discriminator.dispose();
  });
});

test('updates and logits leave no tensor behind, and dispose frees all', () => {
  const { tf } = backend;
  const before = tf.memory().numTensors;
  const discriminator = new OutcomeDiscriminator<number>(backend, 2, (state) => [state], [0, 1], 1);
  const alive = tf.memory().numTensors;
  const drawn = { outcomes: [0, 1, 5], evidence: Int32Array.of(0, 1, 1) };
  for (let i = 0; i < 5; i++) {
    discriminator.update(drawn, drawn, i / 5);
    discriminator.logits(drawn);
  }
  expect(tf.memory().numTensors).toBe(alive);
  discriminator.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('it repeats for the same seed and differs for another', () => {
  const logitsOf = (seed: number) => {
    const discriminator = new OutcomeDiscriminator<number>(backend, 1, (state) => [state], [0, 1], seed);
    const one = { outcomes: [1, 1, 0], evidence: new Int32Array(3) };
    const zero = { outcomes: [0, 0, 1], evidence: new Int32Array(3) };
    for (let i = 0; i < 3; i++) discriminator.update(one, zero, i / 3);
    const logits = [...discriminator.logits(one)];
    discriminator.dispose();
    return logits;
  };
  expect(logitsOf(1)).toEqual(logitsOf(1));
  expect(logitsOf(1)).not.toEqual(logitsOf(2));
});
