/** Sampling and enumeration agree, and bad probabilities are refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidWorld } from '../../../core/base/errors.ts';
import { stream } from '../../../core/base/random.ts';
import { type Chance, Enumerator, enumerate, namedChance, sampledChance } from '../../../core/world/chance.ts';

/** A tree of choices: which call is made, and what follows each of its results. */
type Tree =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'flip'; readonly p: number; readonly next: readonly Tree[] }
  | { readonly kind: 'below'; readonly next: readonly Tree[] }
  | { readonly kind: 'pick'; readonly probabilities: readonly number[]; readonly next: readonly Tree[] };

const { tree: trees } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'tree' },
    fc.constant<Tree>({ kind: 'leaf' }),
    fc
      .tuple(fc.integer({ min: 0, max: 20 }), tie('tree'), tie('tree'))
      .map(([twentieths, no, yes]): Tree => ({ kind: 'flip', p: twentieths / 20, next: [no, yes] })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((next): Tree => ({ kind: 'below', next })),
    fc
      .array(fc.tuple(fc.integer({ min: 0, max: 3 }), tie('tree')), { minLength: 1, maxLength: 4 })
      .filter((branches) => branches.some(([weight]) => weight > 0))
      .map((branches): Tree => {
        const sum = branches.reduce((total, [weight]) => total + weight, 0);
        return {
          kind: 'pick',
          probabilities: branches.map(([weight]) => weight / sum),
          next: branches.map(([, next]) => next),
        };
      }),
  ),
}));

/** Walks a tree with a chance; the path taken. */
function walk(tree: Tree, chance: Chance): string {
  if (tree.kind === 'leaf') return '';
  const taken =
    tree.kind === 'flip'
      ? Number(chance.flip(tree.p))
      : tree.kind === 'below'
        ? chance.below(tree.next.length)
        : chance.pick(tree.probabilities);
  return `${taken}${walk(tree.next[taken], chance)}`;
}

/** The probability of every path, impossible ones left out, by the rules of probability alone. */
function law(tree: Tree, path = '', probability = 1, into = new Map<string, number>()): Map<string, number> {
  if (probability === 0) return into;
  if (tree.kind === 'leaf') return into.set(path, probability);
  tree.next.forEach((next, i) => {
    const share =
      tree.kind === 'flip'
        ? i === 1
          ? tree.p
          : 1 - tree.p
        : tree.kind === 'below'
          ? 1 / tree.next.length
          : tree.probabilities[i];
    law(next, `${path}${i}`, probability * share, into);
  });
  return into;
}

const total = (traces: readonly { probability: number }[]) => traces.reduce((sum, t) => sum + t.probability, 0);

