/** Absolute importance: closed forms, laws and estimates. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { EvidenceVariable } from '../../../core/world/world.ts';
import { innovations } from '../../../penalties/importance/jacobian.ts';
import { penalties } from '../../../penalties/suite.ts';
import { BIASES, coinWorld } from '../../fixtures/coin-world.ts';
import { type TableRow, tableWorld } from './table-world.ts';
import { laws, tables } from './tables.ts';

const IDS = ['importance/absolute', 'importance/absolute/l2', 'importance/absolute?answers=1'];
const coin = compile(coinWorld);
const bit = (name: string): EvidenceVariable => ({ name, arity: 2, scale: 'ordinal' });

const exact = (variables: readonly EvidenceVariable[], rows: readonly TableRow[], id: string, source = 'acted') => {
  const compiled = compile(tableWorld(variables, rows));
  return compiled.evidences.map(({ value }) =>
    penalties.get(id).exact({ compiled, evidence: value, disciple: boot(compiled, source) }),
  );
};

describe('where evidence tells nothing of the world without the disciple, typical is a 64th of the diameter', () => {
  // P(flag) moves by p and rain is even: cells (−p, p) ⊗ (½, ½).
  test.each(BIASES.map((p, e) => [p, e]))(
    'a coin of bias %d: L1 2p of 2/64, L2 p of √2/64, answers p of 1/64',
    (p, e) => {
      const value = (id: string) =>
        penalties.get(id).exact({ compiled: coin, evidence: [e], disciple: boot(coin, 'raise') }).value;
      expect(value('importance/absolute')).toBeCloseTo(Math.log2(1 + 64 * p), 12);
      expect(value('importance/absolute/l2')).toBeCloseTo(Math.log2(1 + (64 * p) / Math.SQRT2), 12);
      // The box: three questions never move, and rain moves by one grain. `raise` moves one question by p grains.
      expect(value('importance/absolute?answers=1')).toBeCloseTo(Math.log2(1 + 64 * p), 12);
    },
  );
});

describe('innovations', () => {
  // The first bit moves 0.4 of the mass from place 0 to 1 in both halves; the second moves 0.2 where the first is 1.
  const rows: TableRow[] = [
    { value: [0, 0], probability: 0.25, absent: [1, 0, 0], acting: [0, 0, 1] },
    { value: [0, 1], probability: 0.25, absent: [1, 0, 0], acting: [0, 0, 1] },
    { value: [1, 0], probability: 0.25, absent: [0.6, 0.4, 0], acting: [0, 0, 1] },
    { value: [1, 1], probability: 0.25, absent: [0.4, 0.6, 0], acting: [0, 0, 1] },
  ];
  const compiled = compile(tableWorld([bit('a'), bit('b')], rows));

  test('by hand: means .5 apart give E‖·‖₁ = .5 and .2 in half of the cases .1; each variable is one bit', () => {
    const { norms, bits, diameter } = innovations(compiled, boot(compiled, 'acted'), { embedding: 'cells' });
    expect(norms[0]).toBeCloseTo(0.5, 12);
    expect(norms[1]).toBeCloseTo(0.1, 12);
    expect(bits).toEqual([1, 1]);
    expect(diameter).toBe(2);
    const [{ value, parts }] = exact([bit('a'), bit('b')], rows, 'importance/absolute');
    expect(parts.typical).toBeCloseTo(0.3, 12);
    expect(value).toBeCloseTo(Math.log2(1 + 2 / 0.3), 12);
  });

  test('the disciple cannot inflate them: they are the same whatever it would do', () => {
    const of = (source: string) => innovations(compiled, boot(compiled, source), { embedding: 'cells', smoothing: 1 });
    expect(of('acted')).toEqual(of('idle'));
  });

  test('a copy of a piece of evidence, declared after it, changes nothing, in any norm or embedding', () => {
    fc.assert(
      fc.property(tables, fc.nat(), ({ variables, rows }, pick) => {
        const i = pick % variables.length;
        const copied = rows.map((row) => ({ ...row, value: [...row.value, row.value[i]] }));
        for (const id of IDS) {
          const before = exact(variables, rows, id);
          const after = exact([...variables, { ...variables[i], name: 'copy' }], copied, id);
          before.forEach(({ value }, e) => {
            expect(Math.abs(after[e].value - value)).toBeLessThanOrEqual(1e-9);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  test('a nearly exact copy changes it little', () => {
    const noisy = rows.flatMap((row) =>
      [0.99, 0.01].map((share, wrong) => ({
        ...row,
        value: [...row.value, row.value[0] ^ wrong],
        probability: row.probability * share,
      })),
    );
    const before = exact([bit('a'), bit('b')], rows, 'importance/absolute')[0].value;
    const after = exact([bit('a'), bit('b'), bit('copy')], noisy, 'importance/absolute')[0].value;
    expect(Math.abs(after - before)).toBeLessThan(0.1 * before);
  });
});

describe('laws', () => {
  test('relabelling the cells changes nothing', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 5 }), ({ variables, rows }, turn) => {
        const turned = (law: readonly number[]) => law.map((_, i) => law[(i + turn) % law.length]);
        const relabelled = rows.map((row) => ({ ...row, absent: turned(row.absent), acting: turned(row.acting) }));
        for (const id of IDS.slice(0, 2)) {
          const before = exact(variables, rows, id);
          exact(variables, relabelled, id).forEach(({ value }, e) => {
            expect(Math.abs(value - before[e].value)).toBeLessThanOrEqual(1e-9);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  test('it is finite and ≥ 0, and 0 (±1e-12) for a disciple that is there and changes nothing', () => {
    fc.assert(
      fc.property(tables, ({ variables, rows }) => {
        for (const id of [...IDS, 'importance/absolute?smoothing=1']) {
          for (const { value } of exact(variables, rows, id)) expect(value >= 0 && value < 12).toBe(true);
          for (const { value } of exact(variables, rows, id, 'idle')) expect(value).toBeLessThanOrEqual(1e-12);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('blurring never adds to the L1 importance of X, and a narrow blur is none', () => {
    fc.assert(
      fc.property(tables, ({ variables, rows }) => {
        const importance = (id: string) => exact(variables, rows, id).map(({ parts }) => parts.importance);
        const sharp = importance('importance/absolute');
        importance('importance/absolute?smoothing=2').forEach((blurred, e) => {
          expect(blurred).toBeLessThanOrEqual(sharp[e] + 1e-12);
        });
        importance('importance/absolute?smoothing=0.01').forEach((blurred, e) => {
          expect(blurred).toBeCloseTo(sharp[e], 9);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('without evidence it is defined: importance(X) against a 64th of the diameter', () => {
    const [{ value, parts }] = exact([], [{ value: [], probability: 1, absent: [1, 0], acting: [0.5, 0.5] }], IDS[0]);
    expect(value).toBeCloseTo(Math.log2(1 + 1 / (2 / 64)), 12);
    expect(parts.angle).toBeCloseTo(Math.PI / 2, 12);
  });

  test('L1 and L2 can disagree: a wide small change against a narrow one', () => {
    const wide = [...laws.even(64), ...laws.none(64)];
    const one = { value: [], probability: 1, absent: wide, acting: [...laws.none(64), ...laws.even(64)] };
    const few = { ...one, acting: [0.5 + 1 / 128, ...wide.slice(1).map((p) => p / 2)] };
    const both = (id: string) => [one, few].map((row) => exact([], [row], id)[0].parts.importance);
    const [l1, l2] = [both('importance/absolute'), both('importance/absolute/l2')];
    expect(l1[0]).toBeGreaterThan(l1[1]);
    expect(l2[0]).toBeLessThan(l2[1]);
  });

  test('an evidence value that cannot occur is refused', () => {
    expect(() => penalties.get(IDS[0]).exact({ compiled: coin, evidence: [9], disciple: boot(coin, 'raise') })).toThrow(
      InvalidOption,
    );
  });
});

describe('the parts', () => {
  test('the angle of X’s column is 0 where it moves the world as evidence does, and π/2 where no evidence does', () => {
    const rows = (acting: readonly number[]): TableRow[] => [
      { value: [0], probability: 0.5, absent: [1, 0, 0], acting },
      { value: [1], probability: 0.5, absent: [0, 1, 0], acting },
    ];
    const angle = (acting: readonly number[]) => exact([bit('a')], rows(acting), IDS[0])[0].parts.angle;
    expect(angle([0.3, 0.7, 0])).toBeCloseTo(0, 7);
    // (−1, 0, 1) to the line of (−1, 1, 0): 60°.
    expect(angle([0, 0, 1])).toBeCloseTo(Math.PI / 3, 7);
  });

  test('two pieces that do the same have one singular value, the other 0', () => {
    const rows = [0, 1].flatMap((a) =>
      [0, 1].map((b) => ({
        value: [a, b],
        probability: 0.25,
        absent: [1 - (a + b) / 2, (a + b) / 2],
        acting: [0.5, 0.5],
      })),
    );
    const { parts } = exact([bit('a'), bit('b')], rows, IDS[0])[0];
    // Each column is ½ · (−½, ½), of norm √2/4.
    expect(parts['singular 1']).toBeCloseTo(0.5, 12);
    expect(parts['singular 2']).toBeCloseTo(0, 12);
  });
});

describe('measured', () => {
  test('from exact forecasts it is the exact value, without an interval', async () => {
    const forecaster = exactForecaster(coin);
    const request = { compiled: coin, evidence: [1], disciple: boot(coin, 'raise'), forecaster, seed: 1 };
    for (const id of IDS) expect(await penalties.get(id).measure(request)).toEqual(penalties.get(id).exact(request));
  });

  test('for the null program it is 0, and nothing is drawn', async () => {
    const never = () => {
      throw new Error('drawn');
    };
    const forecaster = Object.assign(never, { rollouts: 10, draw: never, pairs: never });
    const request = { compiled: coin, evidence: [1], disciple: boot(coin, ''), forecaster, seed: 1 };
    for (const id of IDS) {
      expect(await penalties.get(id).measure(request)).toMatchObject({ value: 0, interval: [0, 0] });
      expect(penalties.get(id).exact(request)).toMatchObject({ value: 0, interval: null });
    }
  });

  test('from draws, without tables, it is near and its interval holds the exact value', async () => {
    for (const id of IDS) {
      const penalty = penalties.get(id);
      const disciple = boot(coin, 'raise');
      const truth = penalty.exact({ compiled: coin, evidence: [1], disciple }).value;
      const forecaster = sampledForecaster(coin, { rollouts: 4000, seed: 5 });
      const { value, interval } = await penalty.measure({
        world: coinWorld,
        forecaster,
        evidence: [1],
        disciple,
        seed: 1,
      });
      expect(Math.abs(value - truth)).toBeLessThan(0.6);
      expect(interval![0]).toBeLessThanOrEqual(truth);
      expect(interval![1]).toBeGreaterThanOrEqual(truth);
    }
  });

  test('the same seed and draws give the same figures', async () => {
    const forecaster = sampledForecaster(coin, { rollouts: 500, seed: 5 });
    const request = { compiled: coin, evidence: [1], disciple: boot(coin, 'raise'), forecaster, seed: 4 };
    for (const id of IDS)
      expect(await penalties.get(id).measure(request)).toEqual(await penalties.get(id).measure(request));
  });
});
