/** Every penalty of a disciple that is a network. */
import { describe, expect, test } from 'vitest';
import { NoExactValue } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { exactForecaster } from '../../core/forecast/exact-forecaster.ts';
import { compile } from '../../core/tables/compile.ts';
import { penalties } from '../../penalties/suite.ts';
import { randomPolicySource } from '../fixtures/policies.ts';
import { tinyWorld } from '../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const disciple = boot(compiled, randomPolicySource(compiled, 1));
const evidence = [1, 1];

describe('every exact penalty takes a policy network as it takes a planned disciple', () => {
  test.each(penalties.ids())('%s', (id) => {
    const penalty = penalties.get(id);
    let value: number;
    try {
      ({ value } = penalty.exact({ compiled, evidence, disciple }));
    } catch (error) {
      expect(error).toBeInstanceOf(NoExactValue);
      return;
    }
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(penalty.exact({ compiled, evidence, disciple: boot(compiled, '') }).value).toBe(0);
  });
});

test('the joint divergence is the one of its exact forecasts, worked out by hand', () => {
  const exact = exactForecaster(compiled);
  const cells = (x: 0 | 1) => {
    const { outcomes, probabilities } = exact(evidence, disciple, x);
    const sums = new Map<string, number>();
    outcomes.forEach(({ clips, broken, cat }, i) => {
      const cell = `${Math.floor(clips / 4)} ${broken} ${cat}`;
      sums.set(cell, (sums.get(cell) ?? 0) + probabilities[i]);
    });
    return sums;
  };
  const [p0, p1] = [cells(0), cells(1)];
  let wanted = 0;
  for (const cell of new Set([...p0.keys(), ...p1.keys()]))
    wanted += Math.abs((p1.get(cell) ?? 0) - (p0.get(cell) ?? 0)) / 2;
  expect(wanted).toBeGreaterThan(0.05);
  expect(penalties.get('coarse/joint/tv').exact({ compiled, evidence, disciple }).value).toBeCloseTo(wanted, 10);
});
