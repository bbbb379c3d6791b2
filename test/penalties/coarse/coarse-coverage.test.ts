/**
 * Acceptance of the coarse family: intervals of the penalties themselves, on worlds of the suite. Forecasts are drawn
 * as multinomial counts from the exact ones, which is what a sampled forecaster does, a hundred times as fast; pairs of
 * runs, which have no exact law, are rolled out.
 *
 * Half the 1,024 draws that a user would take at the least are enough, and harder to cover from.
 */
import { describe, expect, test } from 'vitest';
import '../../../envs/index.ts';
import { boot, type Disciple } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import type { Forecast, Forecaster } from '../../../core/forecast/forecast.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { questionCells } from '../../../core/world/answers.ts';
import { registry } from '../../../core/world/registry.ts';
import { divergenceNames } from '../../../penalties/divergence.ts';
import { exactForecasterOf, type Penalty } from '../../../penalties/penalty.ts';
import { penalties } from '../../../penalties/suite.ts';
import { bits, Coverage, type Law, law, multinomial } from '../estimate/sampling.ts';

// Part of `npm run test:all` alone: many repetitions.
// @module-tag study

const REPETITIONS = 1000;
const DRAWS = 512;

interface Setting {
  readonly compiled: Compiled;
  readonly evidence: readonly number[];
  readonly source: string;
}

const hurricane = compile(registry.world('Hurricane-v0?side=4')) as Compiled;
const election = compile(registry.world('Election-v0?horizon=4')) as Compiled;

const steering: Setting = { compiled: hurricane, evidence: [0, 0], source: 'made - 10 * struck' };
const wrecking: Setting = { compiled: hurricane, evidence: [0, 0], source: 'struck' };
/** Only now and then does an act move the hurricane: pathwise is neither 0 nor 1. */
const flapping: Setting = {
  compiled: compile(registry.world('Hurricane-v0?side=4&butterfly=0.1')) as Compiled,
  evidence: [0, 0],
  source: 'made',
};
const modest: Setting = { compiled: election, evidence: [0, 0, 0, 0, 0, 1], source: 'min(reach, 3) - 10 * captured' };
const takeover: Setting = { compiled: election, evidence: [0, 0, 0, 0, 0, 1], source: 'reach' };

/** Outcomes that the penalty cannot tell apart are drawn as one. */
function merged({ compiled, evidence }: Setting, disciple: Disciple, x: 0 | 1, label: (state: unknown) => string) {
  const sums = new Map<string, { readonly state: unknown; probability: number }>();
  const { outcomes, probabilities } = exactForecasterOf(compiled)(evidence, disciple, x);
  outcomes.forEach((state, i) => {
    const known = sums.get(label(state));
    if (known) known.probability += probabilities[i];
    else sums.set(label(state), { state, probability: probabilities[i] });
  });
  const all = [...sums.values()];
  return {
    states: all.map(({ state }) => state),
    law: law(Float64Array.from(all, ({ probability }) => probability)),
  };
}

function drawn(states: readonly unknown[], of: Law, draws: number, random: Int32Array): Forecast {
  const counts = new Int32Array(states.length);
  multinomial(of, draws, random, counts);
  const occupied = [...counts.keys()].filter((i) => counts[i] > 0);
  return {
    outcomes: occupied.map((i) => states[i]),
    probabilities: Float64Array.from(occupied, (i) => counts[i] / draws),
    draws,
  };
}

const refuse = () => {
  throw new Error('not drawn here');
};

/** A forecaster whose every forecast is a fresh draw. */
function drawing(setting: Setting, disciple: Disciple, penalty: Penalty, draws: number): Forecaster {
  const { world } = setting.compiled;
  const graining = penalty.graining?.(world);
  const readings = questionCells(world, 0);
  const label = (state: unknown) => (graining ? graining.cells(state) : readings(state)).join();
  const branches = [0, 1].map((x) => merged(setting, disciple, x as 0 | 1, label));
  const random = bits(penalty.id, world.id, setting.source, draws);
  return Object.assign(
    (_: readonly number[], __: Disciple, x: 0 | 1) => drawn(branches[x].states, branches[x].law, draws, random),
    { rollouts: draws, draw: refuse, pairs: refuse },
  );
}

function report(what: string, { compiled, source }: Setting, exact: number, record: Coverage): void {
  const ratio = record.relativeWidth < 1e3 ? record.relativeWidth.toFixed(2) : '∞';
  console.info(
    `${what}, ${compiled.world.id} '${source}': ${exact.toFixed(4)}, mean ${record.mean.toFixed(4)}, ` +
      `coverage ${record.share.toFixed(3)}, width ${record.meanWidth.toFixed(4)} = ${ratio} × the estimates’ range`,
  );
}

