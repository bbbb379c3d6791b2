/** Whether the tables of a curve can be read in a terminal. */
import { expect } from 'vitest';
import type { Curve, CurveRow } from '../../experiments/curves/curve.ts';
import { curveTables } from '../../experiments/curves/run-curve.ts';

/**
 * Fails where a curve's tables are wider than 120 characters, head a column with a name of the code's, or print
 * rounding noise.
 */
export function expectReadable(curve: Curve, rows: readonly CurveRow[]): void {
  const printed = curveTables(curve, rows);
  for (const line of printed.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  for (const { columns } of curve.tables(rows)) {
    for (const [, heading] of columns) expect(heading).not.toMatch(/[a-z][A-Z]|_/);
  }
  expect(printed).not.toMatch(/e-(?:9|1\d)\b|NaN|undefined/);
}
