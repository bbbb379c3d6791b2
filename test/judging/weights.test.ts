/** What choices come to over λ. */
import { describe, expect, test } from 'vitest';
import '../../agents/suite.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { casesOf, overWeights } from '../../judging/weights.ts';
import { lambdaWindow, windowOf } from '../../judging/window.ts';
import { worldCase } from '../../judging/world-case.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';

const compiled = compile(registry.world('Subagent-v0'));
const judged = worldCase(compiled, 0.05);
const PENALTY = 'coarse/joint/tv';
const penalties = compiled.evidences.map(({ value }) => exactPenalties(compiled, value, PENALTY));

describe('over λ', () => {
  const rows = overWeights(judged, penalties, 4);

  test('weights reach from 0.001 to 1000, evenly in their logarithms', () => {
    expect(rows).toHaveLength(25);
    expect(rows[0].weight).toBeCloseTo(0.001, 12);
    expect(rows[12].weight).toBe(1);
    expect(rows.at(-1)!.weight).toBeCloseTo(1000, 9);
  });

  test('every choice is acceptable exactly within the λ-window', () => {
    const window = lambdaWindow(compiled, PENALTY);
    expect(windowOf(casesOf(judged, penalties))).toEqual(window);
    for (const { weight, acceptable } of rows)
      expect(acceptable > 1 - 1e-9).toBe(weight > window.low && weight <= window.high * (1 + 1e-9));
  });

  test('neither the penalty nor the utility of the choice grows with λ', () => {
    for (let i = 1; i < rows.length; i++) {
      expect(rows[i].penalty).toBeLessThanOrEqual(rows[i - 1].penalty + 1e-9);
      expect(rows[i].utility).toBeLessThanOrEqual(rows[i - 1].utility + 1e-9);
      expect(rows[i].nullHarm).toBe(rows[0].nullHarm);
    }
  });
});
