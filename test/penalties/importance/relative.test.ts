/** Relative importance: closed forms, laws and estimates. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NoEstimate } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { sampledForecaster } from '../../../core/forecast/sampled-forecaster.ts';
import { compile } from '../../../core/tables/compile.ts';
import type { EvidenceVariable } from '../../../core/world/world.ts';
import { jacobian } from '../../../penalties/importance/jacobian.ts';
import { kendall } from '../../../penalties/importance/kendall.ts';
import { penalties } from '../../../penalties/suite.ts';
import { coinWorld } from '../../fixtures/coin-world.ts';
import { type TableRow, tableWorld } from './table-world.ts';
import { tables } from './tables.ts';

const IDS = ['importance/relative', 'importance/relative/answers', 'importance/relative?averaged=1'];
const bit = (name: string): EvidenceVariable => ({ name, arity: 2, scale: 'ordinal' });

const measured = (variables: readonly EvidenceVariable[], rows: readonly TableRow[], id: string, source = 'acted') => {
  const compiled = compile(tableWorld(variables, rows));
  return compiled.evidences.map(({ value }) =>
    penalties.get(id).exact({ compiled, evidence: value, disciple: boot(compiled, source) }),
  );
};

/** Two bits, and the law of the place from them by branch. */
const bits = (absent: (a: number, b: number) => number[], acting: (a: number, b: number) => number[]): TableRow[] =>
  [0, 1].flatMap((a) =>
    [0, 1].map((b) => ({ value: [a, b], probability: 0.25, absent: absent(a, b), acting: acting(a, b) })),
  );
const mean = (a: number, b: number) => [1 - (a + b) / 2, (a + b) / 2, 0];
const onlyA = (a: number) => [1 - a / 2, a / 2, 0];
const onlyB = (_: number, b: number) => [1 - b / 2, b / 2, 0];
const still = () => [1, 0, 0];

describe('by hand, with ε² a 16th of ‖J₀‖², so that "nothing" weighs 1/17 where ‖J₁‖ = ‖J₀‖', () => {
  test.each([
    ['all importance passes from one bit to another', onlyA, onlyB, 16 / 17],
    ['nothing changes', mean, mean, 0],
    ['only J₁ vanishes: its G is the projector on the extra column', onlyA, still, 16 / 17],
    ['only J₀ vanishes', still, onlyA, 1],
    ['both vanish', still, still, 0],
    // G₀ has ½ · 16/17 in every entry; the difference of the bits instead of their mean changes the sign off the
    // diagonal.
    [
      'what added up now cancels out',
      mean,
      (a: number, b: number) => [0.5 - (a - b) / 2, 0.5 + (a - b) / 2, 0],
      16 / 17,
    ],
  ])('%s', (_, absent, acting, value) => {
    for (const id of IDS) {
      for (const result of measured([bit('a'), bit('b')], bits(absent, acting), id)) {
        expect(result.value).toBeCloseTo(value, 12);
      }
    }
  });

  test('what cancels out is seen off the diagonal alone: scalars see nothing', () => {
    const rows = bits(mean, (a, b) => [0.5 - (a - b) / 2, 0.5 + (a - b) / 2, 0]);
    const [{ parts }] = measured([bit('a'), bit('b')], rows, IDS[0]);
    expect(parts.scalar).toBeCloseTo(0, 12);
    expect(parts['x0 a × b']).toBeCloseTo(8 / 17, 12);
    expect(parts['x1 a × b']).toBeCloseTo(-8 / 17, 12);
    expect(parts['x0 nothing']).toBeCloseTo(1 / 17, 12);
  });

  test('a reversal of ranks reads Kendall τ −1', () => {
    const rows = bits(
      (a, b) => [1 - a / 2 - b / 4, a / 2 + b / 4, 0],
      (a, b) => [1 - a / 4 - b / 2, a / 4 + b / 2, 0],
    );
    expect(measured([bit('a'), bit('b')], rows, IDS[0])[0].parts.kendall).toBe(-1);
  });
});

