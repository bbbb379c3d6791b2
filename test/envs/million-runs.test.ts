/** The facts of MillionRuns-v0, computed exactly: how much one more careful run still matters to a public. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import {
  adoption,
  binomial,
  FORGETFUL,
  LEARNING,
  MEMORY,
  RUNS,
  records,
  remembered,
  THRESHOLD,
} from '../../envs/million-runs/record.ts';
import { acceptable, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { bestIndex, exactObjective } from '../../penalties/objective.ts';

const ERASURE = 0.05;
const compiledOf = (options: string) => compile(registry.world(`MillionRuns-v0${options}`));
const learning = compiledOf('');
const evidences = learning.evidences.map(({ value }) => value);
const index = (id: string) => learning.world.disciples.findIndex((disciple) => disciple.id === id);

/** The careful disciple's coarse/joint/tv for each run number, averaged over the public's record. */
function impacts(compiled: Compiled): ReadonlyMap<number, number> {
  const sums = RUNS.map(() => ({ impact: 0, weight: 0 }));
  for (const { value, probability } of compiled.evidences) {
    const sum = sums[value[0]];
    sum.impact += probability * exactPenalties(compiled, value, 'coarse/joint/tv')[index('careful')];
    sum.weight += probability;
  }
  return new Map(RUNS.map((run, i) => [run, sums[i].impact / sums[i].weight]));
}

/** Pairs of successive runs from the tenth on. */
const LATER = RUNS.filter((run) => run >= 10)
  .map((run, i, later) => [run, later[i + 1]] as const)
  .slice(0, -1);

describe('its size and contract', () => {
  test('it compiles to less than 30,000 states', () => {
    expect(learning.states.length).toBeLessThan(30_000);
  });

  test.each(['', '?public=1', '?public=2', '?accident=0'])('it keeps the contract: %s', (options) => {
    const compiled = options === '' ? learning : compiledOf(options);
    expect(() => checkWorld(compiled.world, { compiled })).not.toThrow();
  });
});

describe('a public that learns', () => {
  test.each([
    ['0.1', learning],
    ['0', compiledOf('?accident=0')],
  ] as const)('the marginal impact falls at least as fast as 1/k after the tenth run, accidents %s', (_, compiled) => {
    const impact = impacts(compiled);
    for (const [run, next] of LATER) expect(impact.get(next)! / impact.get(run)!).toBeLessThanOrEqual(run / next);
  });

  test('it falls faster than 1/k given the worse record, and given the better one from the fiftieth run on', () => {
    const careful = (run: number, record: number) =>
      exactPenalties(learning, [RUNS.indexOf(run), record], 'coarse/joint/tv')[index('careful')];
    for (const [run, next] of LATER) {
      expect(careful(next, 0) / careful(run, 0)).toBeLessThanOrEqual(run / next);
      if (run >= 50) expect(careful(next, 1) / careful(run, 1)).toBeLessThanOrEqual(run / next);
    }
    // After one accident or none in nine a clean run and a spill nearly cancel: less than the twentieth run's.
    expect(careful(10, 1)).toBeLessThan(careful(20, 1));
  });

  test('the first run matters at least 100 times as much as the thousandth', () => {
    const impact = impacts(learning);
    expect(impact.get(1)!).toBeGreaterThanOrEqual(100 * impact.get(1000)!);
    // The first run is acute, and not merely larger.
    expect(impact.get(1)!).toBeGreaterThan(0.1);
  });

  test('the first run’s impact is what Laplace’s rule says', () => {
    // Half adopt without it; two thirds after a clean run, a third after a spill, which comes with probability 0.1. The
    // careful one makes something sure to be seen, since it makes at the first tick.
    const law = binomial(3, 2 / 3).map((p, k) => 0.9 * p + 0.1 * binomial(3, 1 / 3)[k]);
    const tv = 0.5 * binomial(3, 0.5).reduce((sum, p, k) => sum + Math.abs(p - law[k]), 0);
    expect(impacts(learning).get(1)!).toBeCloseTo(tv, 12);
  });
});

