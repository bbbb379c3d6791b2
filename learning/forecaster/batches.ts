import type { InputLayout } from './layout.ts';
import type { Prefixes } from './prefixes.ts';

/** One question's part of a batch: its distinct prefixes, and how often each answer followed. */
export interface QuestionBatch {
  readonly rows: number;
  /** rows × width(q), one-hots. */
  readonly inputs: Float32Array;
  /** rows × answers: how many of the batch's draws gave each answer after this prefix. */
  readonly counts: Float32Array;
}

/** Makes batches from pool rows, keeping its working memory. */
export class BatchBuilder {
  /** By depth, by node: its row in the batch being made, where `stamp` is the batch's. */
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

  /** Begins another batch; the questions of one batch are built one by one. */
  begin(): void {
    this.batch++;
  }

  /** The part of question `q`; `drawn` are rows of the pool, repeats and all. */
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
