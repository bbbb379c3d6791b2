/** The search for a good program against penalties of which nobody knows the optimum over every program. */
import { describe, expect, test } from 'vitest';
import '../../../agents/suite.ts';
import '../../../envs/index.ts';
import { NoExactValue } from '../../../core/base/errors.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { unrestrictedWindow } from '../../../judging/unrestricted/window.ts';
import { exactPenalties, exactValue } from '../../../penalties/exact-penalties.ts';
import { exactObjective, expectedUtility } from '../../../penalties/objective.ts';
import { optimalProgram } from '../../../penalties/optimum/optimal-program.ts';
import type { Penalty } from '../../../penalties/penalty.ts';
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

  test('stands in where the charges of a comparator would take too long', async () => {
    const cheap = penalties.get('unreachability/inaction');
    const tooLong = () => {
      throw new NoExactValue('it takes too long');
    };
    penalties.register({ ...cheap, id: 'test/costly', charges: tooLong });
    const options = { compiled, evidence: [0, 0], weight: 0.1 };
    const searched = await optimalProgram({ ...options, penalty: 'test/costly' });
    const exact = await optimalProgram({ ...options, penalty: cheap.id });
    expect(searched.low).toBeLessThanOrEqual(exact.high + 1e-9);
    expect(searched.high).toBeGreaterThanOrEqual(exact.low - 1e-9);
    const charged = exactPenalties(compiled, [0, 0], cheap.id);
    const best = Math.max(...exactObjective(compiled, [0, 0], ERASURE).map((one, s) => one - 0.1 * charged[s]));
    expect(searched.low).toBeGreaterThanOrEqual(best - 1e-9);
    expect(exact.closed).toBe(true);
  });

  test('leaves out programs whose penalty would take too long, and is refused where that is so of all', async () => {
    const spectrum = penalties.get('shape/spectrum');
    const only =
      (allowed: (source: string) => boolean): Penalty['exact'] =>
      (request) => {
        if (!allowed(request.disciple.source)) throw new NoExactValue('it takes too long');
        return spectrum.exact(request);
      };
    const [, first] = compiled.world.disciples;
    penalties.register({ ...spectrum, id: 'test/one', exact: only((source) => ['', first.source].includes(source)) });
    const options = { compiled, evidence: [0, 0], weight: 0 };
    const found = await optimalProgram({ ...options, penalty: 'test/one' });
    expect(found.source).toBe(first.source);
    penalties.register({ ...spectrum, id: 'test/none', exact: only((source) => source === '') });
    await expect(optimalProgram({ ...options, penalty: 'test/none' })).rejects.toThrow(
      /^optimum: penalty: expected one with an exact value but received 'test\/none'$/,
    );
  });

  test('is refused for a penalty without an exact value', async () => {
    const options = { compiled, evidence: [0, 0], penalty: 'coarse/pathwise', weight: 1 };
    await expect(optimalProgram(options)).rejects.toThrow(/^optimum: penalty: expected one with an exact value but/);
  });
});
