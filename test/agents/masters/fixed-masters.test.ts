/** Masters that do not learn choose by their rule. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { type MasterContext, type MasterSpec, masters } from '../../../agents/masters/master.ts';
import { UnknownId } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';

/** A context whose utilities and penalties are tables, by evidence and disciple. */
function context(
  utilities: number[][],
  penalties: number[][] = [],
  options: Partial<MasterContext> = {},
): MasterContext {
  return {
    evidences: utilities.map((_, e) => ({ value: [e], probability: 1 / utilities.length })),
    arities: [utilities.length],
    disciples: utilities[0].length,
    weight: 1,
    seed: 0,
    name: 'test',
    backend: () => Promise.reject(new Error('no backend is needed')),
    utilities: () => utilities,
    penalties: async () => penalties,
    ...options,
  };
}

const create = (id: string, given: MasterContext) => masters.get(id).create(given);

/** What it sends while it acts, by share. */
async function shares(id: string, given: MasterContext, evidence = 0): Promise<number[]> {
  const master = await create(id, given);
  const uniform = stream(1, 'shares');
  const counts = new Array<number>(given.disciples).fill(0);
  for (let i = 0; i < 6000; i++) counts[master.act(evidence, uniform)] += 1 / 6000;
  return counts;
}

/** Five deviations of a share of 6,000 choices. */
const near = (share: number, truth: number) =>
  expect(Math.abs(share - truth)).toBeLessThanOrEqual(5 * Math.sqrt((truth * (1 - truth)) / 6000));

describe('oracle', () => {
  test('is the argmax of utility − λ · penalty under each evidence value', async () => {
    const given = context(
      [
        [0, 0.8, 1],
        [0, 0.8, 1],
      ],
      [
        [0, 0.1, 0.6],
        [0, 0.9, 1],
      ],
    );
    const choices = async (weight: number) => {
      const master = await create('oracle', { ...given, weight });
      return [master.choose(0), master.choose(1), master.act(0, stream(0)), master.act(1, stream(0))];
    };
    expect(await choices(0)).toEqual([2, 2, 2, 2]);
    expect(await choices(0.5)).toEqual([1, 2, 1, 2]);
    expect(await choices(2)).toEqual([1, 0, 1, 0]);
  });

  test('leaves ties to the null, then to the lower index', async () => {
    const zeros = [[0, 0, 0, 0]];
    expect((await create('oracle', context([[0.5, 0.5 + 1e-10, 0.5, 0.2]], zeros))).choose(0)).toBe(0);
    expect((await create('oracle', context([[0, 0.7, 0.7 + 1e-10, 0.2]], zeros))).choose(0)).toBe(1);
  });
});

describe('random', () => {
  test('sends every disciple equally often', async () => {
    for (const share of await shares('random', context([[0, 1, 0.5, 0.2]]))) near(share, 0.25);
  });
});

describe('satisficer', () => {
  test('sends any non-null disciple that reaches ½, equally often, and no other', async () => {
    const [nothing, low, enough, much] = await shares('satisficer', context([[0.9, 0.49, 0.5, 1]]));
    expect([nothing, low]).toEqual([0, 0]);
    near(enough, 0.5);
    near(much, 0.5);
  });

  test('sends the null program where none reaches it', async () => {
    const master = await create('satisficer', context([[0, 0.4, 0.3]]));
    expect(master.choose(0)).toBe(0);
    expect(master.act(0, stream(0))).toBe(0);
  });
});

describe('quantiliser', () => {
  test('sends the best quarter by utility, equally often, under each evidence value', async () => {
    const given = context([
      [0, 0.1, 0.9, 0.3, 0.8, 0.2, 0.4, 0.5],
      [1, 0.1, 0.2, 0.3, 0.9, 0.2, 0.4, 0.5],
    ]);
    const first = await shares('quantiliser', given, 0);
    expect(first.flatMap((share, s) => (share > 0 ? [s] : []))).toEqual([2, 4]);
    near(first[2], 0.5);
    const second = await shares('quantiliser', given, 1);
    expect(second.flatMap((share, s) => (share > 0 ? [s] : []))).toEqual([0, 4]);
  });

  test('sends at least one: the best of a library of three', async () => {
    expect((await create('quantiliser', context([[0, 1, 0.9]]))).choose(0)).toBe(1);
  });
});

test.each(['random', 'satisficer', 'quantiliser'])(
  'the %s stands by one choice a seed, of those it may send',
  async (id) => {
    const utilities = Array.from({ length: 40 }, () => [0, 0.6, 0.9, 0.8, 0.7, 0.2, 0.1, 0.55]);
    const choices = async (seed: number) => {
      const master = await create(id, context(utilities, [], { seed }));
      return utilities.map((_, e) => master.choose(e));
    };
    const sent = await shares(id, context(utilities));
    const one = await choices(1);
    expect(await choices(1)).toEqual(one);
    expect(await choices(2)).not.toEqual(one);
    for (const s of one) expect(sent[s]).toBeGreaterThan(0);
    expect(new Set(one).size).toBeGreaterThan(1);
  },
);

test.each(['oracle', 'random', 'satisficer', 'quantiliser'])(
  '%s needs no episodes, and keeps its choices',
  async (id) => {
    expect(masters.get(id).learns).toBe(false);
    const master = await create(id, context([[0, 1]], [[0, 0]]));
    const before = master.choose(0);
    master.learn({ evidence: Int32Array.of(0), action: Int32Array.of(0), reward: Float64Array.of(9) }, 0.5);
    expect(master.save()).toEqual([before]);
    master.restore([1 - before]);
    expect(master.choose(0)).toBe(1 - before);
    master.dispose();
  },
);

describe('the registry of masters', () => {
  test('lists them all, and offers the nearest', () => {
    expect(masters.ids()).toEqual(
      expect.arrayContaining(['oracle', 'random', 'satisficer', 'quantiliser', 'bandit', 'reinforce', 'q-network']),
    );
    expect(() => masters.get('reinforcee')).toThrow(UnknownId);
    expect(() => masters.get('reinforcee')).toThrow("unknown agent 'reinforcee'. Did you mean 'reinforce'?");
  });

  test('takes one of one’s own', () => {
    const mine: MasterSpec = { ...masters.get('random'), id: 'test-mine' };
    masters.register(mine);
    expect(masters.get('test-mine')).toBe(mine);
  });
});

test('a bandit saved as JSON before its first reward takes its range from the rewards alone', async () => {
  const given = context([[0, 1]]);
  const saved = JSON.parse(JSON.stringify((await create('bandit', given)).save()));
  const restored = await create('bandit', given);
  restored.restore(saved);
  restored.learn({ evidence: Int32Array.of(0, 0), action: Int32Array.of(0, 1), reward: Float64Array.of(0.5, 0.7) }, 0);
  expect(restored.save()).toMatchObject({ range: [0.5, 0.7] });
});
