/** Which cells each question was seen to answer with; the width of one block of one-hots a question. */
export type Vocabulary = readonly (readonly number[])[];

/** The cells seen in some tuples of answers, in order. */
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

/** Encodes (cells, evidence, disciple) as one-hots, a block each. A cell outside the vocabulary is a block of zeros. */
export class Encoder {
  /** Inputs a row. */
  readonly width: number;
  private readonly positions: readonly ReadonlyMap<number, number>[];
  private readonly evidenceOffset: number;
  private readonly discipleOffset: number;

  constructor(
    vocabulary: Vocabulary,
    private readonly arities: readonly number[],
    disciples: number,
  ) {
    let offset = 0;
    this.positions = vocabulary.map((cells) => new Map(cells.map((cell) => [cell, offset++])));
    this.evidenceOffset = offset;
    offset += arities.reduce((a, b) => a + b, 0);
    this.discipleOffset = offset;
    this.width = offset + disciples;
  }

  /** The inputs that a tuple of cells sets to 1. */
  cellInputs(cells: readonly number[]): Int32Array {
    const inputs: number[] = [];
    this.positions.forEach((positions, q) => {
      const position = positions.get(cells[q]);
      if (position !== undefined) inputs.push(position);
    });
    return Int32Array.from(inputs);
  }

  /** Writes one row into `rows`, whose entries there must be 0. */
  write(rows: Float32Array, row: number, cells: Int32Array, evidence: readonly number[], disciple: number): void {
    const start = row * this.width;
    for (let i = 0; i < cells.length; i++) rows[start + cells[i]] = 1;
    let offset = start + this.evidenceOffset;
    for (let i = 0; i < evidence.length; i++) {
      rows[offset + evidence[i]] = 1;
      offset += this.arities[i];
    }
    rows[start + this.discipleOffset + disciple] = 1;
  }
}
