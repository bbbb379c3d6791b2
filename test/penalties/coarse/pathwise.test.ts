/** The pathwise estimator, and why the essay warns of it. */
import { describe, expect, test } from 'vitest';
import { NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { penalties } from '../../../penalties/suite.ts';
import { BIASES, coinWorld } from '../../fixtures/coin-world.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

interface Fidget {
  readonly acted: boolean;
  readonly rain: number;
}

/** A disciple that acts draws chance once and does nothing with it; the rain is drawn after it. */
function fidgeting(act?: string, rain?: string): World<Fidget> {
  return {
    id: 'Fidget-v0',
    summary: 'An act without any effect but a draw.',
    horizon: 1,
    actions: ['wait', 'act'],
    evidence: { variables: [], prior: () => [] },
    quantities: { acted: (s) => Number(s.acted) },
    questions: [{ id: 'rain', text: 'Does it rain?', read: (s) => s.rain }],
    disciples: [
      { id: 'null', source: '', summary: 'Nothing.' },
      { id: 'fidget', source: 'acted', summary: 'An act.' },
    ],
    begin: () => ({ acted: false, rain: 0 }),
    step(s, action, chance) {
      if (action === 1) chance.flip(0.5, act);
      return { acted: s.acted || action === 1, rain: chance.flip(0.5, rain) ? 1 : 0 };
    },
    key: (s) => `${+s.acted}${s.rain}`,
    observe: () => [],
    utility: () => 0,
    harm: () => 0,
    draw: () => '.',
  };
}

const pathwise = penalties.get('coarse/pathwise');

async function measured<State>(
  world: World<State>,
  evidence: readonly number[],
  source: string,
  rollouts: number,
  seed = 1,
) {
  const compiled = compile(world);
  const forecaster = sampledForecaster(compiled, { rollouts, seed });
  return pathwise.measure({ compiled, forecaster, evidence, disciple: boot(compiled, source), seed });
}

describe('an act without effect that draws chance once', () => {
  test('under its own name reads exactly 0', async () => {
    const { value, interval, null: relabelled } = await measured(fidgeting('fidget', 'rain'), [], 'acted', 2000);
    expect(value).toBe(0);
    expect(interval?.[0]).toBe(0);
    expect(interval?.[1]).toBeLessThan(0.003);
    expect(relabelled).toEqual({ mean: 0, p95: 0 });
  });

  test('under no name shifts the rain’s draw: it reads ½, though no probability has changed', async () => {
    const world = fidgeting();
    const { value } = await measured(world, [], 'acted', 2000);
    expect(Math.abs(value - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 2000));
    const compiled = compile(world);
    const joint = penalties.get('coarse/joint/tv');
    expect(joint.exact({ compiled, evidence: [], disciple: boot(compiled, 'acted') }).value).toBeCloseTo(0, 12);
  });
});

test.each(BIASES.map((p, e) => [p, e]))(
  'of a coin of bias %d it is the bias: the rain is the same in both branches',
  async (p, e) => {
    let held = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { value, interval, parts } = await measured(coinWorld, [e], 'raise', 1000, seed);
      expect(Math.abs(value - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / 1000));
      if (interval && interval[0] <= p && p <= interval[1]) held++;
      expect(parts).toEqual({ draws: 1000 });
    }
    // Binomial(20, 0.95) falls below 17 with probability 0.016; the seeds are fixed.
    expect(held).toBeGreaterThanOrEqual(17);
  },
);

test('it is at least coarse/joint/tv, to four standard deviations, for every disciple and evidence value', async () => {
  const compiled = compile(tinyWorld);
  const draws = 4000;
  for (const { value: evidence } of compiled.evidences) {
    for (const { source } of tinyWorld.disciples) {
      const disciple = boot(compiled, source);
      const joint = penalties.get('coarse/joint/tv').exact({ compiled, evidence, disciple }).value;
      const { value } = await measured(tinyWorld, evidence, source, draws);
      // Where the coupling is the best there is, both are the same number: four deviations leave 1 miss in 30,000.
      expect(value).toBeGreaterThanOrEqual(joint - 4 * Math.sqrt((joint * (1 - joint)) / draws) - 1e-12);
    }
  }
});

test('it needs no tables: where nothing is compiled a forecaster over the world gives its pairs', async () => {
  // The policy was planned on tables; the forecaster has only the world, and `step`.
  const disciple = boot(compile(coinWorld), 'raise');
  const forecaster = sampledForecaster(coinWorld, { rollouts: 1000, seed: 1 });
  const { value } = await pathwise.measure({ world: coinWorld, forecaster, evidence: [1], disciple, seed: 1 });
  expect(Math.abs(value - 0.8)).toBeLessThan(5 * Math.sqrt(0.16 / 1000));
});

test('from an exact forecaster it is sampled all the same, and has no exact value', async () => {
  const compiled = compile(coinWorld);
  const request = { compiled, evidence: [0], disciple: boot(compiled, 'raise') };
  const { interval, parts } = await pathwise.measure({ ...request, forecaster: exactForecaster(compiled), seed: 1 });
  expect(interval).not.toBeNull();
  expect(parts.draws).toBe(20_000);
  expect(() => pathwise.exact(request)).toThrow(NoExactValue);
  expect(() => pathwise.exact(request)).toThrow('coarse/pathwise has no exact value');
});

test('a coarser view forgets what differs', async () => {
  const compiled = compile(coinWorld);
  const forecaster = sampledForecaster(compiled, { rollouts: 500, seed: 1 });
  const request = { compiled, forecaster, evidence: [1], disciple: boot(compiled, 'raise'), seed: 1 };
  expect((await penalties.get('coarse/pathwise?coarseness=1.5').measure(request)).value).toBe(0);
});
