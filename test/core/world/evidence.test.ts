/** Evidence values are listed, found, named and read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption, InvalidWorld } from '../../../core/base/errors.ts';
import type { Chance } from '../../../core/world/chance.ts';
import {
  evidenceIndex,
  evidenceKey,
  evidenceValues,
  nameEvidence,
  parseEvidence,
} from '../../../core/world/evidence.ts';
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
      /TinyVase-v0: evidence\.prior: expected an array .*: reliability \(0 or 1\), draught \(0 to 2\) but/,
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

describe('evidenceValues, of too many', () => {
  const wide = (prior: (chance: Chance) => readonly number[]) => ({
    ...tinyWorld,
    evidence: {
      variables: [
        { name: 'n', arity: 10_000, scale: 'ordinal' as const },
        { name: 'm', arity: 10_000, scale: 'ordinal' as const },
      ],
      prior,
    },
  });

  test.each<[string, (chance: Chance) => readonly number[], RegExp]>([
    [
      'a draw of a billion',
      (chance) => [chance.below(1e9) % 10, 0],
      /at most 1000000 ways .* but received below\(1000000000\)/,
    ],
    [
      'a million values',
      (chance) => [chance.below(1000), chance.below(1000)],
      /at most 100000 values of the evidence but received more/,
    ],
    [
      'a loop that flips for ever',
      (chance) => {
        let n = 0;
        while (chance.flip(0.5)) n++;
        return [n, 0];
      },
      /at most 1000 random choices/,
    ],
  ])('refuses %s in one line that names the limit', (_, prior, message) => {
    const before = performance.now();
    expect(() => evidenceValues(wide(prior))).toThrow(InvalidWorld);
    expect(() => evidenceValues(wide(prior))).toThrow(message);
    expect(performance.now() - before).toBeLessThan(20_000);
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

const labelled = {
  evidence: {
    variables: [
      { name: 'wire', arity: 3, scale: 'ordinal', values: ['0', '4', '8'] },
      { name: 'reliability', arity: 2, scale: 'ordinal', values: ['0.7', '1'] },
      { name: 'wet', arity: 2, scale: 'nominal', values: ['no', 'yes'] },
      { name: 'bare', arity: 4, scale: 'ordinal' },
    ],
    prior: () => [0, 0, 0, 0],
  },
} as const;
const none = { evidence: { variables: [], prior: () => [] } };

describe('nameEvidence', () => {
  test('gives each variable its label, or its index where it has none', () => {
    expect(nameEvidence(labelled, [1, 0, 0, 3])).toBe('wire=4 reliability=0.7 wet=no bare=3');
    expect(nameEvidence(none, [])).toBe('(none)');
  });
});

describe('parseEvidence', () => {
  test.each([
    ['1,0,1,2', [1, 0, 1, 2]],
    [' 1 0 1  2 ', [1, 0, 1, 2]],
    ['wire=4 reliability=0.7 wet=no bare=3', [1, 0, 0, 3]],
    ['wet=yes,bare=0, wire=0 reliability=1', [0, 1, 1, 0]],
    ['wire = 8, wet = no, reliability = 1, bare = 0', [2, 1, 0, 0]],
  ])('reads %s', (text, value) => {
    expect(parseEvidence(labelled, text)).toEqual(value);
  });

  test('reads the one value of a world without evidence', () => {
    expect([parseEvidence(none, ''), parseEvidence(none, '(none)')]).toEqual([[], []]);
  });

  test('reads back whatever is printed, in any order and with either separator', () => {
    const value = fc.tuple(...labelled.evidence.variables.map(({ arity }) => fc.nat(arity - 1)));
    fc.assert(
      fc.property(value, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), fc.boolean(), (given, keys, commas) => {
        const words = nameEvidence(labelled, given).split(' ');
        const order = words.map((_, i) => i).sort((a, b) => keys[a] - keys[b]);
        const text = order.map((i) => words[i]).join(commas ? ',' : ' ');
        expect(parseEvidence(labelled, text)).toEqual(given);
        expect(parseEvidence(labelled, evidenceKey(given))).toEqual(given);
      }),
    );
  });

  test.each([
    ['wir=4 reliability=1 wet=no bare=0', `evidence: unknown variable 'wir'. Did you mean 'wire'?`],
    ['wire=4 reliability=1 wet=yess bare=0', `evidence: unknown value 'yess' of wet. Did you mean 'yes'?`],
    ['wire=4 reliability=1 wet=no bare=4', `evidence: bare: expected an integer from 0 to 3 but received '4'`],
    ['wire=4 reliability=1 wet=no bare=0x1', `evidence: bare: expected an integer from 0 to 3 but received '0x1'`],
    ['wire=4 reliability=1 wet=no bare=', `evidence: bare: expected an integer from 0 to 3 but received ''`],
    ['wire=4 wire=8', `evidence: expected one value of wire but received 'wire=4 wire=8'`],
    ['wire=4 reliability=1 wet=no', `expected a value of bare (0 to 3) too but received 'wire=4 reliability=1 wet=no'`],
  ])('refuses %s in one line that names what was expected', (text, message) => {
    expect(() => parseEvidence(labelled, text)).toThrow(InvalidOption);
    expect(() => parseEvidence(labelled, text)).toThrow(message);
  });

  const unreadable = ['', '1,0', '1,0,1,2,0', '1,0,1,9', '1,0,1,x', '1,0,1,0.5', '1,0,wet=no,0', '=4'];
  const notByDigits = ['1,0,1,0x1', '1,0,1,1e0', '1,0,1,2.0', '1,0,1,-0', '1,0,1,+1'];
  test.each([...unreadable, ...notByDigits])('refuses %j, and gives an example', (text) => {
    expect(() => parseEvidence(labelled, text)).toThrow(
      [
        'evidence: expected a value for each of wire (0, 4, 8), reliability (0.7, 1), wet (no, yes), bare (0 to 3),',
        `as 'wire=0 reliability=0.7 wet=no bare=0' or '0,0,0,0', but received '${text}'`,
      ].join(' '),
    );
  });

  test('refuses any value for a world without evidence', () => {
    expect(() => parseEvidence(none, '1')).toThrow('evidence: expected nothing');
  });
});
