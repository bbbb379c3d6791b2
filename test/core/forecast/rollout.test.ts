/** Rollouts on tables and by step follow the same law. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stream } from '../../../core/base/random.ts';
import { pickState, stepIndex } from '../../../core/forecast/rollout.ts';
import { compile } from '../../../core/tables/compile.ts';
import { samplingTolerance, totalVariation } from '../../fixtures/laws.ts';
import { smallSpecs, smallWorld } from '../../fixtures/small-worlds.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

describe('stepIndex', () => {
  const draws = 2000;

  test('draws the successors of a row as often as its probabilities say', () => {
    fc.assert(
      fc.property(smallSpecs, fc.nat(), (spec, seed) => {
        const compiled = compile(smallWorld(spec));
        const uniform = stream(seed, 'step');
        for (let row = 0; row < compiled.rowStart.length; row++) {
          const [start, end] = [compiled.rowStart[row], compiled.rowEnd[row]];
          if (start === end) continue;
          const law = new Map<string, number>();
          for (let j = start; j < end; j++) law.set(String(compiled.successors[j]), compiled.probabilities[j]);
          const counts = new Map<string, number>();
          const { actionCount } = compiled;
          for (let i = 0; i < draws; i++) {
            const next = String(stepIndex(compiled, Math.floor(row / actionCount), row % actionCount, uniform));
            counts.set(next, (counts.get(next) ?? 0) + 1 / draws);
          }
          expect(totalVariation(counts, law)).toBeLessThan(samplingTolerance(law, draws));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('falls where the uniform does, to the last successor when rounding leaves something over', () => {
    const compiled = compile(tinyWorld);
    // Any row of several successors.
    const row = compiled.rowStart.findIndex((start, i) => compiled.rowEnd[i] - start >= 3);
    const [start, end] = [compiled.rowStart[row], compiled.rowEnd[row]];
    const { actionCount } = compiled;
    const next = (u: number) => stepIndex(compiled, Math.floor(row / actionCount), row % actionCount, () => u);
    let below = 0;
    for (let j = start; j < end; j++) {
      expect(next(below + compiled.probabilities[j] / 2)).toBe(compiled.successors[j]);
      below += compiled.probabilities[j];
    }
    expect(next(0)).toBe(compiled.successors[start]);
    expect(next(1)).toBe(compiled.successors[end - 1]);
  });

  test('draws nothing where there is one successor', () => {
    const sure = compile(
      smallWorld({
        horizon: 2,
        aftermath: 0,
        begin: [0, 0],
        weights: [
          [
            [0, 1],
            [1, 0],
          ],
          [
            [0, 1],
            [1, 0],
          ],
        ],
        values: [0, 1],
      }),
    );
    const never = () => {
      throw new Error('drew');
    };
    const [from] = sure.states.map(({ place }, index) => ({ place, index })).filter(({ place }) => place === 0);
    expect(sure.states[stepIndex(sure, from.index, 0, never)].place).toBe(1);
    expect(stepIndex(sure, from.index, 1, never)).toBe(from.index);
    expect(pickState({ states: Int32Array.of(7), probabilities: Float64Array.of(1) }, never)).toBe(7);
  });
});
