/** An optimal program as a source: booted, forecast, sampled, measured, and refused where it is malformed. */
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { boot, checkSource } from '../../../core/disciple/disciple.ts';
import { withLibrary } from '../../../core/disciple/library.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { type Optimum, optimalProgram } from '../../../penalties/optimum/optimal-program.ts';
import { describeOptimum, isOptimumSource } from '../../../penalties/optimum/source.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { penalties } from '../../../penalties/suite.ts';
import { lawOf, samplingTolerance, totalVariation } from '../../fixtures/laws.ts';

const hurricane = compile(registry.world('Hurricane-v0?side=4'));
const subagent = compile(registry.world('Subagent-v0'));
const leaky = compile(registry.world('LeakyWire-v0'));
let best: Optimum;

beforeAll(async () => {
  best = await optimalProgram({ compiled: hurricane, evidence: [0, 0], penalty: 'coarse/joint/tv', weight: 0.2 });
});

describe('the source of an optimal program', () => {
  test.each([
    'coarse/joint/tv',
    'coarse/each/tv',
    'coarse/worst/tv',
    'coarse/random/tv',
    'coarse/joint/js',
    'coarse/similar',
  ])('against %s has the exact utility and penalty that the optimum says, within 10⁻⁹', async (penalty) => {
    for (const weight of [0.1, 0.4, 1]) {
      const optimum = await optimalProgram({ compiled: hurricane, evidence: [1, 0], penalty, weight });
      const disciple = boot(hurricane, optimum.source);
      const forecast = exactForecasterOf(hurricane)([1, 0], disciple, 1);
      expect(Math.abs(expectation(forecast, hurricane.world.utility) - optimum.utility)).toBeLessThan(1e-9);
      const { value } = penalties.get(penalty).exact({ compiled: hurricane, evidence: [1, 0], disciple });
      expect(Math.abs(value - optimum.divergence)).toBeLessThan(1e-9);
    }
  });

  test('is a mixture, whose sampled law is its exact one up to chance', () => {
    const disciple = boot(hurricane, best.source);
    expect(disciple.table?.kind).toBe('mixture');
    expect(isOptimumSource(best.source)).toBe(true);
    expect(describeOptimum(best.source)).toMatch(
      /^optimal program against coarse\/joint\/tv in Hurricane-v0\?side=4, \d+ plans$/,
    );
    const exact = lawOf(hurricane.world, exactForecasterOf(hurricane)([0, 0], disciple, 1));
    const rollouts = 20_000;
    for (const seed of [1, 2, 3]) {
      const forecaster = sampledForecaster(hurricane, { rollouts, seed });
      const drawn = lawOf(hurricane.world, forecaster([0, 0], disciple, 1));
      expect(totalVariation(drawn, exact)).toBeLessThan(samplingTolerance(exact, rollouts));
      const { present } = forecaster.pairs([0, 0], disciple, 2000);
      // Run against run, the draw comes from the policy's own stream.
      const pairs = new Map<string, number>();
      for (const state of present) {
        const key = hurricane.world.key(state);
        pairs.set(key, (pairs.get(key) ?? 0) + 1 / present.length);
      }
      expect(totalVariation(pairs, exact)).toBeLessThan(samplingTolerance(exact, present.length));
    }
  });

  test('keeps its figures in a library, under every evidence value', () => {
    const sent = { id: 'optimum', source: best.source, summary: 'the best of all' };
    const joined = withLibrary(hurricane, [...hurricane.world.disciples, sent]);
    for (const { value } of hurricane.evidences) {
      const forecast = (target: typeof hurricane, source: string) =>
        expectation(exactForecasterOf(target)(value, boot(target, source), 1), hurricane.world.utility);
      expect(forecast(joined, 'optimum')).toBe(forecast(hurricane, best.source));
    }
  });

  test('is refused in one short line where it is malformed or of another world', () => {
    const change = (with_: object) =>
      `{"optimum":1,${JSON.stringify({ ...JSON.parse(best.source), ...with_, optimum: undefined }).slice(1)}`;
    const cases: readonly (readonly [string, RegExp])[] = [
      ['{"optimum":1,', /^optimal program: /],
      [change({ world: 'Gas-v0' }), /world: expected 'Hurricane-v0\?side=4' but received 'Gas-v0'/],
      [
        change({ penalty: 'shape/spectrum' }),
        /expected a penalty that is convex on cells but received 'shape\/spectrum'/,
      ],
      [change({ penalty: 'coarse/nothing' }), /coarse\/nothing/],
      [change({ plans: [] }), /plans: expected a list of plans but received \[\]/],
      [change({ plans: [null] }), /plans: expected an object or a list but received null/],
      [change({ plans: [{ probability: 1, utility: 1, prices: [3] }] }), /prices: expected an object or a list but/],
      [
        change({ plans: [{ probability: 1, utility: 1, prices: [{ other: 0, cells: [7] }] }] }),
        /cells: expected an object or a list but received 7/,
      ],
      [
        change({ plans: [{ probability: 1, utility: 1, prices: [{ other: 0, cells: [['no cell', 1]] }] }] }),
        /cells: expected labels that an outcome has but received 'no cell'/,
      ],
      [
        change({ plans: [{ probability: '1', utility: 1, prices: [] }] }),
        /probability: expected a number above 0, at most 1 but received '1'/,
      ],
      [change({ charged: null }), /charged: expected an object or a list but received null/],
      [change({ plans: [{ probability: 0.5, utility: 1, prices: [] }] }), /expected a sum of 1 but received 0.5/],
      [change({ plans: [{ probability: 1, utility: null, prices: [] }] }), /utility: expected a finite number/],
      [change({ plans: [{ probability: 1, utility: 1, prices: [] }] }), /prices for 1 partitions/],
    ];
    for (const [source, message] of cases) {
      expect(() => boot(hurricane, source)).toThrow(message);
      expect(() => boot(hurricane, source)).toThrow(/^.{1,300}$/);
    }
    // Without tables it parses, and waits for them to plan.
    expect(() => checkSource(hurricane.world, best.source)).not.toThrow();
  });
});

