/** What a shape owes to continuity: a cell that is nearly impossible hardly counts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from '../../../penalties/shape/functional.ts';
import { entropiesFunctional, spectrumFunctional } from '../../../penalties/shape/functionals.ts';

const laws = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 })
  .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b, 0)));

test.each([
  ['entropies', entropiesFunctional],
  ['spectrum', spectrumFunctional],
] as const)('%s: a further cell of probability 10⁻¹² hardly moves it', (_, of) => {
  fc.assert(
    fc.property(laws, (law) => {
      const rare = Float64Array.from([...law.map((p) => p * (1 - 1e-12)), 1e-12]);
      const none = Float64Array.from([...law, 0]);
      const partitions = [Int32Array.from(rare, (_, cell) => cell)];
      const functional = of({ partitions, weights1: rare, weights0: none, cells: [] });
      const [present, absent] = [functional.read(rare, null), functional.read(none, null)];
      expect(functional.combine(differences(present, absent), present, absent)).toBeLessThan(1e-9);
    }),
  );
});
