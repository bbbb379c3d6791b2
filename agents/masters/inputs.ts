import type { EvidenceValue } from '../../core/world/evidence.ts';

/** One-hots of each evidence value, one block a variable, followed by `extra` zeros. */
export function evidenceInputs(
  evidences: readonly EvidenceValue[],
  arities: readonly number[],
  extra = 0,
): { readonly width: number; readonly rows: readonly Float32Array[] } {
  const evidenceWidth = arities.reduce((a, b) => a + b, 0);
  // A constant input where there is no evidence: a network needs one.
  const width = Math.max(1, evidenceWidth) + extra;
  const rows = evidences.map(({ value }) => {
    const row = new Float32Array(width);
    if (evidenceWidth === 0) row[0] = 1;
    let offset = 0;
    value.forEach((v, i) => {
      row[offset + v] = 1;
      offset += arities[i];
    });
    return row;
  });
  return { width, rows };
}

/** The index of the greatest entry; ties to the lower index. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
