/** Turns rows of a pool into what the forecaster's networks are trained on. */

import type { InputLayout } from './layout.ts';
import type { Prefixes } from './prefixes.ts';

/** One question's part of a batch: the distinct prefixes, and how often each answer followed each of them. */
export interface QuestionBatch {
  readonly rows: number;
  /** [rows × width(q)], one-hots. */
  readonly inputs: Float32Array;
  /** [rows × answers]: how many of the batch's draws gave each answer after the row's prefix. */
  readonly counts: Float32Array;
}

/** Makes batches from rows of a pool. It keeps its working memory from one batch to the next. */
export class BatchBuilder {
  /** For each depth and node, its row in the batch that is being made; valid where `stamp` has that batch's number. */
  private readonly position: readonly Int32Array[];
  private readonly stamp: readonly Int32Array[];
  private batch = 0;

  constructor(
    private readonly layout: InputLayout,
    private readonly prefixes: Prefixes,
  ) {
    this.position = prefixes.sizes.map((size) => new Int32Array(size));
    this.stamp = prefixes.sizes.map((size) => new Int32Array(size));
  }

  /** Begins another batch, of which `build` then makes one question's part after another. */
  begin(): void {
    this.batch++;
  }

  /**
   * The part of question `q`.
   * @param drawn rows of the pool; a row may occur several times.
   */
  build(q: number, drawn: Int32Array): QuestionBatch {
    const { layout, prefixes, batch } = this;
    const nodes = prefixes.nodeOf[q];
    const children = prefixes.nodeOf[q + 1];
    const answers = prefixes.answer[q + 1];
    const position = this.position[q];
    const stamp = this.stamp[q];
    const outputs = layout.vocabulary[q].length;
    const width = layout.width(q);
    const distinct: number[] = [];
    for (let i = 0; i < drawn.length; i++) {
      const node = nodes[drawn[i]];
      if (stamp[node] === batch) continue;
      stamp[node] = batch;
      position[node] = distinct.length;
      distinct.push(node);
    }
    const counts = new Float32Array(distinct.length * outputs);
    for (let i = 0; i < drawn.length; i++) {
      const row = drawn[i];
      counts[position[nodes[row]] * outputs + answers[children[row]]]++;
    }
    const inputs = new Float32Array(distinct.length * width);
    for (let i = 0; i < distinct.length; i++) this.write(inputs, i * width, q, distinct[i]);
    return { rows: distinct.length, inputs, counts };
  }

  private write(inputs: Float32Array, start: number, q: number, node: number): void {
    const { layout, prefixes } = this;
    let at = node;
    for (let depth = q; depth > 0; depth--) {
      inputs[start + layout.answer(depth - 1, prefixes.answer[depth][at])] = 1;
      at = prefixes.parent[depth][at];
    }
    for (const input of layout.condition(...prefixes.cases[at])) inputs[start + input] = 1;
  }
}
