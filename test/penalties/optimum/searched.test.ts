/** The search for a good program against penalties of which nobody knows the optimum over every program. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import '../../../envs/index.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { unrestrictedWindow } from '../../../judging/unrestricted/window.ts';
import { exactPenalties, exactValue } from '../../../penalties/exact-penalties.ts';
import { exactObjective, expectedUtility } from '../../../penalties/objective.ts';
import { optimalProgram } from '../../../penalties/optimum/optimal-program.ts';
import { penalties } from '../../../penalties/suite.ts';

const ERASURE = 0.05;
const compiled = compile(registry.world('Subagent-v0'));
const hurricane = compile(registry.world('Hurricane-v0'));

describe.each([
  'shape/spectrum',
  'shape/surprisal',
  'importance/relative',
  'importance/absolute/l2',
  'information/length',
])('a program that is searched for against %s', (penalty) => {
  test.each([0, 0.3, 1])('reaches what it says at λ = %s, and no less than the library', async (weight) => {
    for (const { value: evidence } of compiled.evidences) {
      const found = await optimalProgram({ compiled, evidence, penalty, weight, erasure: ERASURE });
      const disciple = boot(compiled, found.source);
      const absent = expectedUtility(compiled, evidence, boot(compiled, ''), 0);
      const utility = expectedUtility(compiled, evidence, disciple, found.source === '' ? 0 : 1);
      const value = exactValue(penalties.get(penalty), { compiled, evidence, disciple });
      expect(value).toBeCloseTo(found.divergence, 9);
      expect((1 - ERASURE) * utility + ERASURE * absent - weight * value).toBeCloseTo(found.low, 9);
      expect(found.high).toBeGreaterThanOrEqual(found.low);
      const library = exactObjective(compiled, evidence, ERASURE);
      const charged = exactPenalties(compiled, evidence, penalty);
      for (const [s, objective] of library.entries())
        expect(found.low).toBeGreaterThanOrEqual(objective - weight * charged[s] - 1e-9);
    }
  });
});

describe('the search for a good program', () => {
  test('finds one against shape/spectrum in Hurricane that the library misses, and that does harm', async () => {
    const options = { compiled: hurricane, evidence: [0, 0], penalty: 'shape/spectrum', weight: 0.3 };
    const { low, closed, divergence } = await optimalProgram(options);
    const charged = exactPenalties(hurricane, [0, 0], 'shape/spectrum');
    const best = Math.max(...exactObjective(hurricane, [0, 0], ERASURE).map((one, s) => one - 0.3 * charged[s]));
    expect(low).toBeGreaterThan(best + 0.01);
    expect(divergence).toBeGreaterThan(0.1);
    expect(closed).toBe(false);
  });

  test('says nothing of a window, which needs bounds from both sides', async () => {
    await expect(unrestrictedWindow(compiled, 'shape/spectrum')).rejects.toThrow(
      /every program: penalty: expected one/,
    );
  });

  test('is refused for a penalty without an exact value', async () => {
    const options = { compiled, evidence: [0, 0], penalty: 'coarse/pathwise', weight: 1 };
    await expect(optimalProgram(options)).rejects.toThrow(/^optimum: penalty: expected one with an exact value but/);
  });
});
