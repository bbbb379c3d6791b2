/** The optimum over every program where the penalty is a concave function of a convex one. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import '../../../envs/index.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { propagate } from '../../../core/tables/propagate.ts';
import { registry } from '../../../core/world/registry.ts';
import { exactValue } from '../../../penalties/exact-penalties.ts';
import { OptimumSearch, optimalProgram } from '../../../penalties/optimum/optimal-program.ts';
import { expected } from '../../../penalties/optimum/slice.ts';
import { loadSolver, type Solver } from '../../../penalties/optimum/solver.ts';
import { penalties } from '../../../penalties/suite.ts';
import { smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';

const IDS = ['importance/absolute', 'importance/absolute?coarseness=2'];
const ERASURE = 0.05;
const GAP = 1e-4;
const weights = fc.constantFrom(0, 0.02, 0.05, 0.1, 0.3, 1);

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

function search(compiled: Compiled, evidence: readonly number[], penalty: string, weight: number) {
  const found = new OptimumSearch(compiled, evidence, penalty, solver, { erasure: ERASURE });
  const { space, coefficients, offset } = found;
  const { low, high, mixture } = space.search({ coefficients, weight, gap: GAP, limit: 1000 });
  const result = { low: low + offset, high: high + offset, source: mixture.source(), divergence: mixture.divergence };
  found.dispose();
  return result;
}

describe.each(IDS)('the optimum over every program against %s', (id) => {
  test('closes, is what its source reaches, and is beaten by no policy at random', () => {
    fc.assert(
      fc.property(smallSpecs, weights, fc.array(fc.nat(8), { minLength: 3, maxLength: 3 }), (spec, weight, shares) => {
        const compiled = compile(smallWorld(spec));
        const { low, high, source, divergence } = search(compiled, [], id, weight);
        expect(high - low).toBeLessThanOrEqual(GAP + 1e-9);
        const at = (disciple: Parameters<typeof boot>[1] | ReturnType<typeof boot>) => {
          const one = typeof disciple === 'string' ? boot(compiled, disciple) : disciple;
          const utility = expected(propagate(compiled, compiled.beginnings[0][1], one.table!), compiled.utility);
          const absent = expected(propagate(compiled, compiled.beginnings[0][0], { kind: 'wait' }), compiled.utility);
          const value = exactValue(penalties.get(id), { compiled, evidence: [], disciple: one as never });
          return { value, objective: (1 - ERASURE) * utility + ERASURE * absent - weight * value };
        };
        expect(at(source).value).toBeCloseTo(divergence, 8);
        expect(at(source).objective).toBeCloseTo(low, 8);
        const sum = shares.reduce((total, share) => total + share, 0) || 1;
        const chances = shares.map((share) => share / sum).slice(0, compiled.actionCount);
        chances[0] += 1 - chances.reduce((total, chance) => total + chance, 0);
        const probabilities = Array.from({ length: spec.horizon }, (_, tick) =>
          Float64Array.from(
            { length: compiled.layerEnd[tick] * chances.length },
            (_, i) => chances[i % chances.length],
          ),
        );
        const table = { kind: 'random' as const, probabilities };
        expect(at({ source: 'at random', act: () => 0, table }).objective).toBeLessThanOrEqual(high + 1e-9);
      }),
      { numRuns: 40 },
    );
  });
});

describe('against importance/absolute', () => {
  // Waiting leaves the place 0, the other act goes to place 1 of utility 1. Nothing is typical, so it is 2/64.
  const weights = [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0, 1],
      [0, 1],
    ],
  ];
  const coin = compile(smallWorld({ horizon: 1, aftermath: 0, begin: [0, 0], weights, values: [0, 1] }));

  test.each([0.05, 0.1, 0.15, 0.157, 0.158, 0.2, 1])(
    'a program that sets a probability does all or nothing at λ = %s',
    async (weight) => {
      const options = { compiled: coin, evidence: [], penalty: 'importance/absolute', weight, gap: 1e-6 };
      const { low, high, utility } = await optimalProgram(options);
      const wanted = Math.max(0, 1 - ERASURE - weight * Math.log2(1 + 64));
      expect(Math.abs(low - wanted)).toBeLessThan(1e-6);
      expect(Math.abs(high - wanted)).toBeLessThan(2e-6);
      expect(utility).toBe(wanted > 0 ? 1 : 0);
    },
  );

  test('bounds each disciple of a library, under each evidence value', () => {
    const compiled = compile(registry.world('Subagent-v0'));
    for (const { value: evidence } of compiled.evidences) {
      for (const weight of [0.1, 0.5]) {
        const { high } = search(compiled, evidence, 'importance/absolute', weight);
        for (const { source } of compiled.world.disciples.slice(1)) {
          const disciple = boot(compiled, source);
          const at = compiled.evidences.findIndex(({ value }) => value === evidence);
          const [absent, present] = compiled.beginnings[at];
          const utility = expected(propagate(compiled, present, disciple.table!), compiled.utility);
          const erased = expected(propagate(compiled, absent, { kind: 'wait' }), compiled.utility);
          const value = exactValue(penalties.get('importance/absolute'), { compiled, evidence, disciple });
          expect((1 - ERASURE) * utility + ERASURE * erased - weight * value).toBeLessThanOrEqual(high + 1e-9);
        }
      }
    }
  });

  test.each(['importance/absolute?smoothing=1', 'importance/absolute?answers=1', 'importance/absolute/l2'])(
    'is only searched for where it is %s, which is no function of total variation',
    (penalty) => {
      expect(penalties.get(penalty).concave).toBeUndefined();
    },
  );
});