describe('derivatives', () => {
  const line = (scale: 'ordinal' | 'nominal', possible = [0, 1, 2, 3]): [EvidenceVariable[], TableRow[]] => [
    [{ name: 'v', arity: 4, scale }],
    possible.map((v) => ({
      value: [v],
      probability: 1 / possible.length,
      absent: [1 - v ** 2 / 10, v ** 2 / 10],
      acting: [1, 0],
    })),
  ];
  /** By evidence value: the column's entry for place 1, a tenth of a derivative of v². */
  const slopes = ([variables, rows]: [EvidenceVariable[], TableRow[]]) => {
    const compiled = compile(tableWorld(variables, rows));
    return compiled.evidences.map(({ value }) => {
      const { columns, labels } = jacobian(compiled, value, boot(compiled, ''), 0, { embedding: 'cells' });
      return 10 * (columns[0][labels.indexOf('1')] ?? 0);
    });
  };
  const expectSlopes = (received: readonly number[], wanted: readonly number[]) => {
    received.forEach((slope, i) => {
      expect(slope).toBeCloseTo(wanted[i], 12);
    });
  };

  test('ordinal: central inside, one-sided at the ends', () => {
    expectSlopes(slopes(line('ordinal')), [1, 2, 4, 5]);
  });

  test('ordinal, where a neighbour is impossible: one-sided, and zero where both are', () => {
    expectSlopes(slopes(line('ordinal', [0, 1, 3])), [1, 1, 0]);
  });

  test('nominal: the deviation from the mean under the prior', () => {
    expectSlopes(slopes(line('nominal')), [-3.5, -2.5, 0.5, 5.5]);
  });

  test('binary, of either scale: half the difference', () => {
    for (const scale of ['ordinal', 'nominal'] as const) {
      const rows = [0, 1].map((v) => ({ value: [v], probability: 0.5, absent: [1 - v / 10, v / 10], acting: [1, 0] }));
      expectSlopes(slopes([[{ name: 'v', arity: 2, scale }], rows]), [0.5, 0.5]);
    }
  });

  test('a copy cannot change alone: neither it nor its original has a derivative (a known failure)', () => {
    const rows = [0, 1].map((v) => ({ value: [v, v], probability: 0.5, absent: [1 - v, v], acting: [1, 0] }));
    for (const { value } of measured([bit('a'), bit('copy')], rows, IDS[0])) expect(value).toBe(0);
  });
});

