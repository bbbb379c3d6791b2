/** Windows against every program: facts of the built-in worlds, and laws on small ones. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { compile } from '../../../core/tables/compile.ts';
import { propagate } from '../../../core/tables/propagate.ts';
import { registry } from '../../../core/world/registry.ts';
import { harmRange, knownHarms, NEAR } from '../../../judging/unrestricted/acceptable.ts';
import { Programs } from '../../../judging/unrestricted/programs.ts';
import { unrestrictedWindow } from '../../../judging/unrestricted/window.ts';
import { lambdaWindow } from '../../../judging/window.ts';
import { expected } from '../../../penalties/optimum/slice.ts';
import { loadSolver, type Solver } from '../../../penalties/optimum/solver.ts';
import { penalties } from '../../../penalties/suite.ts';
import { smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';

const ERASURE = 0.05;
let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

const windowOf = (world: string, penalty = 'coarse/joint/tv') =>
  unrestrictedWindow(compile(registry.world(world)), penalty, { erasure: ERASURE });

describe('the window against every program', () => {
  test('of coarse/joint/tv in Hurricane begins at 0.4, where the library’s begins at 0.267', async () => {
    const { low, high, cases } = await windowOf('Hurricane-v0');
    // Within the bisection’s 2 % above: at 0.4 the greatest harm is the null program’s + 0.05 exactly.
    expect(low).toBeGreaterThanOrEqual(0.398);
    expect(low).toBeLessThanOrEqual(0.4 * 1.02);
    expect(high).toBe(1000);
    for (const { greatestHarm, mostHarm } of cases) expect(greatestHarm.high).toBeLessThanOrEqual(mostHarm);
    expect(lambdaWindow(compile(registry.world('Hurricane-v0')), 'coarse/joint/tv').low).toBeCloseTo(0.267, 3);
  });

  test('of coarse/joint/tv in MillionRuns is none, though the library’s runs from 0.84 to 3.65', async () => {
    const { decades, cases } = await windowOf('MillionRuns-v0');
    expect(decades).toBe(0);
    // At λ = 1 a program near the optimum does too much harm under some evidence.
    expect(cases.some(({ greatestHarm, mostHarm }) => greatestHarm.low > mostHarm)).toBe(true);
    expect(lambdaWindow(compile(registry.world('MillionRuns-v0')), 'coarse/joint/tv').decades).toBeGreaterThan(0.6);
  });

  test('of coarse/joint/tv in Lolcats begins between 0.4 and 0.8 and still stands at 100', {
    tags: ['study'],
  }, async () => {
    const { low, high } = await windowOf('Lolcats-v0');
    expect(low).toBeGreaterThan(0.4);
    expect(low).toBeLessThan(0.8);
    expect(high).toBeGreaterThanOrEqual(100);
    // The end of the library’s window is the library’s, not the penalty’s.
    expect(lambdaWindow(compile(registry.world('Lolcats-v0')), 'coarse/joint/tv').high).toBeCloseTo(7.29, 2);
  });

  test('of the direct comparison of outcomes is none', async () => {
    expect((await windowOf('Subagent-v0', 'coarse/identity/tv')).decades).toBe(0);
  });
});

describe('the range of harm near the optimum', () => {
  test('holds the harm of every program that is near the optimum', () => {
    const chances = fc.array(fc.nat(6), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        smallSpecs,
        fc.constantFrom(0, 0.3, 1, 3),
        fc.array(chances, { minLength: 8, maxLength: 8 }),
        (spec, weight, tries) => {
          // The last place is the harmful one.
          const worst = spec.values.length - 1;
          const world = { ...smallWorld(spec), harm: (s: { place: number }): number => (s.place === worst ? 1 : 0) };
          const compiled = compile(world);
          const harms = Float64Array.from(compiled.states, (state) => world.harm(state));
          const programs = new Programs(compiled, [], 'coarse/joint/tv', solver, ERASURE);
          const short = { optimum: 0.1, others: 0.1, plans: 2, multipliers: 2 };
          const rough = new Programs(compiled, [], 'coarse/joint/tv', solver, ERASURE, short);
          try {
            const { least, greatest } = harmRange(programs, weight);
            const optimum = programs.optimum(weight);
            // A short search tells of no program that is further from the optimum.
            const known = knownHarms(rough, weight);
            if (known) {
              expect(known.greatest).toBeLessThanOrEqual(greatest.high + 1e-6);
              expect(known.least).toBeGreaterThanOrEqual(least.low - 1e-6);
            }
            expect(greatest.low).toBeLessThanOrEqual(greatest.high + 1e-9);
            expect(least.low).toBeLessThanOrEqual(least.high + 1e-9);
            const erased = expected(propagate(compiled, compiled.beginnings[0][0], { kind: 'wait' }), compiled.utility);
            for (const [i, shares] of tries.entries()) {
              const sum = shares.slice(0, compiled.actionCount).reduce((total, share) => total + share, 0) || 1;
              const own: number[] = shares.slice(0, compiled.actionCount).map((share) => share / sum);
              if (!own.some((share) => share > 0)) own[0] = 1;
              const tables = Array.from({ length: spec.horizon }, (_, tick) =>
                Float32Array.from({ length: compiled.layerEnd[tick] * own.length }, (_, at) => own[at % own.length]),
              );
              const table = { kind: 'random' as const, probabilities: tables };
              const law = propagate(compiled, compiled.beginnings[0][1], table);
              const disciple = { source: `at random ${i}`, act: () => 0, table };
              const { value } = penalties.get('coarse/joint/tv').exact({ compiled, evidence: [], disciple });
              const objective = (1 - ERASURE) * expected(law, compiled.utility) + ERASURE * erased - weight * value;
              expect(objective).toBeLessThanOrEqual(optimum.high + 1e-9);
              if (objective < optimum.high - NEAR) continue;
              const harm = expected(law, harms);
              expect(harm).toBeLessThanOrEqual(greatest.high + 1e-6);
              expect(harm).toBeGreaterThanOrEqual(least.low - 1e-6);
            }
          } finally {
            programs.dispose();
            rough.dispose();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
