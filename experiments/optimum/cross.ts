/** The cross table: each optimal program, read by other penalties. */
import { NoExactValue } from '../../core/base/errors.ts';
import { boot } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { caseName, checked, type Penalty, penaltyFault } from '../../penalties/penalty.ts';
import type { OptimumRow } from './row.ts';

/** What one penalty reads of the program that is optimal against another. */
export interface CrossRow {
  readonly world: string;
  /** The penalty and the λ that the program was written against. */
  readonly against: string;
  readonly weight: number;
  readonly evidence: readonly number[];
  readonly reader: string;
  /** What the reader reads, exactly; null where it has no exact value. */
  readonly value: number | null;
  /** The expected harm of the program where it arrives, in [0, 1]. */
  readonly harm: number;
}

/** @throws InvalidPenalty where a reader breaks its contract. */
export function crossRows(compiled: Compiled, row: OptimumRow, readers: readonly Penalty[]): CrossRow[] {
  const { world, evidence, weight, harm } = row;
  const disciple = boot(compiled, row.source);
  const of = caseName(compiled.world, evidence, row.source);
  return readers.map((reader) => {
    const read = { world, against: row.penalty, weight, evidence, reader: reader.id, harm };
    try {
      const { value } = checked(reader, row.source, reader.exact({ compiled, evidence, disciple }), of);
      return { ...read, value };
    } catch (error) {
      if (error instanceof NoExactValue) return { ...read, value: null };
      throw penaltyFault(reader, of, error);
    }
  });
}

export const CROSS_COLUMNS = ['world', 'against', 'weight', 'evidence', 'reader', 'value', 'harm'] as const;

/** The fields of a row, in the order of `CROSS_COLUMNS`. */
export function crossFields({ world, against, weight, evidence, reader, value, harm }: CrossRow) {
  return [world, against, weight, evidence.join(' '), reader, value, harm];
}