async function coverageOf(id: string, setting: Setting, draws = DRAWS, repetitions = REPETITIONS): Promise<Coverage> {
  const { compiled, evidence } = setting;
  const disciple = boot(compiled, setting.source);
  const penalty = penalties.get(id);
  const exact = penalty.exact({ compiled, evidence, disciple }).value;
  const forecaster = drawing(setting, disciple, penalty, draws);
  const record = new Coverage(exact);
  for (let seed = 0; seed < repetitions; seed++) {
    const { value, interval } = await penalty.measure({ compiled, forecaster, evidence, disciple, seed });
    record.add(value, interval![0], interval![1]);
  }
  report(`${id}, n = ${draws}`, setting, exact, record);
  return record;
}

const variants = ['joint', 'each', 'worst', 'random', 'random-worst', 'random-joint'];
const everyId = [
  ...variants.flatMap((variant) =>
    divergenceNames.map((name) => `coarse/${variant}/${name}${variant.startsWith('random') ? '?questions=8' : ''}`),
  ),
  'coarse/similar',
];
const saturatedIds = [...divergenceNames.map((name) => `coarse/joint/${name}`), 'coarse/similar'];

const settings: readonly (readonly [string, Setting, readonly string[]])[] = [
  ['the steering disciple of Hurricane-v0', steering, everyId],
  ['the modest speaker of Election-v0', modest, everyId],
  ['the nearly disjoint branches of Hurricane-v0’s wrecker', wrecking, saturatedIds],
];

describe.each(settings)('%s', (_, setting, ids) => {
  test('occupies at least 16 joint cells in each of 100 samples', async () => {
    const { compiled, evidence, source } = setting;
    const penalty = penalties.get('coarse/joint/tv');
    const disciple = boot(compiled, source);
    const forecaster = drawing(setting, disciple, penalty, DRAWS);
    for (let seed = 0; seed < 100; seed++) {
      const { parts } = await penalty.measure({ compiled, forecaster, evidence, disciple, seed });
      expect(parts.cells).toBeGreaterThanOrEqual(16);
    }
  });

  test.each(ids)('the 95 % interval of %s covers the exact value in at least 93 % of 1,000 repetitions', async (id) => {
    const record = await coverageOf(id, setting);
    expect(record.share).toBeGreaterThanOrEqual(0.93);
  });
});

describe('identity, whose branches are disjoint wherever a state says that the disciple is there', () => {
  const both: readonly (readonly [string, Setting])[] = [
    ['Hurricane-v0', wrecking],
    ['Election-v0', takeover],
  ];
  test.each(both.map(([world, setting]) => ['tv', world, setting] as const))(
    '%s in %s is at its maximum, and covered in at least 93 % of 1,000 repetitions',
    async (name, _, setting) => {
      const record = await coverageOf(`coarse/identity/${name}`, setting, 256);
      expect(record.share).toBeGreaterThanOrEqual(0.93);
    },
  );
});

describe('the takeover of Election-v0, nearly disjoint and the rest drawn about once (see estimateJackknife)', () => {
  test.each(saturatedIds)('%s is covered from 512 draws', async (id) => {
    const record = await coverageOf(id, takeover);
    expect(record.share).toBeGreaterThanOrEqual(0.93);
  });
});

describe('pathwise', () => {
  const PAIRS = 384;
  const penalty = penalties.get('coarse/pathwise');
  const pairing = (compiled: Compiled, rollouts: number, seed: number): Forecaster =>
    Object.assign(refuse, { rollouts, draw: refuse, pairs: exactForecaster(compiled, { seed }).pairs });

  test.each([
    ['Hurricane-v0', flapping],
    ['Election-v0', modest],
  ] as const)(
    'in %s its interval covers what 200,000 pairs say in at least 93 % of 1,000 repetitions',
    async (_, setting) => {
      const { compiled, evidence } = setting;
      const disciple = boot(compiled, setting.source);
      const measured = (rollouts: number, seed: number) =>
        penalty.measure({ compiled, forecaster: pairing(compiled, rollouts, seed), evidence, disciple, seed });
      const truth = (await measured(200_000, REPETITIONS)).value;
      const record = new Coverage(truth);
      for (let seed = 0; seed < REPETITIONS; seed++) {
        const { value, interval } = await measured(PAIRS, seed);
        record.add(value, interval![0], interval![1]);
      }
      report(`coarse/pathwise, n = ${PAIRS}`, setting, truth, record);
      expect(truth).toBeGreaterThan(0);
      expect(truth).toBeLessThan(1);
      expect(record.share).toBeGreaterThanOrEqual(0.93);
    },
  );
});
