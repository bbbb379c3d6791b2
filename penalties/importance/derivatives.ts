/** The derivative of a forecast in each evidence variable, as a contrast of evidence values. */
import { memoise } from '../../core/base/memoise.ts';
import { type EvidenceValue, evidenceIndex, evidenceKey } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';

/** Σ coefficient · μ(e) over a few evidence values: one column of a Jacobian. No terms: the zero column. */
export type Contrast = readonly (readonly [evidence: number, coefficient: number])[];

function indexOf(values: readonly EvidenceValue[]): ReadonlyMap<string, number> {
  return memoise(
    values,
    'index of evidence values',
    () => new Map(values.map(({ value }, i) => [evidenceKey(value), i])),
  );
}

/**
 * The derivative of μ in each evidence variable at `evidence`: (μ(e+1) − μ(e−1))/2 of an ordinal one,
 * ½(μ(1) − μ(0)) of a binary one, and of a nominal one μ(e) less its mean under the variable's prior given the others.
 *
 * An evidence value without prior probability has no forecast. Where one neighbour of an ordinal value is missing,
 * beyond the end of its range or impossible, the derivative is one-sided; where both are, and where a variable cannot
 * change alone (a copy of another), its column is zero: nothing is known of what it would do by itself.
 *
 * @throws InvalidOption for an evidence value without prior probability
 */
export function derivatives(world: World, values: readonly EvidenceValue[], evidence: readonly number[]): Contrast[] {
  const here = evidenceIndex(values, evidence);
  const index = indexOf(values);
  return world.evidence.variables.map(({ arity, scale }, i) => {
    const at = (value: number) => index.get(evidenceKey(evidence.with(i, value)));
    if (arity === 2) {
      const [low, high] = [at(0), at(1)];
      return low === undefined || high === undefined
        ? []
        : [
            [high, 0.5],
            [low, -0.5],
          ];
    }
    if (scale === 'ordinal') {
      const [below, above] = [at(evidence[i] - 1), at(evidence[i] + 1)];
      if (below !== undefined && above !== undefined)
        return [
          [above, 0.5],
          [below, -0.5],
        ];
      if (above !== undefined)
        return [
          [above, 1],
          [here, -1],
        ];
      return below !== undefined
        ? [
            [here, 1],
            [below, -1],
          ]
        : [];
    }
    const possible = Array.from({ length: arity }, (_, value) => at(value)).filter((found) => found !== undefined);
    if (possible.length < 2) return [];
    const total = possible.reduce((sum, found) => sum + values[found].probability, 0);
    return possible.map((found) => [found, Number(found === here) - values[found].probability / total] as const);
  });
}

/** Σ coefficient · vector. */
export function combine(
  contrast: Contrast,
  dimension: number,
  vector: (evidence: number) => Float64Array,
): Float64Array {
  const sum = new Float64Array(dimension);
  for (const [evidence, coefficient] of contrast) {
    const term = vector(evidence);
    for (let i = 0; i < dimension; i++) sum[i] += coefficient * term[i];
  }
  return sum;
}
