/** Branches are drawn from the law that exact forecasts give. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { branchesOf, drawEvidence, sampleMany } from '../../../core/forecast/branches.ts';
import { exactForecaster } from '../../../core/forecast/exact-forecaster.ts';
import { countIndices, countStates, mergeCounts } from '../../../core/forecast/rollout.ts';
import { compile } from '../../../core/tables/compile.ts';
import { evidenceValues } from '../../../core/world/evidence.ts';
import type { World } from '../../../core/world/world.ts';
import { lawOf, samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { type TinyState, tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const disciples = ['', 'bounded', 'careful'].map((source) => boot(compiled, source));
const N = 4_000;

describe('branchesOf', () => {
  test.each([
    ['tables', compiled],
    ['step', tinyWorld],
  ])('samples each branch by its exact law, playing on %s', (name, target) => {
    const branches = branchesOf(target, disciples);
    expect(branches.evidences).toEqual(compiled.evidences);
    const uniform = stream(1, 'branches', name);
    for (const [e, s, x] of [
      [0, 0, 1],
      [2, 1, 1],
      [2, 1, 0],
      [5, 2, 1],
    ] as const) {
      const outcomes = sampleMany(branches, e, s, x, N, uniform);
      expect(outcomes).toHaveLength(N);
      const law = lawOf(tinyWorld, exactForecaster(compiled)(compiled.evidences[e].value, disciples[s], x));
      expect(totalVariation(lawOf(tinyWorld, countStates(tinyWorld, outcomes)), law)).toBeLessThan(
        samplingTolerance(law, N),
      );
    }
  });

  test('runs what arrives where the wire leaks', () => {
    const leaky: World<TinyState> = {
      ...tinyWorld,
      wire: (source, x) => (x === 1 || source === '' ? source : 'clips'),
    };
    const tables = compile(leaky);
    const branches = branchesOf(tables, [boot(tables, ''), boot(tables, 'careful')]);
    const uniform = stream(1, 'leak');
    const law = lawOf(leaky, exactForecaster(tables)([1, 1], boot(tables, 'clips'), 1));
    const erased = lawOf(leaky, countStates(leaky, sampleMany(branches, 4, 1, 0, N, uniform)));
    expect(totalVariation(erased, law)).toBeLessThan(samplingTolerance(law, N));
    expect(sampleMany(branches, 4, 0, 0, 20, uniform).every((s) => !s.present)).toBe(true);
  });
});

describe('drawEvidence', () => {
  test('draws indices by the prior', () => {
    const evidences = evidenceValues(tinyWorld);
    const uniform = stream(2, 'evidence');
    const counts = evidences.map(() => 0);
    for (let i = 0; i < 20_000; i++) counts[drawEvidence(evidences, uniform)]++;
    for (const [i, { probability: p }] of evidences.entries()) {
      expect(Math.abs(counts[i] - 20_000 * p)).toBeLessThan(5 * Math.sqrt(20_000 * p * (1 - p)));
    }
  });

  test('stays within the values at both ends of the unit interval, even where rounding leaves a rest', () => {
    const evidences = [0.3, 0.3, 0.4 - 1e-9].map((probability, i) => ({ value: [i], probability }));
    expect(drawEvidence(evidences, () => 0)).toBe(0);
    expect(drawEvidence(evidences, () => 1 - 2 ** -53)).toBe(2);
  });
});

describe('counting draws', () => {
  test('agrees by index and by key, and pools counts', () => {
    const indices = Int32Array.from([3, 1, 3, 3, 2, 1]);
    const states = Array.from(indices, (i) => compiled.states[i]);
    const byIndex = countIndices(compiled, indices);
    expect(byIndex.draws).toBe(6);
    expect(Array.from(byIndex.probabilities)).toEqual([2 / 6, 1 / 6, 3 / 6]);
    expect(lawOf(tinyWorld, countStates(tinyWorld, states))).toEqual(lawOf(tinyWorld, byIndex));
    const pooled = mergeCounts(tinyWorld, [byIndex, countStates(tinyWorld, states.slice(0, 2))]);
    expect(pooled.draws).toBe(8);
    expect(Array.from(pooled.probabilities)).toEqual([3 / 8, 1 / 8, 4 / 8]);
  });
});
