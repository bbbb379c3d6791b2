/**
 * Family 0: how much the disciple's motivation tells of the future, against the evidence; worked out by hand where it
 * can be. All worlds: test/docs/worlds.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { InvalidOption, UnknownId } from '../../core/base/errors.ts';
import { compile } from '../../core/tables/compile.ts';
import { type Motivation, motivation } from '../../judging/motivation.ts';
import { even, facts, type Spec, sure, table } from './fact-worlds.ts';

function defined(found: Motivation): Extract<Motivation, { reason: null }> {
  if (found.reason !== null) throw new Error(found.reason);
  return found;
}

const read = (spec: Spec, options = {}) => defined(motivation(compile(facts(spec)), options));

describe('closed forms', () => {
  test('where the choice alone decides, the motivation tells log₂ of the library and the evidence nothing', () => {
    const found = read({ prior: even, seen: [0, 0, 1, 2].map((value) => table(() => sure(value))) });
    expect(found.disciples).toEqual(['d1', 'd2', 'd3']);
    expect(found.motivation.information).toBeCloseTo(Math.log2(3), 12);
    expect(found.motivation.perBit).toBeCloseTo(1, 12);
    expect(found.evidenceInformation).toBeCloseTo(0, 12);
    expect(found.share).toBeCloseTo(1, 12);
  });

  test('where the facts alone decide, each tells its bit and the motivation nothing', () => {
    const seen = [0, 1, 2].map(() => table((a, b) => sure(2 * a + b)));
    const found = read({ prior: even, seen });
    expect(found.motivation).toEqual({ name: 'motivation', information: 0, entropy: 1, perBit: 0 });
    expect(found.evidence.map(({ information }) => information)).toEqual([1, 1]);
    expect(found.share).toBe(0);
  });

  test('a noisy channel tells 1 − h(p) of the fact it reads, and nothing of the other', () => {
    const h = (p: number) => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    const seen = [
      table(() => sure(0)),
      table((a) => (a ? [1, 9, 0, 0] : [9, 1, 0, 0])),
      table((a) => (a ? [1, 9, 0, 0] : [9, 1, 0, 0])),
    ];
    const found = read({ prior: even, seen });
    expect(found.evidence[0].information).toBeCloseTo(1 - h(0.1), 12);
    expect(found.evidence[1].information).toBeCloseTo(0, 12);
  });

  test('a copy of a fact has no entropy left and none of the credit', () => {
    const copied = [
      [3, 0],
      [0, 1],
    ];
    const found = read({ prior: copied, seen: [0, 1, 2].map(() => table((a, b) => sure(2 * a + b))) });
    const entropy = -0.75 * Math.log2(0.75) - 0.25 * Math.log2(0.25);
    expect(found.evidence[0].information).toBeCloseTo(entropy, 12);
    expect(found.evidence[1]).toEqual({ name: 'b', information: 0, entropy: 0, perBit: null });
  });

  test('an exclusive or is told by the second fact, and by the motivation given both', () => {
    const seen = [table(() => sure(0)), table((a, b) => sure(a ^ b)), table((a, b) => sure(1 - (a ^ b)))];
    const found = read({ prior: even, seen });
    expect(found.evidence.map(({ information }) => information)).toEqual([0, 1]);
    expect(found.motivation.information).toBe(1);
    expect(found.share).toBe(0.5);
  });

  test('the average is over the prior: a choice that matters in one case of four tells a quarter', () => {
    const seen = [table(() => sure(0)), table((a, b) => sure(a * b)), table(() => sure(0))];
    expect(read({ prior: even, seen }).motivation.information).toBe(0.25);
    const rarely = [
      [3, 3],
      [3, 1],
    ];
    expect(read({ prior: rarely, seen }).motivation.information).toBeCloseTo(0.1, 12);
  });
});

describe('laws', () => {
  const weights = fc
    .tuple(...Array.from({ length: 3 }, () => fc.constantFrom(0, 1, 3)))
    .map((w) => (w.some((v) => v > 0) ? w : [1, 0, 0]));
  const grid = <Item>(item: fc.Arbitrary<Item>) =>
    fc.array(fc.array(item, { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 2 });
  const specs: fc.Arbitrary<Spec> = fc.record({
    prior: grid(fc.constantFrom(0, 1, 2, 5)).map((prior) => (prior.flat().some((v) => v > 0) ? prior : even)),
    seen: fc.array(grid(weights), { minLength: 4, maxLength: 4 }),
  });

  /** Σ p log₂ 1/p. */
  const entropy = (law: ReadonlyMap<string, number>) =>
    [...law.values()].reduce((sum, p) => sum + (p > 0 ? -p * Math.log2(p) : 0), 0);

  /** The joint law of (e, G, W), straight from the specification. */
  function jointLaw({ prior, seen }: Spec): { e: string; g: number; w: number; p: number }[] {
    const total = prior.flat().reduce((x, y) => x + y, 0);
    return [1, 2, 3].flatMap((g) =>
      [0, 1].flatMap((a) =>
        [0, 1].flatMap((b) => {
          const sum = seen[g][a][b].reduce((x, y) => x + y, 0);
          return seen[g][a][b].map((weight, w) => ({
            e: `${a}${b}`,
            g,
            w,
            p: (prior[a][b] / total / 3) * (weight / sum),
          }));
        }),
      ),
    );
  }

  const marginal = (law: ReturnType<typeof jointLaw>, of: (cell: { e: string; g: number; w: number }) => string) => {
    const sums = new Map<string, number>();
    for (const cell of law) sums.set(of(cell), (sums.get(of(cell)) ?? 0) + cell.p);
    return entropy(sums);
  };

  test('0 ≤ I ≤ H, and the chain sums to I(E; W | G); both as from the joint law', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const found = read(spec);
        for (const fact of [found.motivation, ...found.evidence]) {
          expect(fact.information).toBeGreaterThanOrEqual(0);
          expect(fact.information).toBeLessThanOrEqual(fact.entropy + 1e-12);
        }
        const law = jointLaw(spec);
        const egw = marginal(law, ({ e, g, w }) => `${e}/${g}/${w}`);
        const whole =
          marginal(law, ({ e, g }) => `${e}/${g}`) + marginal(law, ({ g, w }) => `${g}/${w}`) - egw - Math.log2(3);
        expect(found.evidenceInformation).toBeCloseTo(whole, 9);
        const motive =
          marginal(law, ({ e, g }) => `${e}/${g}`) +
          marginal(law, ({ e, w }) => `${e}/${w}`) -
          egw -
          marginal(law, ({ e }) => e);
        expect(found.motivation.information).toBeCloseTo(motive, 9);
      }),
      { numRuns: 100 },
    );
  });

  test('neither the order of the library nor the names of what is seen matter', () => {
    fc.assert(
      fc.property(
        specs,
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        (spec, order, renamed) => {
          const relabelled = {
            ...spec,
            seen: spec.seen.map((by) => by.map((row) => row.map((w) => renamed.map((i) => w[i])))),
          };
          const one = defined(motivation(compile(facts(spec))));
          const other = defined(motivation(compile(facts(relabelled, order))));
          expect(other.motivation.information).toBeCloseTo(one.motivation.information, 9);
          other.evidence.forEach(({ information }, i) => {
            expect(information).toBeCloseTo(one.evidence[i].information, 9);
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the library', () => {
  const seen = [0, 0, 1, 2].map((value) => table(() => sure(value)));

  test('disciples that behave alike count once', () => {
    const world = facts({ prior: even, seen });
    const twin = { id: 'twin', source: '2 * (chosen == 1)', summary: 'd1 in other words' };
    const found = defined(motivation(compile({ ...world, disciples: [...world.disciples, twin] })));
    expect(found.disciples).toEqual(['d1', 'd2', 'd3']);
    expect(found.motivation.entropy).toBeCloseTo(Math.log2(3), 12);
  });

  test('alike in every cell is not alike: only the same outcomes are', () => {
    const blind = [0, 0, 0].map((value) => table(() => sure(value)));
    expect(read({ prior: even, seen: blind }).disciples).toEqual(['d1', 'd2']);
  });

  test('a restricted library is read as if it were all', () => {
    expect(read({ prior: even, seen }, { disciples: ['null', 'd1', 'd3'] }).motivation.information).toBe(1);
  });

  test('fewer than two distinct members leave it undefined, and it says so', () => {
    const compiled = compile(facts({ prior: even, seen }));
    const none = motivation(compiled, { disciples: ['null'] });
    expect(none.reason).toBe('expected at least 2 behaviourally distinct disciples but received 0');
    expect(motivation(compiled, { disciples: ['d2'] })).toEqual({
      reason: 'expected at least 2 behaviourally distinct disciples but received 1',
      disciples: ['d2'],
    });
  });

  test('refuses disciples it does not know, and a coarseness below 0', () => {
    const compiled = compile(facts({ prior: even, seen }));
    expect(() => motivation(compiled, { disciples: ['d4'] })).toThrow(UnknownId);
    for (const coarseness of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => motivation(compiled, { coarseness })).toThrow(InvalidOption);
    }
  });

  test('coarser cells never tell more', () => {
    const compiled = compile(facts({ prior: even, seen }));
    const at = [0, 1, 2, 8].map((coarseness) => defined(motivation(compiled, { coarseness })).motivation.information);
    for (const [i, value] of at.slice(1).entries()) expect(value).toBeLessThanOrEqual(at[i] + 1e-12);
    expect(at[3]).toBe(0);
  });
});
