/** Learns a divergence beside a master: each update draws fresh rollouts, and a running estimate is always at hand. */

import { z } from 'zod';
import { type Stream, type StreamState, stream } from '../../core/base/random.ts';
import type { Branches } from '../../core/forecast/branches.ts';
import type { Backend } from '../backend/backend.ts';
import { adamSchema, networkSchema, numberRows, readState, streamSchema } from '../network/read-state.ts';
import { geometric } from '../network/schedule.ts';
import { Discriminator, type DiscriminatorState } from './discriminator.ts';
import { Encoder, type Vocabulary, vocabularyOf } from './encoder.ts';
import { type LearnedDivergenceName, type Statistic, statistics } from './statistic.ts';

export interface OnlineDivergenceOptions<State> {
  readonly backend: Backend;
  readonly branches: Branches<State>;
  /** How many values each evidence variable has. */
  readonly arities: readonly number[];
  /** How many disciples `branches` plays. Number 0 is the null program, which is never drawn. */
  readonly disciples: number;
  /** The coarse cells of an outcome's answers: all that the network sees of it. */
  readonly cells: (state: State) => readonly number[];
  readonly divergence: LearnedDivergenceName;
  readonly seed: number;
  /** How many pairs (e, S) an update draws; both branches of each are played. Default 1024. */
  readonly batch?: number;
}

/** Everything that learning changed, as JSON. */
export interface OnlineDivergenceState {
  readonly discriminator: DiscriminatorState;
  readonly vocabulary: Vocabulary;
  readonly stream: StreamState;
  /** For each (e, S): the decayed sums of the terms of either branch, and the decayed number of terms. */
  readonly sums: readonly (readonly number[])[];
}

const DEFAULT_BATCH = 1024;
const FIRST_RATE = 3e-3;
const rateAt = geometric(FIRST_RATE, 0.03);
/** The vocabulary is read from so many draws of each (e, S). */
const PILOT = 256;
/** With every update, all earlier batches weigh less in the running estimate by this factor. */
const DECAY = 0.97;
/** The inputs of so many outcomes are kept, since compiled worlds hand out the same state objects again. */
const REMEMBERED = 200_000;

/**
 * One discriminator for all (e, S), trained on counterfactual rollouts. These draw (e, S) uniformly and never from the
 * policy of a master, which would leave rare cases unlearned. The running estimate reads each batch before the network
 * is trained on it, so that the network never judges what it has already seen. See docs/learning.md.
 */
export class OnlineDivergence<State> {
  private readonly discriminator: Discriminator;
  private readonly encoder: Encoder;
  private readonly vocabulary: Vocabulary;
  private readonly statistic: Statistic;
  private readonly uniform: Stream;
  private readonly batch: number;
  private readonly inputs = new Map<State, Int32Array>();
  private sums: number[][];

  /**
   * @param saved a state from which to continue.
   * @throws InvalidOption when `saved` does not fit.
   */
  constructor(
    private readonly options: OnlineDivergenceOptions<State>,
    saved?: OnlineDivergenceState,
  ) {
    const { backend, branches, arities, disciples, seed, divergence } = options;
    const state = saved && readState('learned divergence', stateSchema, saved);
    this.batch = options.batch ?? DEFAULT_BATCH;
    this.statistic = statistics[divergence];
    this.uniform = stream(seed, 'discriminator', 'draws');
    this.vocabulary = state?.vocabulary ?? this.pilot();
    this.encoder = new Encoder(this.vocabulary, arities, disciples);
    this.sums = branches.evidences.flatMap(() => Array.from({ length: disciples }, () => [0, 0, 0]));
    const sums = state && readState('learned divergence', numberRows(this.sums.length, 3), state.sums);
    this.discriminator = new Discriminator(backend, this.encoder.width, {
      stream: stream(seed, 'discriminator', 'weights'),
      learningRate: FIRST_RATE,
    });
    if (!state || !sums) return;
    try {
      this.discriminator.restore(state.discriminator);
    } catch (error) {
      this.discriminator.dispose();
      throw error;
    }
    this.uniform.restore(state.stream);
    this.sums = sums;
  }

