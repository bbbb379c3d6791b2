/** Turns (answers' cells, evidence, disciple) into the inputs of a discriminator. */

import { type OneHotBlocks, oneHotBlocks, writeEvidence } from '../network/one-hot.ts';

/** For each question, the cells with which it was seen to answer, in order. */
export type Vocabulary = readonly (readonly number[])[];

/** The cells that occur in some tuples of answers, in order. */
export function vocabularyOf(tuples: Iterable<readonly number[]>): Vocabulary {
  const seen: Set<number>[] = [];
  for (const tuple of tuples) {
    tuple.forEach((cell, q) => {
      seen[q] ??= new Set();
      seen[q].add(cell);
    });
  }
  return seen.map((cells) => [...cells].sort((a, b) => a - b));
}

/**
 * One block of one-hots for each question, each evidence variable and the disciple. A cell that is not in the
 * vocabulary leaves its block at 0.
 */
export class Encoder {
  /** Inputs of a row. */
  readonly width: number;
  /** For each question: cell ↦ input. */
  private readonly inputs: readonly ReadonlyMap<number, number>[];
  private readonly evidenceStarts: readonly number[];
  private readonly discipleStart: number;

  /**
   * @param arities how many values each evidence variable has.
   * @param disciples how many disciples there are.
   */
  constructor(vocabulary: Vocabulary, arities: readonly number[], disciples: number) {
    const sizes = [...vocabulary.map(({ length }) => length), ...arities, disciples];
    const { width, starts }: OneHotBlocks = oneHotBlocks(sizes);
    this.width = width;
    this.inputs = vocabulary.map((cells, q) => new Map(cells.map((cell, i) => [cell, starts[q] + i])));
    this.evidenceStarts = starts.slice(vocabulary.length, -1);
    this.discipleStart = starts[starts.length - 1];
  }

  /** The inputs that a tuple of cells sets to 1. */
  cellInputs(cells: readonly number[]): Int32Array {
    const ones: number[] = [];
    this.inputs.forEach((inputs, q) => {
      const input = inputs.get(cells[q]);
      if (input !== undefined) ones.push(input);
    });
    return Int32Array.from(ones);
  }

  /** Writes one row into `rows`, whose entries there must be 0. */
  write(rows: Float32Array, row: number, cells: Int32Array, evidence: readonly number[], disciple: number): void {
    const start = row * this.width;
    for (let i = 0; i < cells.length; i++) rows[start + cells[i]] = 1;
    writeEvidence(rows, start, this.evidenceStarts, evidence);
    rows[start + this.discipleStart + disciple] = 1;
  }
}
