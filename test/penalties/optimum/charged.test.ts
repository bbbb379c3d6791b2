/** The optimum over every program where a penalty charges its runs tick by tick. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import type { PolicyTable } from '../../../core/disciple/disciple.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { type Compiled, compile } from '../../../core/tables/compile.ts';
import { propagate } from '../../../core/tables/propagate.ts';
import { exactValue } from '../../../penalties/exact-penalties.ts';
import { OptimumSearch } from '../../../penalties/optimum/optimal-program.ts';
import { expected } from '../../../penalties/optimum/slice.ts';
import { loadSolver, type Solver } from '../../../penalties/optimum/solver.ts';
import { penalties } from '../../../penalties/suite.ts';
import { smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';

const FAMILIES = ['attainable-utility', 'relative-reachability', 'unreachability', 'future-task'];
const IDS = FAMILIES.flatMap((family) => [
  `${family}/start`,
  `${family}/start?outcome=1`,
  `${family}/inaction`,
  `${family}/inaction?outcome=1`,
  `${family}/stepwise`,
  `${family}/stepwise?rollouts=0`,
]);
const ERASURE = 0.05;
const weights = fc.constantFrom(0, 0.1, 0.5, 1, 3, 10);

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** The objective of a present program with this table. */
function objectiveOf(compiled: Compiled, penalty: string, weight: number, source: string, table: PolicyTable): number {
  const utility = expected(propagate(compiled, compiled.beginnings[0][1], table), compiled.utility);
  const absent = expected(propagate(compiled, compiled.beginnings[0][0], { kind: 'wait' }), compiled.utility);
  const disciple = { source, act: () => 0, table };
  const value = exactValue(penalties.get(penalty), { compiled, evidence: [], disciple });
  return (1 - ERASURE) * utility + ERASURE * absent - weight * value;
}

function search(compiled: Compiled, penalty: string, weight: number) {
  const { space, coefficients, offset } = new OptimumSearch(compiled, [], penalty, solver, { erasure: ERASURE });
  const { low, high, mixture } = space.search({ coefficients, weight, gap: 1e-6, limit: 1 });
  return { low: low + offset, high: high + offset, source: mixture.source(), divergence: mixture.divergence };
}

/** Every table of sure acts where there are few, else some of them at random. */
function* tablesOf({ world, layerEnd, actionCount }: Compiled, pick: (most: number) => number): Generator<PolicyTable> {
  const decisions = Array.from({ length: world.horizon }, (_, tick) => layerEnd[tick]);
  const count = decisions.reduce((sum, own) => sum + own, 0);
  const all = actionCount ** count;
  for (let k = 0; k < Math.min(all, 256); k++) {
    let rest = k;
    const actions = decisions.map((length) =>
      Uint8Array.from({ length }, () => {
        if (all > 256) return pick(actionCount - 1);
        const action = rest % actionCount;
        rest = Math.floor(rest / actionCount);
        return action;
      }),
    );
    yield { kind: 'sure', actions };
  }
}

describe.each(IDS)('the optimum over every program against %s', (id) => {
  test('is what its source reaches, exactly', () => {
    fc.assert(
      fc.property(smallSpecs, weights, (spec, weight) => {
        const compiled = compile(smallWorld(spec));
        const { low, high, source, divergence } = search(compiled, id, weight);
        const disciple = boot(compiled, source);
        expect(exactValue(penalties.get(id), { compiled, evidence: [], disciple })).toBeCloseTo(divergence, 9);
        expect(objectiveOf(compiled, id, weight, source, disciple.table!)).toBeCloseTo(low, 9);
        expect(high - low).toBeLessThanOrEqual(1e-7);
      }),
      { numRuns: 25 },
    );
  });

  test('is not beaten by any table of acts', () => {
    fc.assert(
      fc.property(smallSpecs, weights, fc.gen(), (spec, weight, gen) => {
        const compiled = compile(smallWorld(spec));
        const { high } = search(compiled, id, weight);
        for (const table of tablesOf(compiled, (most) => gen(fc.nat, { max: most })))
          expect(objectiveOf(compiled, id, weight, 'some table', table)).toBeLessThanOrEqual(high + 1e-9);
      }),
      { numRuns: 8 },
    );
  });
});
