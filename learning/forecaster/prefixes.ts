/** Arranges a pool's rows as paths down a tree, so that rows which begin alike are computed once. */

import type { InputLayout } from './layout.ts';
import type { AnswerPool } from './pool.ts';

/**
 * The tree: each path begins at an (evidence, law) and goes along the answers in declared order. Rows that share a
 * prefix share a node. So with a batch of thousands of rows, each network sees only some hundred distinct prefixes.
 */
export interface Prefixes {
  readonly rows: number;
  /** For each depth, the node of each row. Depth 0 is the (evidence, law). */
  readonly nodeOf: readonly Int32Array[];
  /** For each depth and node, the node above it; empty at depth 0. */
  readonly parent: readonly Int32Array[];
  /** For each depth and node, the number of the answer that leads from the node above to it; empty at depth 0. */
  readonly answer: readonly Int32Array[];
  /** For each node of depth 0, its (evidence, law). */
  readonly cases: readonly (readonly [e: number, l: number])[];
  /** How many nodes each depth has. */
  readonly sizes: readonly number[];
}

/** For each question, the cells with which it was seen to answer, in order. */
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
