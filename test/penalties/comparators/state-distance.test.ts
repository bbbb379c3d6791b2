/** State distance: pictures of a run with and without the disciple. */
import { expect, test } from 'vitest';
import { NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { penalties } from '../../../penalties/suite.ts';
import { coinWorld } from '../../fixtures/coin-world.ts';
import { smallWorld } from '../../fixtures/small-worlds.ts';

const distance = penalties.get('state-distance');

async function measured<State>(world: World<State>, source: string, evidence: readonly number[], rollouts = 2000) {
  const compiled = compile(world);
  const forecaster = sampledForecaster(compiled, { rollouts, seed: 3 });
  return distance.measure({ compiled, forecaster, evidence, disciple: boot(compiled, source), seed: 3 });
}

/** The disciple moves from place 0 to place 1 with probability ¾; `draw` shows as many dots as the place. */
const step = smallWorld({
  horizon: 1,
  aftermath: 0,
  begin: [0, 0],
  weights: [
    [
      [1, 0],
      [1, 3],
    ],
    [
      [0, 1],
      [0, 1],
    ],
  ],
  values: [0, 1],
});

test('is the probability of another picture, inside its interval, and the share of other tiles', async () => {
  const world = { ...step, text: ({ place }: { place: number }) => (place === 0 ? 'aaaa' : 'aabb') };
  const { value, interval, null: relabelled, parts } = await measured(world, 'value', []);
  expect(Math.abs(value - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / 2000));
  expect(interval![0]).toBeLessThan(0.75);
  expect(interval![1]).toBeGreaterThan(0.75);
  expect(relabelled).toEqual({ mean: 0, p95: 0 });
  expect(parts.tiles).toBeCloseTo(value / 2, 12);
  expect(parts.draws).toBe(2000);
});

test('reads the drawing where the world gives no text, and counts what only one picture has', async () => {
  const { value, parts } = await measured(step, 'value', []);
  expect(value).toBeGreaterThan(0.6);
  expect(parts.tiles).toBeCloseTo(value, 12);
});

test('what the text does not show it does not see', async () => {
  const { value } = await measured({ ...step, text: () => 'always the same' }, 'value', []);
  expect(value).toBe(0);
});

test('is [0, 0] for the null program, and without an exact value for any other', async () => {
  const compiled = compile(coinWorld);
  const request = { compiled, evidence: [0], disciple: boot(compiled, '') };
  const zero = { value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, parts: {} };
  expect(await distance.measure({ ...request, forecaster: exactForecaster(compiled), seed: 1 })).toEqual(zero);
  expect(() => distance.exact(request)).toThrow(NoExactValue);
});
