/** A learned disciple's source boots and acts as its network says, and damaged ones are refused. */
import { describe, expect, test, vi } from 'vitest';
import { InvalidSource } from '../../../core/base/errors.ts';
import { pickWeighted, stream } from '../../../core/base/random.ts';
import { boot, bootArrived, isCompiled } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { rollOut } from '../../../core/forecast/rollout.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { World } from '../../../core/world/world.ts';
import { encodeFloats, type NetworkState } from '../../../learning/network/network-state.ts';
import { denseRows } from '../../../learning/network/one-hot.ts';
import { softmax } from '../../../learning/network/softmax.ts';
import { OneHotEncoder } from '../../../learning/policy/one-hot-encoder.ts';
import {
  describePolicySource,
  isPolicySource,
  type PolicySource,
  writePolicySource,
} from '../../../learning/policy/policy-source.ts';
import { forwardArrays } from '../../fixtures/forward-arrays.ts';
import { lawOf, samplingTolerance, sumOf, totalVariation } from '../../fixtures/laws.ts';
import { randomPolicy, randomPolicySource } from '../../fixtures/policies.ts';
import { smallWorld } from '../../fixtures/small-worlds.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

vi.mock('@tensorflow/tfjs-core', () => {
  throw new Error('a backend was loaded');
});

const compiled = compile(tinyWorld);
const exact = exactForecaster(compiled);
const policy = randomPolicy(compiled, 1);
const source = writePolicySource(policy);
const never = () => {
  throw new Error('drew');
};

function tableOf(text: string): readonly Float32Array[] {
  const { table } = boot(compiled, text);
  if (table?.kind !== 'random') throw new Error('expected a table of probabilities');
  return table.probabilities as readonly Float32Array[];
}

describe('a policy source', () => {
  test('is one line that is recognised by its beginning and described in a few words', () => {
    expect(source).not.toContain('\n');
    expect(isPolicySource(source)).toBe(true);
    expect(['', 'clips', '{}', JSON.stringify(policy)].map(isPolicySource)).toEqual([false, false, false, false]);
    expect(describePolicySource(source)).toBe(`policy network ${policy.network.sizes.join('-')} of ${tinyWorld.id}`);
  });

  test('survives a file of JSON, and equal policies have equal sources', () => {
    expect(JSON.stringify(JSON.parse(source))).toBe(source);
    expect(writePolicySource(JSON.parse(source) as PolicySource)).toBe(source);
    expect(writePolicySource(randomPolicy(compiled, 1))).toBe(source);
    expect(writePolicySource(randomPolicy(compiled, 2))).not.toBe(source);
  });

  test('boots at once and acts without any backend', async () => {
    for (const target of [tinyWorld, compiled]) {
      const disciple = boot(target, source);
      expect(disciple.source).toBe(source);
      expect(disciple.act(compiled.states[0], 0, () => 0.5)).toBeLessThan(tinyWorld.actions.length);
      expect(disciple.table === null).toBe(!isCompiled(target));
    }
    await expect(import('@tensorflow/tfjs-core')).rejects.toThrow();
  });
});