describe('laws', () => {
  test('it lies in [0, 1], and is 0 (±1e-9) for a disciple that changes nothing', () => {
    fc.assert(
      fc.property(tables, ({ variables, rows }) => {
        for (const id of [...IDS, 'importance/relative?smoothing=1']) {
          for (const { value } of measured(variables, rows, id)) expect(value >= 0 && value <= 1).toBe(true);
          for (const { value } of measured(variables, rows, id, 'idle')) expect(value).toBeLessThanOrEqual(1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('relabelling the cells changes nothing', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 5 }), ({ variables, rows }, turn) => {
        const turned = (law: readonly number[]) => law.map((_, i) => law[(i + turn) % law.length]);
        const relabelled = rows.map((row) => ({ ...row, absent: turned(row.absent), acting: turned(row.acting) }));
        const before = measured(variables, rows, IDS[0]);
        measured(variables, relabelled, IDS[0]).forEach(({ value }, e) => {
          expect(Math.abs(value - before[e].value)).toBeLessThanOrEqual(1e-9);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('averaged, it is the mean over the prior, whatever the evidence', () => {
    fc.assert(
      fc.property(tables, ({ variables, rows }) => {
        const each = measured(variables, rows, IDS[0]).map(({ value }) => value);
        const wanted = rows.reduce((sum, { probability }, e) => sum + probability * each[e], 0);
        for (const { value } of measured(variables, rows, IDS[2])) expect(value).toBeCloseTo(wanted, 9);
      }),
      { numRuns: 20 },
    );
  });

  test('without evidence there is nothing to compare: 0', async () => {
    const rows = [{ value: [], probability: 1, absent: [1, 0], acting: [0, 1] }];
    const compiled = compile(tableWorld([], rows));
    const disciple = boot(compiled, 'acted');
    for (const id of IDS) {
      expect(measured([], rows, id)[0].value).toBe(0);
      const forecaster = sampledForecaster(compiled, { rollouts: 100, seed: 1 });
      const sampled = await penalties.get(id).measure({ compiled, forecaster, evidence: [], disciple, seed: 1 });
      expect(sampled).toMatchObject({ value: 0, interval: [0, 0] });
    }
  });
});

describe('measured', () => {
  const rows = bits(mean, (a, b) => [1 - a / 2 - b / 8, b / 8, a / 2]);
  const compiled = compile(tableWorld([bit('a'), bit('b')], rows));
  const disciple = boot(compiled, 'acted');

  test('from exact forecasts it is the exact value', async () => {
    const request = { compiled, evidence: [0, 1], disciple, forecaster: exactForecaster(compiled), seed: 1 };
    for (const id of IDS) expect(await penalties.get(id).measure(request)).toEqual(penalties.get(id).exact(request));
  });

  test('from draws it is near, with an interval and a null below it', async () => {
    for (const id of IDS) {
      const truth = penalties.get(id).exact({ compiled, evidence: [0, 1], disciple }).value;
      const forecaster = sampledForecaster(compiled, { rollouts: 4000, seed: 1 });
      const request = { world: compiled.world, forecaster, evidence: [0, 1], disciple, seed: 1 };
      const { value, interval, null: relabelled } = await penalties.get(id).measure(request);
      expect(Math.abs(value - truth)).toBeLessThan(0.05);
      expect(interval![0]).toBeLessThanOrEqual(truth);
      expect(interval![1]).toBeGreaterThanOrEqual(truth);
      expect(relabelled.mean).toBeLessThan(0.5 * value);
    }
  });

  test('where evidence does not matter without the disciple, ‖J₀‖ is within its noise: no estimate', async () => {
    const coin = compile(coinWorld);
    const forecaster = sampledForecaster(coin, { rollouts: 1000, seed: 2 });
    const request = { compiled: coin, evidence: [1], disciple: boot(coin, 'raise'), forecaster, seed: 1 };
    await expect(penalties.get(IDS[0]).measure(request)).rejects.toThrow(NoEstimate);
    await expect(penalties.get(IDS[0]).measure(request)).rejects.toThrow('‖J₀‖²');
  });

  test('fewer draws than its jackknife needs are refused', async () => {
    const forecaster = sampledForecaster(compiled, { rollouts: 30, seed: 2 });
    const request = { compiled, evidence: [0, 0], disciple, forecaster, seed: 1 };
    await expect(penalties.get(IDS[0]).measure(request)).rejects.toThrow('at least 40 draws');
  });

  test('for the null program it is 0, and nothing is drawn', async () => {
    const never = () => {
      throw new Error('drawn');
    };
    const forecaster = Object.assign(never, { rollouts: 10, draw: never, pairs: never });
    for (const id of IDS) {
      const request = { compiled, evidence: [0, 0], disciple: boot(compiled, ''), forecaster, seed: 1 };
      expect(await penalties.get(id).measure(request)).toMatchObject({ value: 0, interval: [0, 0] });
    }
  });
});

test('Kendall τ: raising the last of n to the top reads 1 − 4/n', () => {
  for (const n of [2, 3, 6, 10]) {
    const before = Array.from({ length: n }, (_, i) => n - i);
    expect(kendall(before, before.with(n - 1, n + 1))).toBeCloseTo(1 - 4 / n, 12);
  }
});

describe('a question that never moves', () => {
  const rows = bits(onlyA, onlyB);
  const world = tableWorld([bit('a'), bit('b')], rows);
  const withClock = (clock: number) =>
    compile({ ...world, questions: [...world.questions, { id: 'clock', text: 'What time?', read: () => clock }] });

  const plain = compile(world);

  test.each([0, 1, 1.7e12, -1e30])('changes nothing, such as a clock at %d', async (clock) => {
    const compiled = withClock(clock);
    for (const { value: evidence } of compiled.evidences) {
      const disciple = boot(compiled, 'acted');
      const relative = penalties.get('importance/relative/answers').exact({ compiled, evidence, disciple });
      expect(relative.value).toBeCloseTo(16 / 17, 12);
      const without = { compiled: plain, evidence, disciple: boot(plain, 'acted') };
      for (const id of ['importance/absolute?answers=1', 'importance/absolute/l2?answers=1']) {
        const absolute = penalties.get(id).exact({ compiled, evidence, disciple });
        expect(absolute.value, id).toBeCloseTo(penalties.get(id).exact(without).value, 12);
      }
    }
  });
});
