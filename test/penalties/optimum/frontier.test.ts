/** The optimum over every program against independent computations. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Compiled } from '../../../core/tables/compile.ts';
import { compile } from '../../../core/tables/compile.ts';
import { propagate } from '../../../core/tables/propagate.ts';
import type { World } from '../../../core/world/world.ts';
import { divergence } from '../../../penalties/divergence.ts';
import { OptimumSearch } from '../../../penalties/optimum/optimal-program.ts';
import { expected, Slice } from '../../../penalties/optimum/slice.ts';
import { loadSolver, type Solver } from '../../../penalties/optimum/solver.ts';
import { penalties } from '../../../penalties/suite.ts';
import { type Place, type SmallSpec, smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';
import { occupancyOptimum } from './occupancy-program.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** A small world with two questions, one of them coarser than a place. */
function asked(spec: SmallSpec): World<Place> {
  return {
    ...smallWorld(spec),
    questions: [
      { id: 'pair', text: 'Which pair of places?', read: (s) => s.place, grain: 2 },
      { id: 'value', text: 'Which value?', read: (s) => spec.values[s.place], grain: 0.5 },
    ],
  };
}

const weights = fc.constantFrom(0, 0.1, 0.5, 1, 3, 10);
const ERASURE = 0.05;

function withFrontier<Result>(compiled: Compiled, penalty: string, use: (search: OptimumSearch) => Result): Result {
  const search = new OptimumSearch(compiled, [], penalty, solver, { erasure: ERASURE });
  try {
    return use(search);
  } finally {
    search.dispose();
  }
}

/** The bounds of the optimum over the programs that are present, without the null program beside them. */
function present({ space, coefficients, offset }: OptimumSearch, weight: number, gap: number) {
  const { low, high, mixture } = space.search({ coefficients, weight, gap, limit: 1000 });
  return { low: low + offset, high: high + offset, mixture };
}

describe('the optimum over every program', () => {
  test.each([
    ['coarse/identity/tv', 'mean'],
    ['coarse/joint/tv', 'mean'],
    ['coarse/each/tv', 'mean'],
    ['coarse/worst/tv', 'max'],
  ] as const)('against %s agrees with a linear program over occupancy measures', (id, combine) => {
    fc.assert(
      fc.property(smallSpecs, weights, (spec, weight) => {
        const compiled = compile(asked(spec));
        const form = penalties.get(id).convex!(compiled.world);
        const partitions = form.graining.names.map((_, q) =>
          compiled.states.map((state) => String(form.graining.cells(state as never)[q])),
        );
        const wanted = occupancyOptimum(solver, compiled, 0, partitions, { weight, erasure: ERASURE, combine });
        const { low, high } = withFrontier(compiled, id, (search) => present(search, weight, 1e-6));
        expect(Math.abs(low - wanted)).toBeLessThanOrEqual(1e-4);
        expect(Math.abs(high - wanted)).toBeLessThanOrEqual(1e-4);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['coarse/joint/js', 'coarse/each/hellinger', 'coarse/joint/kl', 'coarse/worst/js', 'coarse/similar'])(
    'against %s is at least what any mixture of plans reaches, and closes',
    (id) => {
      const penalty = penalties.get(id);
      fc.assert(
        fc.property(
          smallSpecs,
          weights,
          fc.array(fc.nat(8), { minLength: 3, maxLength: 3 }),
          (spec, weight, shares) => {
            const compiled = compile(asked(spec));
            const { low, high } = withFrontier(compiled, id, (search) => present(search, weight, 1e-4));
            expect(high - low).toBeLessThanOrEqual(1e-4);
            const sum = shares.reduce((total, share) => total + share, 0) || 1;
            const chances = shares.map((share) => share / sum).slice(0, compiled.actionCount);
            const rest = 1 - chances.reduce((total, chance) => total + chance, 0);
            chances[0] += rest;
            const tables = Array.from({ length: spec.horizon }, (_, tick) =>
              Float32Array.from(
                { length: compiled.layerEnd[tick] * chances.length },
                (_, i) => chances[i % chances.length],
              ),
            );
            const table = { kind: 'random' as const, probabilities: tables };
            const disciple = { source: 'at random', act: () => 0, table };
            const utility = expected(propagate(compiled, compiled.beginnings[0][1], table), compiled.utility);
            const absent = expected(propagate(compiled, compiled.beginnings[0][0], { kind: 'wait' }), compiled.utility);
            const { value } = penalty.exact({ compiled, evidence: [], disciple });
            const objective = (1 - ERASURE) * utility + ERASURE * absent - weight * value;
            expect(objective).toBeLessThanOrEqual(high + 1e-9);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  test('against js of a coin whose probability a program sets is the one that calculus gives', () => {
    // Waiting leaves the place 0, the other act goes to place 1 of utility 1: a program sets its probability p.
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
    const compiled = compile(smallWorld({ horizon: 1, aftermath: 0, begin: [0, 0], weights, values: [0, 1] }));
    const weight = 2;
    // d/dp of (1−ε)p − λ·js is 0: js'(p) = ½ log₂(2p / p) − ½ log₂(2(1−p) / (2−p)).
    const slope = (p: number) => 0.5 * Math.log2((2 - p) / (1 - p));
    let [least, most] = [0, 1];
    for (let i = 0; i < 60; i++) {
      const middle = (least + most) / 2;
      if (weight * slope(middle) < 1 - ERASURE) least = middle;
      else most = middle;
    }
    const wanted = (1 - ERASURE) * least - weight * divergence('js', [1 - least, least], [1, 0]);
    const { low, high } = withFrontier(compiled, 'coarse/joint/js', (search) => present(search, weight, 1e-6));
    expect(low).toBeCloseTo(wanted, 5);
    expect(high).toBeCloseTo(wanted, 5);
  });

  test('is convex and non-increasing in the weight, and the best plan’s without one', () => {
    fc.assert(
      fc.property(smallSpecs, (spec) => {
        const compiled = compile(asked(spec));
        const sweep = [0, 0.5, 1, 1.5, 2, 2.5, 3];
        const values = withFrontier(compiled, 'coarse/joint/tv', (search) =>
          sweep.map((weight) => search.at(weight, { gap: 1e-6 }).low),
        );
        for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1] + 2e-6);
        for (let i = 1; i + 1 < values.length; i++) {
          expect(values[i]).toBeLessThanOrEqual((values[i - 1] + values[i + 1]) / 2 + 2e-6);
        }
        const planned = new Slice(compiled, 0).plan(compiled.utility).value;
        const absent = expected(propagate(compiled, compiled.beginnings[0][0], { kind: 'wait' }), compiled.utility);
        expect(values[0]).toBeCloseTo(Math.max(absent, (1 - ERASURE) * planned + ERASURE * absent), 6);
      }),
      { numRuns: 40 },
    );
  });
});
