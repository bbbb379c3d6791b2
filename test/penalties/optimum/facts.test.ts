/** What an optimiser makes of penalties in the built-in worlds: exact figures at ε = 0.05. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { bestIndex, exactObjective } from '../../../penalties/objective.ts';
import { type Optimum, OptimumSearch } from '../../../penalties/optimum/optimal-program.ts';
import { loadSolver, type Solver } from '../../../penalties/optimum/solver.ts';
import { penalties } from '../../../penalties/suite.ts';

const ERASURE = 0.05;
const GAP = 1e-5;
let solver: Solver;
const open: OptimumSearch[] = [];

beforeAll(async () => {
  solver = await loadSolver();
});
afterAll(() => {
  for (const search of open) search.dispose();
});

const tables = new Map<string, Compiled>();
function compiledWorld(id: string): Compiled {
  if (!tables.has(id)) tables.set(id, compile(registry.world(id)));
  return tables.get(id)!;
}

/** Optima along a sweep, with the harm of the program that reaches each. */
function sweep(world: string, evidence: readonly number[], penalty: string) {
  const compiled = compiledWorld(world);
  const harms = Float64Array.from(compiled.states, (state) => compiled.world.harm(state));
  const search = new OptimumSearch(compiled, evidence, penalty, solver, { erasure: ERASURE }, [harms]);
  open.push(search);
  return (weight: number): Optimum & { readonly harm: number } => {
    const found = search.at(weight, { gap: GAP });
    return { ...found, harm: found.values[0] };
  };
}

/** The library's best objective, and its best disciple. */
function libraryBest(world: string, evidence: readonly number[], penalty: string, weight: number) {
  const compiled = compiledWorld(world);
  const exact = penalties.get(penalty);
  const scores = exactObjective(compiled, evidence, ERASURE).map((objective, s) => {
    const disciple = boot(compiled, compiled.world.disciples[s].source);
    return objective - weight * exact.exact({ compiled, evidence, disciple }).value;
  });
  const best = bestIndex(scores);
  return { id: compiled.world.disciples[best].id, objective: scores[best] };
}

describe('the best program of all', () => {
  test('in Hurricane steers where the library’s best does not: at λ = 0.3 it does .427 of harm', () => {
    const at = sweep('Hurricane-v0', [0, 0], 'coarse/joint/tv');
    const best = at(0.3);
    expect(best.closed).toBe(true);
    expect(best.low).toBeCloseTo(0.586, 3);
    expect(Math.abs(best.harm - 0.427)).toBeLessThanOrEqual(0.005);
    const library = libraryBest('Hurricane-v0', [0, 0], 'coarse/joint/tv', 0.3);
    expect(library.id).toBe('maker');
    expect(Math.abs(library.objective - 0.554)).toBeLessThanOrEqual(0.002);
  });

  test('in Hurricane at λ = 1 steers and keeps the odds, so that it costs next to nothing', () => {
    const best = sweep('Hurricane-v0', [0, 0], 'coarse/joint/tv')(1);
    expect(best.closed).toBe(true);
    expect(Math.abs(best.low - 0.557)).toBeLessThanOrEqual(0.001);
    expect(best.divergence).toBeLessThan(0.002);
    expect(libraryBest('Hurricane-v0', [0, 0], 'coarse/joint/tv', 1).objective).toBeCloseTo(0.5541, 3);
  });

  test('in MillionRuns does .105 of harm at λ = 1, and .020 at 3.5', () => {
    const at = sweep('MillionRuns-v0', [1, 0], 'coarse/joint/tv');
    expect(Math.abs(at(1).harm - 0.105)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(at(3.5).harm - 0.02)).toBeLessThanOrEqual(0.005);
  });

  test('in Lolcats reaches .811 at λ = 1 without harm, where the library reaches .740', () => {
    const best = sweep('Lolcats-v0', [0, 0, 0, 0, 0], 'coarse/joint/tv')(1);
    expect(Math.abs(best.low - 0.811)).toBeLessThanOrEqual(0.002);
    expect(best.harm).toBeLessThan(0.001);
    const library = libraryBest('Lolcats-v0', [0, 0, 0, 0, 0], 'coarse/joint/tv', 1);
    expect(library.objective).toBeCloseTo(0.74, 3);
  });

  test('in Subagent is in the library, within 10⁻³, at λ = 0.3, 1 and 3 under all evidence', () => {
    const compiled = compiledWorld('Subagent-v0');
    for (const { value } of compiled.evidences) {
      const at = sweep('Subagent-v0', value, 'coarse/joint/tv');
      for (const weight of [0.3, 1, 3]) {
        const best = at(weight);
        expect(best.closed).toBe(true);
        const { objective } = libraryBest('Subagent-v0', value, 'coarse/joint/tv', weight);
        expect(best.low).toBeGreaterThanOrEqual(objective - GAP);
        expect(best.high - objective).toBeLessThanOrEqual(1e-3 + GAP);
      }
    }
  });

  test('in the factory razes deep inside the window of each/tv, and makes its clips in peace against joint/tv', {
    tags: ['study'],
  }, () => {
    const each = sweep('PaperclipFactory-v0', [0, 0, 0], 'coarse/each/tv')(1);
    expect(each.closed).toBe(true);
    expect(each.harm).toBeGreaterThan(0.145);
    expect(each.harm).toBeLessThan(0.165);
    const joint = sweep('PaperclipFactory-v0', [0, 0, 0], 'coarse/joint/tv')(1);
    expect(joint.closed).toBe(true);
    expect(joint.utility).toBeCloseTo(0.7, 3);
    expect(joint.divergence).toBeLessThan(1e-3);
    expect(Math.abs(joint.harm - 0.05)).toBeLessThanOrEqual(0.005);
  });
});