describe('optimalProgram', () => {
  test('gives the null program where every other costs more than it gains', async () => {
    const optimum = await optimalProgram({
      compiled: subagent,
      evidence: [0, 0],
      penalty: 'coarse/identity/tv',
      weight: 10,
    });
    expect(optimum).toMatchObject({ source: '', divergence: 0, closed: true });
  });

  test('gives the bounds so far where its plans run out', async () => {
    const few = { compiled: hurricane, evidence: [0, 0], penalty: 'coarse/joint/tv', weight: 1, gap: 1e-9, limit: 2 };
    const optimum = await optimalProgram(few);
    expect(optimum.closed).toBe(false);
    expect(optimum.plans).toBe(2);
    expect(optimum.low).toBeLessThan(optimum.high);
  });

  test.each([
    ['a gap of 0', { gap: 0 }, 'optimum: gap: expected a number above 0 but received 0'],
    ['a gap that is no number', { gap: Number.NaN }, 'optimum: gap: expected a number above 0 but received NaN'],
    ['a negative weight', { weight: -1 }, 'optimum: weight: expected a finite number ≥ 0 but received -1'],
    ['a sure erasure', { erasure: 1 }, 'optimum: erasure: expected a number from 0 to below 1 but received 1'],
    ['half a plan', { limit: 0.5 }, 'optimum: limit: expected an integer ≥ 1 but received 0.5'],
    ['impossible evidence', { evidence: [7, 0] }, /evidence: expected one of the world's values/],
    [
      'a penalty without an exact value',
      { penalty: 'coarse/pathwise' },
      /optimum: penalty: expected one with an exact value/,
    ],
    ['an unknown penalty', { penalty: 'coarse/nothing' }, /coarse\/nothing/],
    [
      'a world that is not compiled',
      { compiled: hurricane.world as never },
      /compiled: expected the tables of a world/,
    ],
    [
      'what only looks like tables',
      { compiled: { rowStart: 1 } as never },
      /^optimum: compiled: expected the tables of a world, as compile gives them but received/,
    ],
    ['no evidence', { evidence: undefined as never }, /^optimum: evidence: expected a list/],
    ['evidence as a text', { evidence: '00' as never }, /^optimum: evidence: expected a list/],
    ['no penalty', { penalty: undefined as never }, /^optimum: penalty: expected a penalty or its id/],
    ['an unknown field', { wieght: 2 }, /^optimum: unknown field 'wieght'. Did you mean 'weight'\?$/],
    [
      'a penalty that bears the id of another',
      { penalty: { ...penalties.get('coarse/joint/tv') } },
      /^optimum: penalty: expected a penalty that is registered, since .* but received 'coarse\/joint\/tv'$/,
    ],
    [
      'a penalty that is not registered',
      { penalty: { ...penalties.get('coarse/joint/tv'), id: 'my/own' } },
      /^optimum: penalty: expected a penalty that is registered/,
    ],
    ['a wire of its own', { compiled: leaky }, /optimum: world: expected a world whose wire/],
  ])('refuses %s with one clear line', async (_, wrong, message) => {
    const fine = { compiled: hurricane, evidence: [0, 0], penalty: 'coarse/joint/tv', weight: 1 };
    await expect(optimalProgram({ ...fine, ...wrong })).rejects.toThrow(message);
  });
});
