/** The comparators against their definitions, worked out by full matrices on small worlds at random. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { type AuxiliaryUtilities, attainableUtility } from '../../../penalties/comparators/attainable-utility.ts';
import type { Penalty } from '../../../penalties/penalty.ts';
import { penalties } from '../../../penalties/suite.ts';
import { type Place, type SmallSpec, smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';
import * as reference from './reference.ts';

const BASELINES = ['start', 'inaction', 'stepwise'] as const;
const DISCOUNT = 0.9;

/** Utilities that name what they read, whatever the states are called. */
const byQuantity: AuxiliaryUtilities = (world) =>
  Object.values(world.quantities)
    .slice(1)
    .map((read) => (state) => Number(read(state)));

function comparator(family: string, baseline: (typeof BASELINES)[number], rollouts: boolean): Penalty {
  if (family === 'attainable-utility') {
    return attainableUtility({ id: 'au', baseline, utilities: byQuantity, discount: DISCOUNT, rollouts });
  }
  const given = baseline === 'stepwise' ? `&rollouts=${Number(rollouts)}` : '';
  return penalties.get(`${family}/${baseline}?discount=${DISCOUNT}${given}`);
}

/** States that a run with a disciple can meet. */
function targets(compiled: Compiled, world: reference.Dense): number[] {
  const met = new Set<number>(compiled.beginnings[0][1].states);
  for (const s of met) {
    for (const row of world.law[s]) {
      row?.forEach((p, to) => {
        if (p > 0) met.add(to);
      });
    }
  }
  return [...met];
}

function byDefinition(
  family: string,
  compiled: Compiled,
  policy: reference.Policy,
  baseline: (typeof BASELINES)[number],
  rollouts: boolean,
): number {
  const world = reference.dense(compiled);
  const begin: number[] = Array(world.size).fill(0);
  compiled.beginnings[0][1].states.forEach((s, i) => {
    begin[s] = compiled.beginnings[0][1].probabilities[i];
  });
  const sum = (rolled: reference.Rolled) => reference.summed(world, begin, policy, baseline, rolled, rollouts);
  const mean = (items: readonly number[]) => items.reduce((a, b) => a + b, 0) / items.length;
  if (family === 'attainable-utility') {
    const all = byQuantity(compiled.world).map((read) => compiled.states.map((state) => read(state)));
    return mean(
      all.map((utility) => {
        const v = reference.values(world, utility, DISCOUNT, world.horizon);
        return sum(reference.apartRolled(world, DISCOUNT, v, (x, y) => Math.abs(x - y)));
      }),
    );
  }
  if (family === 'relative-reachability') {
    return mean(
      targets(compiled, world).map((target) => {
        const r = reference.reach(world, target, DISCOUNT);
        return sum(reference.apartRolled(world, DISCOUNT, r, (x, y) => Math.max(0, y - x)));
      }),
    );
  }
  if (family === 'unreachability') {
    const r = Array.from({ length: world.size }, (_, target) => reference.reach(world, target, DISCOUNT));
    return sum(
      reference.besideRolled(
        world,
        DISCOUNT,
        reference.pairwise((x, y) => 1 - r[y][x]),
      ),
    );
  }
  return mean(
    targets(compiled, world).map((target) => {
      const within = reference.times(world, target, DISCOUNT);
      return sum(reference.besideRolled(world, DISCOUNT, reference.futureDelay(world, within, DISCOUNT)));
    }),
  );
}

/** By tick and place: an action, or a choice of two at even odds. */
const policies = fc.array(fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 5, maxLength: 5 }), {
  minLength: 3,
  maxLength: 3,
});
type Choices = readonly (readonly (readonly [number, number])[])[];

function policyOf(compiled: Compiled, choices: Choices, random: boolean): reference.Policy {
  return (tick, s) => {
    const [one, other] = choices[tick][(compiled.states[s] as Place).place].map((a) => a % compiled.actionCount);
    const chances: number[] = Array(compiled.actionCount).fill(0);
    chances[one] += random ? 0.5 : 1;
    if (random) chances[other] += 0.5;
    return chances;
  };
}

const FAMILIES = ['attainable-utility', 'relative-reachability', 'unreachability', 'future-task'];
const CASES = FAMILIES.flatMap((family) =>
  BASELINES.flatMap((baseline) =>
    (baseline === 'stepwise' ? [true, false] : [true]).map((rollouts) => ({ family, baseline, rollouts })),
  ),
);

