/** The learned divergence of one disciple, against the exact one. */
import { describe, expect, test } from 'vitest';
import { NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { loadBackend } from '../../../learning/backend/backend.ts';
import { penalties } from '../../../penalties/suite.ts';
import { testBackend } from '../../backend.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const EVIDENCE = [0, 1];

async function measured(id: string, source: string, seed: number) {
  const disciple = boot(compiled, source);
  const forecaster = sampledForecaster(compiled, { rollouts: 2000, seed });
  const request = { compiled, forecaster, evidence: EVIDENCE, disciple, seed, backend: testBackend };
  const truth = penalties.get(id.replace('learned', 'joint')).exact({ compiled, evidence: EVIDENCE, disciple }).value;
  return { ...(await penalties.get(id).measure(request)), truth };
}

describe.each(['bounded', 'careful'])('learned for the %s disciple of the tiny world', (source) => {
  test('tv is within 0.05 of the exact joint tv, and its lower end below it, from at least 20,000 draws', async () => {
    const { value, interval, truth, parts, null: relabelled } = await measured('coarse/learned/tv', source, 1);
    expect(truth).toBeGreaterThan(0.05);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(0.05);
    expect(interval?.[0]).toBeLessThan(truth);
    expect(interval?.[0]).toBeLessThanOrEqual(value);
    expect(interval?.[1]).toBeGreaterThanOrEqual(value);
    expect(parts.draws).toBeGreaterThanOrEqual(20_000);
    expect(relabelled.p95).toBeLessThan(0.02);
  });

  test('js is within 0.05 bits of the exact joint js, its lower end below it', async () => {
    const { value, interval, truth } = await measured('coarse/learned/js', source, 1);
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(0.05);
    expect(interval?.[0]).toBeLessThan(truth);
  });
});

test('the same seed learns the same, and no tensor stays alive', async () => {
  const { tf } = await loadBackend(testBackend);
  const before = tf.memory().numTensors;
  const one = await measured('coarse/learned/tv', 'careful', 3);
  expect(await measured('coarse/learned/tv', 'careful', 3)).toEqual(one);
  expect(tf.memory().numTensors).toBe(before);
});

test('it has no exact value, and says which one it estimates', () => {
  const penalty = penalties.get('coarse/learned/tv');
  const request = { compiled, evidence: EVIDENCE, disciple: boot(compiled, 'careful') };
  expect(penalty.estimates).toBe('coarse/joint/tv');
  expect(() => penalty.exact(request)).toThrow(NoExactValue);
  expect(() => penalty.exact(request)).toThrow('it estimates coarse/joint/tv');
});
