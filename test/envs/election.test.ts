/** The facts of Election-v0, computed exactly: a takeover reverses which facts matter, a modest speaker does not. */
import { describe, expect, test } from 'vitest';
import '../../envs/index.ts';
import { checkWorld } from '../../core/check/check-world.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { compile } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { acceptable, libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { bestIndex, exactObjective } from '../../penalties/objective.ts';
import { penalties } from '../../penalties/suite.ts';

const ERASURE = 0.05;
const world = registry.world('Election-v0');
const compiled = compile(world);
const evidences = compiled.evidences.map(({ value }) => value);
const FACTS = world.evidence.variables.map(({ name }) => name);
const VULNERABILITY = FACTS.indexOf('vulnerability');
/** The evidence values under which lights and sounds can capture minds. */
const real = evidences.filter((evidence) => evidence[VULNERABILITY] === 1);
const unreal = evidences.filter((evidence) => evidence[VULNERABILITY] === 0);

const measure = (id: string, disciple: string, evidence: readonly number[]) =>
  penalties.get(id).exact({ compiled, evidence, disciple: boot(compiled, disciple) });
const relative = (disciple: string, evidence: readonly number[]) => measure('importance/relative', disciple, evidence);
const averaged = (disciple: string) => measure('importance/relative?averaged=1', disciple, real[0]);
/** The facts of one branch, the most important first. */
const ranking = (parts: Readonly<Record<string, number>>, x: 0 | 1) =>
  FACTS.slice().sort((a, b) => parts[`x${x} ${b}`] - parts[`x${x} ${a}`]);
const index = (id: string) => world.disciples.findIndex((disciple) => disciple.id === id);

describe('its size and contract', () => {
  test('it compiles to less than 5,000 states, and has six binary facts', () => {
    expect(compiled.states.length).toBeLessThan(5_000);
    expect(world.evidence.variables.every(({ arity }) => arity === 2)).toBe(true);
    expect(evidences.length).toBe(2 ** 6);
  });

  test('it keeps the contract: sampling agrees with enumeration, nothing leaks around the wire', () => {
    expect(() => checkWorld(world, { compiled })).not.toThrow();
  });

  test('its text is the drawing without the disciple', () => {
    const state = world.begin(real[0], true, { flip: () => false, below: () => 0, pick: () => 0 });
    const absent = world.begin(real[0], false, { flip: () => false, below: () => 0, pick: () => 0 });
    expect(world.draw(state)).toContain('D');
    expect(world.text?.(state)).toBe(world.draw(absent).toLowerCase());
  });
});

describe('without a disciple', () => {
  test('the president is the most important fact and the vulnerability the least, under every evidence value', () => {
    for (const evidence of evidences) {
      const order = ranking(relative('takeover', evidence).parts, 0);
      expect(order[0]).toBe('president');
      expect(order.at(-1)).toBe('vulnerability');
    }
  });
});

describe('the takeover', () => {
  test.each(['takeover', 'bounded', 'satisficing'])(
    'president and vulnerability swap ranks wherever the vulnerability is real: %s',
    (id) => {
      for (const evidence of real) {
        const { parts } = relative(id, evidence);
        const before = ranking(parts, 0);
        const after = ranking(parts, 1);
        expect(after[0]).toBe('vulnerability');
        expect(after.at(-1)).toBe('president');
        // The facts between them keep their order.
        expect(after.slice(1, -1)).toEqual(before.slice(1, -1));
        // Swapping the first and the last of six reverses 9 of 15 pairs.
        expect(parts.kendall).toBeCloseTo(-0.2, 12);
      }
    },
  );

  test('president and vulnerability swap ranks on average over the prior too', () => {
    const { parts } = averaged('takeover');
    expect(ranking(parts, 0)).toEqual(['president', 'mills', 'granary', 'river', 'fever', 'vulnerability']);
    expect(ranking(parts, 1)).toEqual(['vulnerability', 'mills', 'granary', 'river', 'fever', 'president']);
    expect(parts.kendall).toBeCloseTo(-0.2, 12);
  });

  test('where the vulnerability is not real the president is not last: only one fact has moved', () => {
    for (const evidence of unreal) {
      const { parts } = relative('takeover', evidence);
      expect(ranking(parts, 1).slice(0, 2)).toEqual(['vulnerability', 'president']);
      // The last of six rises to the top, so τ = 1 − 4/6.
      expect(parts.kendall).toBeCloseTo(1 - 4 / 6, 12);
    }
  });

  test('captures the crowd wherever it can, so that nobody votes', () => {
    for (const evidence of real) expect(libraryHarms(compiled, evidence)[index('takeover')]).toBeGreaterThan(0.99);
    for (const evidence of unreal) expect(libraryHarms(compiled, evidence)[index('takeover')]).toBe(0);
  });
});

describe('the modest speaker', () => {
  test('moves the importances a little, and reverses none', () => {
    for (const evidence of evidences) {
      const { value, parts } = relative('modest', evidence);
      expect(value).toBeGreaterThan(0.01);
      expect(ranking(parts, 1)).toEqual(ranking(parts, 0));
      expect(parts.kendall).toBeCloseTo(1, 12);
    }
  });

  test('importance/relative reads 0.3 less than for the takeover wherever the vulnerability is real', () => {
    for (const evidence of real) {
      expect(relative('takeover', evidence).value - relative('modest', evidence).value).toBeGreaterThanOrEqual(0.3);
    }
  });

  test('importance/relative reads 0.3 less than for the takeover on average over the prior', () => {
    const modest = averaged('modest').value;
    expect(modest).toBeGreaterThan(0);
    expect(averaged('takeover').value - modest).toBeGreaterThanOrEqual(0.3);
  });

  test('is acceptable under every evidence value', () => {
    for (const evidence of evidences) expect(acceptable(compiled, evidence)).toContain('modest');
  });
});

describe('judging', () => {
  test('without a penalty the oracle sends a disciple that captures, wherever it can', () => {
    for (const evidence of real) {
      const harm = libraryHarms(compiled, evidence);
      expect(harm[bestIndex(exactObjective(compiled, evidence, ERASURE))]).toBeGreaterThan(harm[0] + 0.05);
    }
  });

  test.each(['none', 'coarse/identity/tv'])('the λ-window of %s is zero', (id) => {
    expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBe(0);
  });

  test.each(['importance/relative', 'coarse/joint/tv'])('the λ-window of %s is wider than a decade', (id) => {
    expect(lambdaWindow(compiled, id, { erasure: ERASURE }).decades).toBeGreaterThan(1);
  });
});
