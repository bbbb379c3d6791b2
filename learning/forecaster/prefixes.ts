import type { InputLayout } from './layout.ts';
import type { AnswerPool } from './pool.ts';

/**
 * A pool's rows as paths down a tree: from (evidence, law) along the answers in declared order. Rows that share a prefix
 * share a node, so a batch of thousands asks each network about a few hundred distinct prefixes only.
 */
export interface Prefixes {
  readonly rows: number;
  /** By depth q, from 0 for (evidence, law): the node of each row. */
  readonly nodeOf: readonly Int32Array[];
  /** By depth, by node: the node one question less deep, and the answer that led on from it; empty at depth 0. */
  readonly parent: readonly Int32Array[];
  readonly answer: readonly Int32Array[];
  /** By node of depth 0: its (evidence, law). */
  readonly cases: readonly (readonly [e: number, l: number])[];
  /** Nodes by depth. */
  readonly sizes: readonly number[];
}

/** The cells each question was seen to answer with, in order. */
export function poolVocabulary({ cells }: AnswerPool, questions: number): number[][] {
  const seen = Array.from({ length: questions }, () => new Set<number>());
  for (const byLaw of cells) {
    for (const rows of byLaw) for (let i = 0; i < rows.length; i++) seen[i % questions].add(rows[i]);
  }
  return seen.map((values) => [...values].sort((a, b) => a - b));
}

export function prefixesOf(pool: AnswerPool, { questions, vocabulary }: InputLayout): Prefixes {
  const blocks = pool.evidences.flatMap((_, e) =>
    pool.laws.map((_, l) => ({ at: [e, l] as const, cells: pool.cells[e][l] })),
  );
  const rows = blocks.reduce((sum, { cells }) => sum + cells.length / questions, 0);
  let nodes = new Int32Array(rows);
  const cells = new Int32Array(rows * questions);
  let row = 0;
  blocks.forEach((block, index) => {
    cells.set(block.cells, row * questions);
    const end = row + block.cells.length / questions;
    nodes.fill(index, row, end);
    row = end;
  });
  const nodeOf = [nodes];
  const parent: Int32Array[] = [new Int32Array(0)];
  const answer: Int32Array[] = [new Int32Array(0)];
  const sizes = [blocks.length];
  for (let q = 0; q < questions; q++) {
    const position = new Map(vocabulary[q].map((cell, a) => [cell, a]));
    const width = vocabulary[q].length;
    const numbers = new Map<number, number>();
    const parents: number[] = [];
    const answers: number[] = [];
    const next = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      const a = position.get(cells[i * questions + q])!;
      const key = nodes[i] * width + a;
      let node = numbers.get(key);
      if (node === undefined) {
        node = numbers.size;
        numbers.set(key, node);
        parents.push(nodes[i]);
        answers.push(a);
      }
      next[i] = node;
    }
    nodes = next;
    nodeOf.push(nodes);
    parent.push(Int32Array.from(parents));
    answer.push(Int32Array.from(answers));
    sizes.push(numbers.size);
  }
  return { rows, nodeOf, parent, answer, cases: blocks.map(({ at }) => at), sizes };
}