describe.each(CASES)('$family against $baseline, rollouts $rollouts', ({ family, baseline, rollouts }) => {
  test('is what its definition says, to 1e-10, on worlds at random', () => {
    fc.assert(
      fc.property(smallSpecs, policies, fc.boolean(), (spec, choices, random) => {
        const compiled = compile(smallWorld(spec));
        const policy = policyOf(compiled, choices, random);
        const disciple = reference.following(compiled, policy, random);
        const { value } = comparator(family, baseline, rollouts).exact({ compiled, evidence: [], disciple });
        expect(value).toBeCloseTo(byDefinition(family, compiled, policy, baseline, rollouts), 10);
      }),
      { numRuns: 40 },
    );
  });

  test('does not change when the places and the acts are renamed', () => {
    fc.assert(
      fc.property(smallSpecs, policies, (spec, choices) => {
        const places = spec.weights.length;
        const flip = (place: number) => places - 1 - place;
        // Waiting stays action 0; the others are listed backwards.
        const swap = (action: number) => (action === 0 ? 0 : spec.weights[0].length - action);
        const renamed: SmallSpec = {
          ...spec,
          begin: [flip(spec.begin[0]), flip(spec.begin[1])],
          weights: spec.weights.map((_, place) =>
            spec.weights[0].map((_a, action) => spec.weights[flip(place)][swap(action)].slice().reverse()),
          ),
          values: spec.values.slice().reverse(),
        };
        const measured = (own: SmallSpec, choose: (tick: number, place: number) => number) => {
          const compiled = compile(smallWorld(own));
          const policy: reference.Policy = (tick, s) => {
            const action = choose(tick, (compiled.states[s] as Place).place);
            return Array.from({ length: compiled.actionCount }, (_, a) => Number(a === action));
          };
          const disciple = reference.following(compiled, policy, false);
          return comparator(family, baseline, rollouts).exact({ compiled, evidence: [], disciple }).value;
        };
        const action = (tick: number, place: number) => choices[tick][place][0] % spec.weights[0].length;
        expect(measured(renamed, (tick, place) => swap(action(tick, flip(place))))).toBeCloseTo(
          measured(spec, action),
          10,
        );
      }),
      { numRuns: 25 },
    );
  });

  test('is exactly 0 for the null program, [0, 0] from a sampled forecaster, and draws nothing on tables', async () => {
    const compiled = compile(tinyWorld);
    const penalty = comparator(family, baseline, rollouts);
    const evidence = [1, 2];
    const none = boot(compiled, '');
    const zero = { value: 0, interval: null, null: { mean: 0, p95: 0 }, parts: {} };
    expect(penalty.exact({ compiled, evidence, disciple: none })).toEqual(zero);
    const exact = { compiled, evidence, forecaster: exactForecaster(compiled), seed: 1 };
    const sampled = { ...exact, forecaster: sampledForecaster(compiled, { rollouts: 10, seed: 1 }) };
    expect(await penalty.measure({ ...exact, disciple: none })).toEqual(zero);
    expect(await penalty.measure({ ...sampled, disciple: none })).toEqual({ ...zero, interval: [0, 0] });
    const disciple = boot(compiled, 'bounded');
    const value = penalty.exact({ compiled, evidence, disciple });
    expect(value.value).toBeGreaterThan(0);
    expect(await penalty.measure({ ...sampled, disciple })).toEqual(value);
  });

  test('without tables it says what it needs', async () => {
    const disciple = boot(compile(tinyWorld), 'bounded');
    const forecaster = sampledForecaster(tinyWorld, { rollouts: 10, seed: 1 });
    const request = {
      world: tinyWorld as World<never>,
      forecaster: forecaster as never,
      evidence: [1, 2],
      disciple: disciple as never,
      seed: 1,
    };
    const measured = comparator(family, baseline, rollouts).measure(request);
    await expect(measured).rejects.toThrow(NoExactValue);
    await expect(measured).rejects.toThrow(/reads the compiled tables/);
  });
});

test('each tick’s share is a part, and they sum to the value', () => {
  const compiled = compile(tinyWorld);
  for (const { family, baseline, rollouts } of CASES) {
    const request = { compiled, evidence: [1, 2], disciple: boot(compiled, 'bounded') };
    const { value, parts } = comparator(family, baseline, rollouts).exact(request);
    expect(Object.keys(parts)).toEqual(['tick1', 'tick2', 'tick3', 'tick4', 'tick5']);
    expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBeCloseTo(value, 12);
  }
});

test.each(FAMILIES.flatMap((family) => ['start', 'inaction'].map((baseline) => `${family}/${baseline}`)))(
  '%s?outcome=1 is the last tick’s share',
  (id) => {
    const compiled = compile(tinyWorld);
    const request = { compiled, evidence: [1, 2], disciple: boot(compiled, 'bounded') };
    const { value, parts } = penalties.get(`${id}?outcome=1`).exact(request);
    expect(value).toBeCloseTo(penalties.get(id).exact(request).parts.tick5, 12);
    expect(parts).toEqual({});
  },
);

test('in deterministic worlds the future task penalty is relative reachability, whatever the discount', () => {
  fc.assert(
    fc.property(smallSpecs, policies, fc.constantFrom(0.5, 0.9, 0.99), (spec, choices, discount) => {
      const sure = { ...spec, weights: spec.weights.map((rows) => rows.map(onlyHeaviest)) };
      const compiled = compile(smallWorld(sure));
      const disciple = reference.following(compiled, policyOf(compiled, choices, false), false);
      const of = (id: string) =>
        penalties.get(`${id}/inaction?discount=${discount}`).exact({ compiled, evidence: [], disciple });
      expect(of('future-task').value).toBeCloseTo(of('relative-reachability').value, 12);
    }),
    { numRuns: 100 },
  );
});

function onlyHeaviest(weights: readonly number[]): number[] {
  const at = weights.indexOf(Math.max(...weights));
  return weights.map((weight, i) => Number(i === at && weight > 0));
}

test('a program that is there and waits deviates from no act, but from another run of chance', () => {
  const compiled = compile(tinyWorld);
  const request = { compiled, evidence: [1, 2], disciple: boot(compiled, '0') };
  for (const family of FAMILIES) {
    expect(comparator(family, 'stepwise', true).exact(request).value).toBe(0);
    // The cat wanders: two runs of the same law differ.
    expect(penalties.get(`${family}/inaction`).exact(request).value).toBeGreaterThan(0.01);
  }
});
