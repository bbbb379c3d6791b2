/** Learns a divergence after the draws are made: a fixed number of updates on one pool of rollouts, then frozen. */

import { type Stream, shuffle, stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { geometric } from '../network/schedule.ts';
import type { CaseDraws, CellPool } from './cell-pool.ts';
import { Discriminator } from './discriminator.ts';
import { Encoder, vocabularyOf } from './encoder.ts';

export interface PooledDivergenceOptions<State> {
  readonly backend: Backend;
  readonly pool: CellPool<State>;
  /** What to train on. Each case weighs the same, as if (e, S) were drawn uniformly. */
  readonly cases: readonly CaseDraws[];
  /** For each evidence index, its values, one for each variable. */
  readonly evidences: readonly (readonly number[])[];
  /** How many values each evidence variable has. */
  readonly arities: readonly number[];
  readonly disciples: number;
  readonly seed: number;
  /** How many updates are made before the network is frozen. It is fixed, so that no result decides when to stop. */
  readonly updates: number;
}

/** The logits of distinct tuples of cells, and how often each branch of some fresh draws gave each tuple. */
export interface LogitCounts {
  readonly logits: Float32Array;
  readonly counts1: Float64Array;
  readonly counts0: Float64Array;
  /** The tuples, as numbers in the pool. */
  readonly tuples: readonly number[];
}

/** So many updates tell apart all library disciples under all evidence values, in each built-in world. */
export const UPDATES_FOR_ALL = 2000;

/** The most rows, which are distinct (e, S, tuple), in one update. */
const ROWS = 1024;
const FIRST_RATE = 1e-2;
const rateAt = geometric(FIRST_RATE, 0.01);

/**
 * One discriminator for some (e, S), trained on a pool of rollouts that was drawn beforehand. Its loss is the
 * cross-entropy of the whole pool: each distinct row weighs by how often each branch drew it. So rare cells do not
 * depend on luck, and updates differ only in the rows that they see. See docs/learning.md.
 */
export class PooledDivergence<State> {
  /** How many updates were made. */
  updates = 0;
  /** How many distinct rows the training pool has. */
  readonly rows: number;
  /** How many rows an update sees. */
  readonly batch: number;
  private readonly encoder: Encoder;
  private readonly discriminator: Discriminator;
  private readonly row: {
    readonly e: Int32Array;
    readonly s: Int32Array;
    readonly tuple: Int32Array;
    /** The row's share of each branch's draws; 0 where a branch never drew it. */
    readonly weight1: Float32Array;
    readonly weight0: Float32Array;
  };
  private readonly order: Int32Array;
  private readonly uniform: Stream;
  private position: number;
  private readonly inputs: Int32Array[] = [];

  constructor(private readonly options: PooledDivergenceOptions<State>) {
    const { backend, pool, cases, arities, disciples, seed } = options;
    const list = cases.map((one) => ({ one, tuples: [...new Set([...one.present.keys(), ...one.absent.keys()])] }));
    this.rows = list.reduce((sum, { tuples }) => sum + tuples.length, 0);
    this.row = {
      e: new Int32Array(this.rows),
      s: new Int32Array(this.rows),
      tuple: new Int32Array(this.rows),
      weight1: new Float32Array(this.rows),
      weight0: new Float32Array(this.rows),
    };
    let at = 0;
    for (const { one, tuples } of list) {
      for (const tuple of tuples) {
        this.row.e[at] = one.e;
        this.row.s[at] = one.s;
        this.row.tuple[at] = tuple;
        this.row.weight1[at] = (one.present.get(tuple) ?? 0) / one.draws1;
        this.row.weight0[at] = (one.absent.get(tuple) ?? 0) / one.draws0;
        at++;
      }
    }
    this.encoder = new Encoder(vocabularyOf(pool.tuples), arities, disciples);
    this.discriminator = new Discriminator(backend, this.encoder.width, {
      stream: stream(seed, 'pooled', 'weights'),
      learningRate: FIRST_RATE,
    });
    this.order = Int32Array.from(this.row.e.keys());
    this.uniform = stream(seed, 'pooled', 'shuffle');
    this.batch = Math.ceil(this.rows / Math.max(1, Math.ceil(this.rows / ROWS)));
    this.position = this.rows;
  }

  get done(): boolean {
    return this.updates >= this.options.updates;
  }

  /** Trains once. */
  step(): void {
    const { cases, evidences, pool } = this.options;
    const { batch, encoder, row } = this;
    if (this.position + batch > this.rows) this.reshuffle();
    const inputs = new Float32Array(batch * encoder.width);
    const weights1 = new Float32Array(batch);
    const weights0 = new Float32Array(batch);
    // With this factor the loss estimates the mean over all cases and both branches.
    const scale = this.rows / (2 * cases.length * batch);
    for (let i = 0; i < batch; i++) {
      const r = this.order[this.position + i];
      encoder.write(inputs, i, this.inputsOf(pool, row.tuple[r]), evidences[row.e[r]], row.s[r]);
      weights1[i] = scale * row.weight1[r];
      weights0[i] = scale * row.weight0[r];
    }
    this.position += batch;
    this.discriminator.learningRate = rateAt(this.updates / this.options.updates);
    this.discriminator.updateWeighted(inputs, weights1, weights0);
    this.updates++;
  }

  /** The logits that the network gives some draws now, beside their counts. To judge a case, give it fresh draws. */
  judge({ e, s, present, absent }: CaseDraws): LogitCounts {
    const tuples = [...new Set([...present.keys(), ...absent.keys()])].sort((a, b) => a - b);
    return {
      tuples,
      logits: this.logits(e, s, tuples),
      counts1: Float64Array.from(tuples, (tuple) => present.get(tuple) ?? 0),
      counts0: Float64Array.from(tuples, (tuple) => absent.get(tuple) ?? 0),
    };
  }

  /** The logits of some tuples, which are given as numbers in the pool. */
  logits(e: number, s: number, tuples: readonly number[]): Float32Array {
    const { evidences, pool } = this.options;
    const inputs = new Float32Array(tuples.length * this.encoder.width);
    tuples.forEach((tuple, i) => {
      this.encoder.write(inputs, i, this.inputsOf(pool, tuple), evidences[e], s);
    });
    return this.discriminator.logits(inputs, tuples.length);
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.discriminator.dispose();
  }

  private inputsOf(pool: CellPool<State>, tuple: number): Int32Array {
    this.inputs[tuple] ??= this.encoder.cellInputs(pool.tuples[tuple]);
    return this.inputs[tuple];
  }

  /** Begins another pass over the rows. Where one batch holds all rows, their order does not matter. */
  private reshuffle(): void {
    const { order } = this;
    this.position = 0;
    if (this.batch === this.rows) return;
    shuffle(order, this.uniform);
  }
}