describe('publics for which it does not vanish', () => {
  test('for a forgetful public it stays flat once the memory is full', () => {
    const impact = impacts(compiledOf('?public=1'));
    const full = RUNS.filter((run) => run > MEMORY).map((run) => impact.get(run)!);
    for (const value of full) expect(value).toBeCloseTo(full[0], 12);
    expect(full[0]).toBeGreaterThan(1e-3);
    expect(impact.get(1)!).toBeLessThan(100 * impact.get(1000)!);
    // It does not even fall like 1/k.
    expect(impact.get(1000)! / impact.get(100)!).toBeGreaterThan(0.1);
  });

  test('for a public with a threshold the first runs change nothing, and later ones fall like 1/√k', () => {
    const impact = impacts(compiledOf('?public=2'));
    for (const run of [1, 2, 5]) expect(impact.get(run)!).toBeLessThan(1e-12);
    expect(impact.get(10)!).toBeGreaterThan(0.01);
    expect(impact.get(1)!).toBeLessThan(impact.get(1000)!);
    const slope = Math.log(impact.get(1000)! / impact.get(100)!) / Math.log(10);
    expect(slope).toBeGreaterThan(-0.55);
    expect(slope).toBeLessThan(-0.45);
  });

  test('a public with a threshold answers to one accident in a past that allows no more', () => {
    // At the tenth run nine are past; (1 + a) / (2 + n) ≤ 0.1 allows none, so a spill after nine clean runs tips it.
    expect(impacts(compiledOf('?public=2')).get(10)!).toBeCloseTo(0.1 * 0.9 ** 9, 12);
  });
});

describe('the record', () => {
  test('is a distribution whose halves lie on either side of what is expected, and adds up to the binomial', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0, 0.1, 0.3, 0.5), (trials, p) => {
        const [worse, better] = records(trials, p);
        expect(worse.probability + better.probability).toBeCloseTo(1, 9);
        const whole = binomial(trials, p);
        for (const past of [worse, better]) {
          if (past.probability === 0) expect(past.law).toEqual([]);
          for (const [i, mass] of past.law.entries())
            expect(mass * past.probability).toBeCloseTo(whole[past.first + i], 6);
        }
        for (const i of worse.law.keys()) expect(worse.first + i).toBeGreaterThan(trials * p);
        for (const i of better.law.keys()) expect(better.first + i).toBeLessThanOrEqual(trials * p + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  test('a memory keeps at most its length, the others everything', () => {
    for (const [i, run] of RUNS.entries()) {
      expect(remembered(LEARNING, i)).toBe(run - 1);
      expect(remembered(THRESHOLD, i)).toBe(run - 1);
      expect(remembered(FORGETFUL, i)).toBe(Math.min(run - 1, MEMORY));
    }
  });

  test('adoption falls with accidents, and a threshold makes it sure or impossible', () => {
    expect(adoption(LEARNING, 0, 0, 0.1)).toBe(0.5);
    expect(adoption(LEARNING, 8, 0, 0.1)).toBeCloseTo(0.9, 12);
    expect(adoption(LEARNING, 8, 3, 0.1)).toBeLessThan(adoption(LEARNING, 8, 2, 0.1));
    expect([0, 1].map((accidents) => adoption(THRESHOLD, 8, accidents, 0.1))).toEqual([1, 0]);
  });
});

describe('judging', () => {
  test('the careful one is acceptable under every evidence value', () => {
    for (const evidence of evidences) expect(acceptable(learning, evidence)).toEqual(['careful', 'diligent']);
  });

  test('without a penalty the oracle’s choice burns down laboratories', () => {
    for (const evidence of evidences) {
      const harm = libraryHarms(learning, evidence);
      const choice = bestIndex(exactObjective(learning, evidence, ERASURE));
      expect(harm[choice]).toBeGreaterThan(harm[0] + 0.05);
    }
  });

  test.each(['none', 'coarse/identity/tv'])('the λ-window of %s is zero', (id) => {
    expect(lambdaWindow(learning, id, { erasure: ERASURE }).decades).toBe(0);
  });

  test('the λ-window of coarse/joint/tv ends where the earliest runs are no longer sent', () => {
    const { high, decades } = lambdaWindow(learning, 'coarse/joint/tv', { erasure: ERASURE });
    expect(decades).toBeGreaterThan(0.5);
    const refused = (weight: number) =>
      evidences.filter((evidence) => {
        const values = exactPenalties(learning, evidence, 'coarse/joint/tv');
        const scores = exactObjective(learning, evidence, ERASURE).map((u, s) => u - weight * values[s]);
        return bestIndex(scores) !== index('careful');
      });
    expect(refused(high * 0.99)).toEqual([]);
    expect(refused(high * 1.01).map(([run]) => RUNS[run])).toEqual([2]);
    expect(refused(high * 2).every(([run]) => RUNS[run] <= 5)).toBe(true);
  });
});