describe('its policy', () => {
  test.each([['relu' as const], ['tanh' as const]])(
    'is the softmax of its network, at every state and tick: %s',
    (activation) => {
      const made = randomPolicy(compiled, 5, { hidden: [9, 5], activation });
      const tables = tableOf(writePolicySource(made));
      const encoder = OneHotEncoder.restore(made.code);
      const forward = forwardArrays(made.network);
      const { active } = encoder;
      expect(tables).toHaveLength(tinyWorld.horizon);
      tables.forEach((chances, tick) => {
        expect(chances.length).toBe(compiled.layerEnd[tick] * compiled.actionCount);
        const states = compiled.states.slice(0, compiled.layerEnd[tick]);
        const inputs = new Int32Array(states.length * active);
        states.forEach((state, i) => {
          encoder.write(tinyWorld.observe(state), inputs, i * active);
          inputs[(i + 1) * active - 1] = tick;
        });
        const logits = forward(denseRows(inputs, active, encoder.used), states.length);
        states.forEach((_, i) => {
          const wanted = softmax(logits.slice(4 * i, 4 * (i + 1)));
          for (let a = 0; a < 4; a++) expect(Math.abs(chances[4 * i + a] - wanted[a])).toBeLessThan(1e-5);
        });
      });
    },
  );

  test('acts by the probabilities of its table, compiled or not', () => {
    const tables = tableOf(source);
    const us = [0, 0.11, 0.37, 0.62, 0.93, 0.999];
    for (const disciple of [boot(compiled, source), boot(tinyWorld, source)]) {
      tables.forEach((chances, tick) => {
        for (let state = 0; state < compiled.layerEnd[tick]; state += 7) {
          const row = chances.subarray(4 * state, 4 * (state + 1));
          for (const u of us) expect(disciple.act(compiled.states[state], tick, () => u)).toBe(pickWeighted(row, u));
        }
      });
    }
  });

  test('acts as often as its table’s probabilities say', () => {
    const disciple = boot(tinyWorld, source);
    const uniform = stream(3, 'act');
    const draws = 20_000;
    for (const [state, tick] of [
      [0, 0],
      [compiled.layerEnd[2] - 1, 2],
      [5, 4],
    ]) {
      const counts = new Map<string, number>();
      for (let i = 0; i < draws; i++) {
        const action = String(disciple.act(compiled.states[state], tick, uniform));
        counts.set(action, (counts.get(action) ?? 0) + 1 / draws);
      }
      const row = tableOf(source)[tick].subarray(4 * state, 4 * (state + 1));
      const law = new Map(Array.from(row, (p, a) => [String(a), p]));
      expect(totalVariation(counts, law)).toBeLessThan(samplingTolerance(law, draws));
    }
  });

  test('leads to the same outcomes on the tables and by steps', () => {
    const evidence = [1, 2];
    const law = lawOf(tinyWorld, exact(evidence, boot(compiled, source), 1));
    const disciple = boot(tinyWorld, source);
    const uniform = stream(4, 'play');
    const draws = 20_000;
    const counts = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const key = tinyWorld.key(rollOut(tinyWorld, evidence, disciple, true, uniform));
      counts.set(key, (counts.get(key) ?? 0) + 1 / draws);
    }
    expect(sumOf(law.values())).toBeCloseTo(1, 12);
    expect(totalVariation(counts, law)).toBeLessThan(samplingTolerance(law, draws));
  });

  test('is erased by X = 0, where the forecast is the null program’s', () => {
    const disciple = boot(compiled, source);
    for (const { value } of compiled.evidences) {
      const erased = lawOf(tinyWorld, exact(value, disciple, 0));
      expect(totalVariation(erased, lawOf(tinyWorld, exact(value, boot(compiled, ''), 0)))).toBe(0);
      expect(totalVariation(erased, lawOf(tinyWorld, exact(value, disciple, 1)))).toBeGreaterThan(0.1);
    }
  });
});