  /**
   * Trains the network once, on fresh draws.
   * @param progress the share of the training that is done, in [0, 1]: the step size falls with it.
   */
  update(progress: number): void {
    const { branches, disciples } = this.options;
    if (disciples < 2) return;
    const evidences = branches.evidences.length;
    const rows = 2 * this.batch;
    const inputs = new Float32Array(rows * this.encoder.width);
    const labels = new Float32Array(rows);
    const cases = new Int32Array(this.batch);
    for (let i = 0; i < this.batch; i++) {
      const e = Math.floor(this.uniform() * evidences);
      const s = 1 + Math.floor(this.uniform() * (disciples - 1));
      cases[i] = e * disciples + s;
      this.write(inputs, 2 * i, e, s, branches.sample(e, s, 1, this.uniform));
      this.write(inputs, 2 * i + 1, e, s, branches.sample(e, s, 0, this.uniform));
      labels[2 * i] = 1;
    }
    this.follow(cases, this.discriminator.logits(inputs, rows));
    this.discriminator.learningRate = rateAt(progress);
    this.discriminator.update(inputs, labels);
  }

  /** The running estimate for (e, S), in [0, 1]. It is 0 for the null program, and where nothing has been drawn yet. */
  estimate(e: number, s: number): number {
    if (s === 0) return 0;
    const [sum1, sum0, count] = this.sums[e * this.options.disciples + s];
    if (count === 0) return 0;
    return Math.min(1, Math.max(0, this.statistic.value(sum1 / count, sum0 / count)));
  }

  /** The logits that the network gives some outcomes now; one for each. It is asked once for each that differs. */
  logits(e: number, s: number, outcomes: readonly State[]): Float32Array {
    const rows = new Map<State, number>();
    for (const outcome of outcomes) if (!rows.has(outcome)) rows.set(outcome, rows.size);
    const inputs = new Float32Array(rows.size * this.encoder.width);
    for (const [outcome, row] of rows) this.write(inputs, row, e, s, outcome);
    const distinct = this.discriminator.logits(inputs, rows.size);
    return Float32Array.from(outcomes, (outcome) => distinct[rows.get(outcome)!]);
  }

  save(): OnlineDivergenceState {
    return {
      discriminator: this.discriminator.save(),
      vocabulary: this.vocabulary,
      stream: this.uniform.save(),
      sums: this.sums.map((sum) => [...sum]),
    };
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.discriminator.dispose();
  }

  private pilot(): Vocabulary {
    const { branches, disciples, cells, seed } = this.options;
    const uniform = stream(seed, 'discriminator', 'pilot');
    const seen = new Map<string, readonly number[]>();
    for (let e = 0; e < branches.evidences.length; e++) {
      for (let s = 0; s < disciples; s++) {
        for (let i = 0; i < PILOT; i++) {
          const tuple = cells(branches.sample(e, s, s === 0 ? 0 : 1, uniform));
          seen.set(tuple.join(), tuple);
        }
      }
    }
    return vocabularyOf(seen.values());
  }

  private write(inputs: Float32Array, row: number, e: number, s: number, outcome: State): void {
    let cells = this.inputs.get(outcome);
    if (!cells) {
      cells = this.encoder.cellInputs(this.options.cells(outcome));
      if (this.inputs.size >= REMEMBERED) this.inputs.clear();
      this.inputs.set(outcome, cells);
    }
    this.encoder.write(inputs, row, cells, this.options.branches.evidences[e].value, s);
  }

  /** Takes the logits of a batch into the running estimates. Row 2i is of branch 1 and row 2i + 1 of branch 0. */
  private follow(cases: Int32Array, logits: Float32Array): void {
    for (const sum of this.sums) for (let i = 0; i < 3; i++) sum[i] *= DECAY;
    for (let i = 0; i < cases.length; i++) {
      const sum = this.sums[cases[i]];
      sum[0] += this.statistic.term1(logits[2 * i]);
      sum[1] += this.statistic.term0(logits[2 * i + 1]);
      sum[2]++;
    }
  }
}

const stateSchema = z.object({
  discriminator: z.object({ network: networkSchema, optimiser: adamSchema }),
  vocabulary: z.array(z.array(z.number())),
  stream: streamSchema,
  sums: z.array(z.array(z.number())),
});