describe('Enumerator', () => {
  test('visits every possible trace once, no impossible one, each with its probability, all summing to 1', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const traces = enumerate((chance) => walk(tree, chance));
        const wanted = law(tree);
        expect(new Set(traces.map(({ result }) => result)).size).toBe(traces.length);
        expect(traces.map(({ result }) => result).sort()).toEqual([...wanted.keys()].sort());
        for (const { result, probability } of traces) expect(probability).toBeCloseTo(wanted.get(result)!, 12);
        expect(Math.abs(total(traces) - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 300 },
    );
  });

  test('agrees with sampling: frequencies lie within five standard errors of the enumerated probabilities', () => {
    const n = 2_000;
    let run = 0;
    fc.assert(
      fc.property(trees, (tree) => {
        const chance = sampledChance(stream(1, 'trees', run++));
        const counts = new Map<string, number>();
        for (let i = 0; i < n; i++) {
          const path = walk(tree, chance);
          counts.set(path, (counts.get(path) ?? 0) + 1);
        }
        const traces = new Map(enumerate((c) => walk(tree, c)).map((t) => [t.result, t.probability]));
        for (const path of counts.keys()) expect(traces.has(path)).toBe(true);
        for (const [path, p] of traces) {
          const error = Math.sqrt(n * p * (1 - p));
          expect(Math.abs((counts.get(path) ?? 0) - n * p)).toBeLessThanOrEqual(5 * error + 2);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test('takes sure choices without branching', () => {
    const traces = enumerate((chance) => [
      chance.flip(0),
      chance.flip(1),
      chance.below(1),
      chance.pick([0, 1, 0]),
      chance.pick([1]),
    ]);
    expect(traces).toEqual([{ result: [false, true, 0, 1, 0], probability: 1 }]);
  });

  test('shares out what a pick lacks or exceeds within its tolerance, so that traces still sum to 1', () => {
    const traces = enumerate((chance) => {
      let path = '';
      for (let i = 0; i < 5; i++) path += chance.pick([1 / 3, 1 / 3, 0.333333333]);
      return path;
    });
    expect(traces).toHaveLength(243);
    expect(Math.abs(total(traces) - 1)).toBeLessThan(1e-12);
  });

  test('does not see a caller change its probabilities between traces', () => {
    const probabilities = [0.5, 0.5];
    const results: number[] = [];
    new Enumerator().run(
      (chance) => chance.pick(probabilities),
      (result) => {
        results.push(result);
        probabilities[1] = 0;
      },
    );
    expect(results).toEqual([0, 1]);
  });

  test('can be used again after a run that failed halfway', () => {
    const enumerator = new Enumerator();
    const fail = () =>
      enumerator.run(
        (chance) => {
          if (chance.flip(0.5) && chance.flip(0.5)) return 0;
          throw new Error('no');
        },
        () => {},
      );
    expect(fail).toThrow('no');
    const seen: [number, number][] = [];
    enumerator.run(
      (chance) => chance.below(3),
      (result, probability) => seen.push([result, probability]),
    );
    expect(seen).toEqual([
      [0, 1 / 3],
      [1, 1 / 3],
      [2, 1 / 3],
    ]);
  });
});

describe.each<[string, () => Chance]>([
  ['sampled', () => sampledChance(() => 0.5)],
  ['named', () => namedChance(() => 0.5)],
  ['enumerated', () => new Enumerator()],
])('a bad argument to %s chance is refused:', (_, make) => {
  test.each([-0.1, 1.2, Number.NaN, Number.POSITIVE_INFINITY])('flip(%s)', (p) => {
    expect(() => make().flip(p)).toThrow(InvalidWorld);
    expect(() => make().flip(p)).toThrow(`expected a probability in [0, 1] but received ${p}`);
  });

  test.each([0, -1, 2.5, Number.NaN])('below(%s)', (n) => {
    expect(() => make().below(n)).toThrow(InvalidWorld);
    expect(() => make().below(n)).toThrow(`expected a positive integer but received ${n}`);
  });

  test.each([
    [[]],
    [[0, 0]],
    [[0.5, 0.4]],
    [[0.5, 0.6]],
    [[0.5, 0.5 + 1e-8]],
    [[1.5, -0.5]],
    [[Number.NaN, 1]],
    [[Number.POSITIVE_INFINITY]],
  ])('pick(%j)', (probabilities) => {
    expect(() => make().pick(probabilities)).toThrow(InvalidWorld);
    expect(() => make().pick(probabilities)).toThrow(/chance\.pick: expected/);
  });

  test('but a pick within 1e-9 of summing to 1 is accepted', () => {
    expect(() => make().pick([0.5, 0.5 + 5e-10])).not.toThrow();
  });
});

describe('sampledChance', () => {
  test('cuts the unit interval in the order of the choices', () => {
    const at = (u: number) => sampledChance(() => u);
    expect([at(0.29).flip(0.3), at(0.3).flip(0.3)]).toEqual([true, false]);
    expect([0, 0.24, 0.25, 0.99].map((u) => at(u).below(4))).toEqual([0, 0, 1, 3]);
    expect([0, 0.19, 0.2, 0.49, 0.5, 0.99].map((u) => at(u).pick([0.2, 0.3, 0.5]))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('never returns a choice of probability 0, at either end of the interval', () => {
    const top = 1 - 2 ** -53;
    expect(sampledChance(() => 0).flip(0)).toBe(false);
    expect(sampledChance(() => top).flip(1)).toBe(true);
    expect(sampledChance(() => 0).pick([0, 0, 1])).toBe(2);
    expect(sampledChance(() => top).pick([0.1, 0.9 - 5e-10, 0])).toBe(1);
  });
});

describe('namedChance', () => {
  test('asks for a uniform by name, once a call, and reads it as sampling does', () => {
    const asked: string[] = [];
    const chance = namedChance((name) => {
      asked.push(name);
      return name === 'low' ? 0.1 : 0.9;
    });
    expect([chance.flip(0.5, 'low'), chance.below(10, 'low'), chance.pick([0.5, 0.5])]).toEqual([true, 1, 1]);
    expect([chance.flip(0.5), chance.below(10)]).toEqual([false, 9]);
    expect(asked).toEqual(['low', 'low', '', '', '']);
  });
});