describe('what is refused', () => {
  /** Refused where it is compiled and where it is not, by an error of one short line. */
  function expectRefused(text: string, message: RegExp, world: World = tinyWorld as World): void {
    for (const target of [world, compile(world)]) {
      const refused = () => boot(target, text);
      expect(refused).toThrow(InvalidSource);
      expect(refused).toThrow(message);
      expect(refused).toThrow(/^policy network[^\n]{0,250}$/);
    }
  }

  const small = (change: Partial<Parameters<typeof smallWorld>[0]> = {}) =>
    smallWorld({
      horizon: 2,
      aftermath: 0,
      begin: [0, 0],
      weights: [
        [
          [1, 1],
          [0, 1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      values: [0, 1],
      ...change,
    });

  test('a policy for other actions, observations or more ticks', () => {
    const own = randomPolicySource(compile(small()), 1);
    expect(boot(small(), own).source).toBe(own);
    expectRefused(
      own,
      /^policy network of Small-v0 in TinyVase-v0: expected one for its 4 actions and 5 ticks but received '2 actions/,
    );
    expectRefused(source, /of TinyVase-v0 in Small-v0: expected one for its 2 actions/, small() as World);
    expectRefused(own, /and 3 ticks but received '2 actions and 2 ticks'/, small({ horizon: 3 }) as World);
    const observed: World = { ...(small() as World), observe: () => [0, 0] };
    expectRefused(own, /in Small-v0: expected 1 observed numbers but received 2/, observed);
  });

  test('a policy for more ticks than the world has is accepted', () => {
    const longer = randomPolicySource(compile(small({ horizon: 3 })), 1);
    expect(boot(compile(small()), longer).source).toBe(longer);
  });

  const changed = (change: Partial<NetworkState>, code: unknown = policy.code) =>
    writePolicySource({ ...policy, code: code as PolicySource['code'], network: { ...policy.network, ...change } });
  const { sizes, weights } = policy.network;
  const withFirst = (values: readonly number[]) => {
    const first = new Float32Array(sizes[0] * sizes[1]);
    first.set(values);
    return changed({ weights: [encodeFloats(first), ...weights.slice(1)] });
  };

  test.each([
    ['half of it', source.slice(0, source.length / 2), /JSON/],
    ['its beginning', '{"policy-network":1,', /JSON/],
    ['no world', '{"policy-network":1,"a":1}', /its world: expected an id such as 'Name-v0' but received undefined/],
    ['a world over two lines', writePolicySource({ ...policy, world: 'a\nb' }), /its world: expected an id/],
    ['neither code nor network', '{"policy-network":1,"world":"Small-v0"}', /expected cases and values/],
    ['no network', `${source.slice(0, source.indexOf(',"network"'))}}`, /expected an object but received undefined/],
    ['a broken code', changed({}, { cases: 5, values: [[]] }), /one-hot code/],
    ['a code of fewer inputs', changed({}, { cases: 5, values: [[[0, 5]]] }), /expected 6 inputs, as its code has/],
    ['an unknown activation', changed({ activation: 'sine' as never }), /'relu' or 'tanh'/],
    ['too few arrays', changed({ weights: weights.slice(1) }), /expected 4 texts/],
    ['a shorter array', changed({ weights: [weights[0].slice(0, -8), ...weights.slice(1)] }), /network weights 0/],
    ['a longer array', changed({ weights: [`${weights[0]}AAAAAAAA`, ...weights.slice(1)] }), /network weights 0/],
    ['no base64', changed({ weights: ['*'.repeat(10_000), ...weights.slice(1)] }), /network weights 0/],
    ['weights over two lines', changed({ weights: ['a\nb', ...weights.slice(1)] }), /network weights 0/],
    ['a weight that is NaN', withFirst([0, Number.NaN]), /expected finite numbers but received NaN/],
    [
      'a weight that is infinite',
      withFirst([Number.NEGATIVE_INFINITY]),
      /expected finite numbers but received -Infinity/,
    ],
  ])('%s', (_, text, message) => {
    expect(isPolicySource(text)).toBe(true);
    expectRefused(text, message);
    expect(() => describePolicySource(text)).toThrow(InvalidSource);
  });

  test('weights that are so large that the probabilities are not numbers', () => {
    const huge = weights.map((_, i) =>
      encodeFloats(new Float32Array(i % 2 === 0 ? sizes[i / 2] * sizes[i / 2 + 1] : sizes[(i + 1) / 2]).fill(3e38)),
    );
    const text = changed({ weights: huge });
    expect(() => boot(compiled, text)).toThrow(InvalidSource);
    expect(() => boot(tinyWorld, text).act(compiled.states[0], 0, never)).toThrow('expected finite logits');
  });

  test('a source that arrives damaged is present and waits', () => {
    const damaged = source.slice(0, source.length / 2);
    for (const state of compiled.states.slice(0, 20))
      expect(bootArrived(compiled, damaged).act(state, 0, never)).toBe(0);
    expect(bootArrived(compiled, damaged).table).toEqual({ kind: 'wait' });
  });
});
