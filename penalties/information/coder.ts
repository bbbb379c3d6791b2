/** A network that codes tuples of answers, for `information/prequential`. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { stream } from '../../core/base/random.ts';
import type { Backend } from '../../learning/backend/backend.ts';
import type { Vocabulary } from '../../learning/divergence/encoder.ts';
import { type Adam, createAdam } from '../../learning/network/adam.ts';
import { createNetwork, evaluate, type Network } from '../../learning/network/network.ts';
import { indexSource } from '../estimate/relabel.ts';

const HIDDEN = 48;
const RATE = 0.02;
/** Rows an update: with more, tuples of answers are sampled. */
const BATCH_ROWS = 1024;
/** Share of the uniform law in every answer's, so that no answer costs more than log₂(100 · answers) bits. */
const UNIFORM_SHARE = 0.01;
/** Added to the logits of what a question never answers. */
const NEVER = -1e9;

/** Tuples of answers as rows, a row an answer: what the coders of both branches read. */
export interface AnswerRows {
  /** Distinct tuples. */
  readonly tuples: number;
  /** Answers of a tuple that are not always the same; those that are cost nothing. */
  readonly questions: number;
  /** Inputs a row: the tuple's earlier answers, and which answer is asked for, as one-hots. */
  readonly width: number;
  /** Outputs a row: the most answers that a question has. */
  readonly outputs: number;
  /** (tuples · questions) × width. */
  readonly inputs: Float32Array;
  /** The position of each row's answer in the question's vocabulary. */
  readonly answers: Int32Array;
  /** How many answers each question has. */
  readonly sizes: readonly number[];
}

/** Lays tuples of answers out as rows; the vocabulary is the alphabet, which sender and receiver share. */
export function answerRows(tuples: readonly (readonly number[])[], vocabulary: Vocabulary): AnswerRows {
  const asked = vocabulary.flatMap((cells, q) => (cells.length > 1 ? [q] : []));
  const sizes = asked.map((q) => vocabulary[q].length);
  const before = sizes.reduce((sum, size) => sum + size, 0);
  const width = before + asked.length;
  const rows = tuples.length * asked.length;
  const inputs = new Float32Array(rows * width);
  const answers = new Int32Array(rows);
  tuples.forEach((tuple, t) => {
    const earlier: number[] = [];
    let offset = 0;
    asked.forEach((q, i) => {
      const row = t * asked.length + i;
      for (const input of earlier) inputs[row * width + input] = 1;
      inputs[row * width + before + i] = 1;
      answers[row] = vocabulary[q].indexOf(tuple[q]);
      earlier.push(offset + answers[row]);
      offset += sizes[i];
    });
  });
  return {
    tuples: tuples.length,
    questions: asked.length,
    width,
    outputs: Math.max(1, ...sizes),
    inputs,
    answers,
    sizes,
  };
}

/** Bits of each tuple under the uniform law: what a coder costs before it has seen anything. */
export function uniformBits({ sizes }: AnswerRows): number {
  return sizes.reduce((bits, size) => bits + Math.log2(size), 0);
}

/**
 * A network of q(answer | earlier answers), one softmax head a question. It trains on counted tuples, and codes any.
 */
export class AnswerCoder {
  private readonly network: Network;
  private readonly optimiser: Adam;
  private readonly index: (count: number) => number;

  constructor(
    private readonly backend: Backend,
    private readonly rows: AnswerRows,
    seed: number | string,
  ) {
    this.network = createNetwork(backend, {
      sizes: [rows.width, HIDDEN, rows.outputs],
      stream: stream(seed, 'coder', 'weights'),
      outputScale: 0.1,
    });
    this.optimiser = createAdam(backend, this.network.variables, { learningRate: RATE });
    this.index = indexSource(seed, 'coder', 'batches');
  }

  /** Trains on the drawn tuples, given by number, by cross-entropy. */
  train(drawn: Int32Array, updates: number): void {
    const counts = new Float64Array(this.rows.tuples);
    for (const tuple of drawn) counts[tuple]++;
    const occurring = Array.from(counts.keys()).filter((tuple) => counts[tuple] > 0);
    const most = Math.max(1, Math.floor(BATCH_ROWS / this.rows.questions));
    const whole = occurring.length <= most;
    let batch = whole
      ? this.batch(
          occurring,
          occurring.map((tuple) => counts[tuple] / drawn.length),
        )
      : null;
    for (let update = 0; update < updates; update++) {
      if (!whole) {
        batch?.dispose();
        const tuples = Array.from({ length: most }, () => drawn[this.index(drawn.length)]);
        batch = this.batch(tuples, new Array<number>(most).fill(1 / most));
      }
      // The rate falls to a tenth, and begins anew with the next draws.
      this.optimiser.learningRate = RATE * 0.1 ** (update / updates);
      this.optimiser.step(() => batch!.loss());
    }
    batch?.dispose();
  }

  /** Bits of every tuple. */
  bits(): Float64Array {
    const { tuples, questions, outputs, inputs, answers, sizes } = this.rows;
    const logits = evaluate(this.network, inputs, tuples * questions);
    const bits = new Float64Array(tuples);
    for (let row = 0; row < answers.length; row++) {
      const size = sizes[row % questions];
      const own = logits.subarray(row * outputs, row * outputs + size);
      const greatest = own.reduce((most, logit) => Math.max(most, logit));
      const sum = own.reduce((total, logit) => total + Math.exp(logit - greatest), 0);
      const learned = Math.exp(own[answers[row]] - greatest) / sum;
      bits[Math.floor(row / questions)] -= Math.log2((1 - UNIFORM_SHARE) * learned + UNIFORM_SHARE / size);
    }
    return bits;
  }

  dispose(): void {
    this.network.dispose();
  }

  private batch(tuples: readonly number[], weights: readonly number[]): { loss(): Scalar; dispose(): void } {
    const { questions, width, outputs, inputs, answers, sizes } = this.rows;
    const { tf } = this.backend;
    const count = tuples.length * questions;
    const x = new Float32Array(count * width);
    const target = new Float32Array(count * outputs);
    const allowed = new Float32Array(count * outputs).fill(NEVER);
    const weight = new Float32Array(count);
    tuples.forEach((tuple, t) => {
      for (let q = 0; q < questions; q++) {
        const row = t * questions + q;
        const from = tuple * questions + q;
        x.set(inputs.subarray(from * width, (from + 1) * width), row * width);
        target[row * outputs + answers[from]] = 1;
        allowed.fill(0, row * outputs, row * outputs + sizes[q]);
        weight[row] = weights[t];
      }
    });
    const tensors = [
      tf.tensor2d(x, [count, width]),
      tf.tensor2d(target, [count, outputs]),
      tf.tensor2d(allowed, [count, outputs]),
      tf.tensor1d(weight),
    ] as const;
    const [input, chosen, mask, share] = tensors;
    return {
      loss: () => {
        const logits = this.network.forward(input);
        const picked = tf.sum(tf.mul(logits, chosen), 1);
        const whole = tf.logSumExp(tf.add<Tensor2D>(logits, mask), 1);
        return tf.sum(tf.mul(share, tf.sub(whole, picked))) as Scalar;
      },
      dispose: () => tf.dispose([...tensors]),
    };
  }
}
