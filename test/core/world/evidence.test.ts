import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld } from '../../../core/base/errors.ts';
import type { Chance } from '../../../core/world/chance.ts';
import { evidenceIndex, evidenceValues } from '../../../core/world/evidence.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const withPrior = (prior: (chance: Chance) => readonly number[]) => ({
  ...tinyWorld,
  evidence: { ...tinyWorld.evidence, prior },
});

describe('evidenceValues', () => {
  test('lists every value of positive probability in lexicographic order, with its joint prior', () => {
    const values = evidenceValues(tinyWorld);
    expect(values.map(({ value }) => value.join(','))).toEqual(['0,0', '0,1', '0,2', '1,0', '1,1', '1,2']);
    const wanted = [0.3, 0.18, 0.12, 0.08, 0.12, 0.2];
    for (const [i, { probability }] of values.entries()) expect(probability).toBeCloseTo(wanted[i], 12);
  });

  test('adds up the traces that lead to one value, and leaves out what cannot be', () => {
    const values = evidenceValues(withPrior((chance) => [0, Math.min(1, chance.below(4)) * 2]));
    expect(values).toEqual([
      { value: [0, 0], probability: 0.25 },
      { value: [0, 2], probability: 0.75 },
    ]);
  });

  test('is the one empty value where there are no variables', () => {
    expect(evidenceValues({ ...tinyWorld, evidence: { variables: [], prior: () => [] } })).toEqual([
      { value: [], probability: 1 },
    ]);
  });

  test.each<[string, (chance: Chance) => readonly number[]]>([
    ['too few values', () => [0]],
    ['too many values', () => [0, 0, 0]],
    ['a value beyond its arity', () => [0, 3]],
    ['a negative value', () => [-1, 0]],
    ['a fraction', () => [0.5, 0]],
    ['no array', () => 'no' as unknown as readonly number[]],
  ])('refuses a prior that gives %s', (_, prior) => {
    expect(() => evidenceValues(withPrior(prior))).toThrow(InvalidWorld);
    expect(() => evidenceValues(withPrior(prior))).toThrow(
      /TinyVase-v0: evidence\.prior: expected a value for each of \(reliability < 2, draught < 3\)/,
    );
  });

  test('names the world whose prior throws, or whose probabilities do not sum to 1', () => {
    const broken = withPrior(() => {
      throw new TypeError('oh no');
    });
    expect(() => evidenceValues(broken)).toThrow(InvalidWorld);
    expect(() => evidenceValues(broken)).toThrow('TinyVase-v0: evidence.prior: oh no');
    const lacking = withPrior((chance) => [chance.pick([0.5, 0.4]), 0]);
    expect(() => evidenceValues(lacking)).toThrow(/TinyVase-v0: evidence\.prior: chance\.pick: .*sum of 0\.9/);
  });
});

describe('evidenceIndex', () => {
  test('finds a value, and refuses one without prior probability, listing those that have some', () => {
    const values = evidenceValues(tinyWorld);
    expect(evidenceIndex(values, [1, 1])).toBe(4);
    for (const evidence of [[2, 0], [0], [0, 0, 0]]) {
      expect(() => evidenceIndex(values, evidence)).toThrow(InvalidOption);
      expect(() => evidenceIndex(values, evidence)).toThrow(`0,0  0,1  0,2  1,0  1,1  1,2) but received '${evidence}'`);
    }
  });
});
