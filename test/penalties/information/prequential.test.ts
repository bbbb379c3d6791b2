/** The coder that learns, against divergences in closed form. */
import { describe, expect, test } from 'vitest';
import { NoEstimate, NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { AnswerCoder, answerRows, uniformBits } from '../../../penalties/information/coder.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { pictureWorld } from './picture-world.ts';

const ID = 'information/prequential';
const EVIDENCE = [0];
const even = Array<number>(20).fill(1 / 20);

/** A world of 20 scenes, asked their block of ten and their parity: four joint cells. */
const worldOf = (present: readonly number[], absent: readonly number[]) =>
  pictureWorld({ texts: even.map((_, i) => String(i)), present, absent });

const normalised = (weights: readonly number[]) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

async function measured(present: readonly number[], absent: readonly number[], seed = 1, rollouts = 4000) {
  const compiled = compile(worldOf(present, absent));
  const forecaster = sampledForecaster(compiled, { rollouts, seed });
  const disciple = boot(compiled, 'looker');
  return penalties.get(ID).measure({ compiled, forecaster, evidence: EVIDENCE, disciple, seed, backend: testBackend });
}

/** KL of the joint cells in bits, the larger direction. */
function klOf(present: readonly number[], absent: readonly number[]): number {
  const cells = (law: readonly number[]) => {
    const sums = [0, 0, 0, 0];
    law.forEach((p, scene) => {
      sums[2 * Math.floor(scene / 10) + (scene % 2)] += p;
    });
    return sums;
  };
  const kl = (p: readonly number[], q: readonly number[]) => p.reduce((sum, x, i) => sum + x * Math.log2(x / q[i]), 0);
  return Math.max(kl(cells(present), cells(absent)), kl(cells(absent), cells(present)));
}

describe('the learned coder', () => {
  const tuples = [0, 1, 2, 3].map((i) => [i % 2, i >> 1, 5]);
  const rows = answerRows(tuples, [[0, 1], [0, 1], [5]]);

  test('pays nothing for a question that is always answered alike, and is a law over the others', async () => {
    const coder = new AnswerCoder(await loadBackend(testBackend), rows, 1);
    expect(rows.questions).toBe(2);
    expect(uniformBits(rows)).toBe(2);
    const total = () => coder.bits().reduce((sum, bits) => sum + 2 ** -bits, 0);
    expect(total()).toBeCloseTo(1, 5);
    coder.train(Int32Array.from([0, 0, 1]), 20);
    expect(total()).toBeCloseTo(1, 5);
    coder.dispose();
  });

  test('learns what depends on an earlier answer: two bits that always agree cost one bit, not two', async () => {
    const coder = new AnswerCoder(await loadBackend(testBackend), rows, 1);
    coder.train(Int32Array.from([0, 3, 0, 3]), 100);
    const bits = coder.bits();
    expect((bits[0] + bits[3]) / 2).toBeLessThan(1.1);
    // Never less than the share of the uniform law allows, nor more.
    expect(Math.max(...bits)).toBeLessThanOrEqual(2 * Math.log2(200));
    expect(Math.max(...bits)).toBeGreaterThan(5);
    coder.dispose();
  });
});

describe('with more tuples than fit a batch', () => {
  test('it learns from samples of them: two answers of forty, the second always the first', async () => {
    const forty = Array.from({ length: 40 }, (_, i) => i);
    const all = forty.flatMap((a) => forty.map((b) => [a, b]));
    const rows = answerRows(all, [forty, forty]);
    const coder = new AnswerCoder(await loadBackend(testBackend), rows, 1);
    // More than 512 distinct ones occur, nearly all of the weight on the 40 that agree.
    const drawn = Int32Array.from({ length: 8000 }, (_, i) => (i % 8 === 0 ? (7 * i) % 1600 : 41 * (i % 40)));
    coder.train(drawn, 80);
    const bits = coder.bits();
    const agreeing = forty.reduce((sum, a) => sum + bits[41 * a] / 40, 0);
    expect(agreeing).toBeLessThan(0.75 * uniformBits(rows));
    coder.dispose();
  });
});

describe('the extra bits', () => {
  test('have parts for these networks’ noise alone: one that learned too little misses the divergence', async () => {
    // Two of four cells are rare, in the branch without the disciple only: from 256 draws nothing of them is learned.
    const rare = normalised(even.map((_, i) => (i >= 10 ? 1 : 60)));
    const { parts } = await measured(even, rare, 1, 256);
    expect(parts.high).toBeLessThan(klOf(even, rare));
  });

  const sloped = normalised(even.map((_, i) => 1 + (i % 2) + (i >= 10 ? 1 : 0)));
  const steep = normalised(even.map((_, i) => (i % 2 ? 8 : 1)));

  test('come within a tenth and 0.05 bits of the cells’ exact divergence, and claim no interval', async () => {
    for (const present of [sloped, steep]) {
      const truth = klOf(present, even);
      const { value, interval, null: relabelled, parts } = await measured(present, even);
      expect(Math.abs(value - truth)).toBeLessThan(0.05 + 0.1 * truth);
      expect(interval).toBeNull();
      expect(parts.noInterval).toBe(1);
      expect(parts.low).toBeLessThan(value);
      expect(parts.high).toBeGreaterThan(value);
      expect(relabelled.mean).toBeLessThan(0.02);
      expect(value).toBeGreaterThan(relabelled.p95);
      expect(parts.draws).toBe(4000);
      expect(value).toBe(Math.max(parts.presentExcess, parts.absentExcess));
    }
  });

  test('are near 0 for equal branches', async () => {
    const { value, interval, parts } = await measured(even, even);
    expect(value).toBeLessThan(0.02);
    expect([interval, parts.low]).toEqual([null, 0]);
  });

  test('stay finite where the branches share no answer, at most log₂ 200 for each of two answers', async () => {
    const low = normalised(even.map((_, i) => (i < 10 && i % 2 ? 1 : 0)));
    const high = normalised(even.map((_, i) => (i >= 10 && i % 2 === 0 ? 1 : 0)));
    const { value } = await measured(low, high);
    expect(value).toBeGreaterThan(8);
    expect(value).toBeLessThanOrEqual(2 * Math.log2(200));
  });

  test('a sure branch costs fewer bits a draw than the uniform law, a quarter of it being coded blindly', async () => {
    const sure = normalised(even.map((_, i) => (i === 3 ? 1 : 0)));
    const { parts } = await measured(sure, even);
    expect(parts.present).toBeLessThan(0.25 * 2 + 0.1);
    expect(parts.absent).toBeGreaterThan(1.95);
  });
});

describe('the penalty', () => {
  const compiled = compile(worldOf(normalised(even.map((_, i) => 1 + i)), even));
  const disciple = boot(compiled, 'looker');

  test('is the same for the same seed, also of an exact forecaster’s draws, and leaves no tensor', async () => {
    const { tf } = await loadBackend(testBackend);
    const before = tf.memory().numTensors;
    const request = { compiled, evidence: EVIDENCE, disciple, seed: 4, backend: testBackend };
    const once = () => penalties.get(ID).measure({ ...request, forecaster: exactForecaster(compiled, { seed: 4 }) });
    const one = await once();
    expect(await once()).toEqual(one);
    expect(one.parts.draws).toBe(4096);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is 0 for the null program without drawing, and where every question has one answer', async () => {
    const forecaster = sampledForecaster(compiled, { rollouts: 1, seed: 1 });
    const request = { compiled, forecaster, evidence: EVIDENCE, disciple: boot(compiled, ''), seed: 1 };
    expect(await penalties.get(ID).measure(request)).toMatchObject({ value: 0, interval: [0, 0] });
    const one = normalised(even.map((_, i) => (i === 4 ? 1 : 0)));
    expect(await measured(one, one)).toMatchObject({
      value: 0,
      interval: null,
      parts: { low: 0, high: 0, noInterval: 1 },
    });
  });

  test('has no exact value, and no estimate from fewer than 256 draws', async () => {
    expect(() => penalties.get(ID).exact({ compiled, evidence: EVIDENCE, disciple })).toThrow(NoExactValue);
    await expect(measured(even, even, 1, 255)).rejects.toThrow(NoEstimate);
  });
});
