import { type Stream, type StreamState, stream } from '../../core/base/random.ts';
import type { Branches } from '../../core/forecast/branches.ts';
import type { Backend } from '../backend/backend.ts';
import { Discriminator, type DiscriminatorState } from './discriminator.ts';
import { Encoder, type Vocabulary, vocabularyOf } from './encoder.ts';
import { type LearnedDivergenceName, type Statistic, statistics } from './statistic.ts';

export interface LearnedDivergenceOptions<State> {
  readonly backend: Backend;
  readonly branches: Branches<State>;
  readonly arities: readonly number[];
  /** How many disciples `branches` plays; number 0 is the null program, which is never drawn. */
  readonly disciples: number;
  /** The answers' coarse cells of an outcome: all that the network sees of it. */
  readonly cells: (state: State) => readonly number[];
  readonly divergence: LearnedDivergenceName;
  readonly seed: number;
  /** (e, S) pairs an update; both branches of each are played. */
  readonly batch?: number;
}

export interface LearnedDivergenceState {
  readonly discriminator: DiscriminatorState;
  readonly vocabulary: Vocabulary;
  readonly stream: StreamState;
  /** By (e, S): decayed sums of the terms of either branch, and their decayed number. */
  readonly sums: readonly (readonly number[])[];
}

const DEFAULT_BATCH = 1024;
const FIRST_RATE = 3e-3;
/** By which factor the learning rate has fallen at the end. */
const LAST_SHARE = 0.03;
/** Draws of each branch of each (e, S) from which the vocabulary is read. */
const PILOT = 256;
/** By which factor an older batch weighs less in the running estimate, an update. */
const DECAY = 0.97;

/**
 * One discriminator for all (e, S), trained on counterfactual rollouts that draw (e, S) uniformly, never from a master's
 * policy (DESIGN §7). Beside it a running estimate of the divergence, always from draws that the network had not been
 * trained on when it read them.
 */
export class LearnedDivergence<State> {
  private readonly discriminator: Discriminator;
  private readonly encoder: Encoder;
  private readonly vocabulary: Vocabulary;
  private readonly statistic: Statistic;
  private readonly uniform: Stream;
  private readonly batch: number;
  private readonly inputs = new Map<State, Int32Array>();
  private sums: number[][];

  constructor(
    private readonly options: LearnedDivergenceOptions<State>,
    saved?: LearnedDivergenceState,
  ) {
    const { backend, branches, arities, disciples, seed, divergence } = options;
    this.batch = options.batch ?? DEFAULT_BATCH;
    this.statistic = statistics[divergence];
    this.uniform = stream(seed, 'discriminator', 'draws');
    this.vocabulary = saved?.vocabulary ?? this.pilot();
    this.encoder = new Encoder(this.vocabulary, arities, disciples);
    this.discriminator = new Discriminator(backend, this.encoder.width, {
      stream: stream(seed, 'discriminator', 'weights'),
      learningRate: FIRST_RATE,
    });
    this.sums = branches.evidences.flatMap(() => Array.from({ length: disciples }, () => [0, 0, 0]));
    if (saved) this.restore(saved);
  }

  /**
   * One training update on fresh draws.
   * @param progress share of the training done, in [0, 1]: the learning rate falls with it.
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
    this.discriminator.learningRate = FIRST_RATE * LAST_SHARE ** progress;
    this.discriminator.update(inputs, labels);
  }

  /** The running estimate, in [0, 1]; 0 for the null program and where nothing has been drawn yet. */
  estimate(e: number, s: number): number {
    if (s === 0) return 0;
    const [sum1, sum0, count] = this.sums[e * this.options.disciples + s];
    if (count === 0) return 0;
    return Math.min(1, Math.max(0, this.statistic.value(sum1 / count, sum0 / count)));
  }

  /** The logits of some outcomes under the network as it stands. */
  logits(e: number, s: number, outcomes: readonly State[]): Float32Array {
    const inputs = new Float32Array(outcomes.length * this.encoder.width);
    for (let i = 0; i < outcomes.length; i++) this.write(inputs, i, e, s, outcomes[i]);
    return this.discriminator.logits(inputs, outcomes.length);
  }

  save(): LearnedDivergenceState {
    return {
      discriminator: this.discriminator.save(),
      vocabulary: this.vocabulary,
      stream: this.uniform.save(),
      sums: this.sums.map((sum) => [...sum]),
    };
  }

  dispose(): void {
    this.discriminator.dispose();
  }

  private restore(state: LearnedDivergenceState): void {
    this.discriminator.restore(state.discriminator);
    this.uniform.restore(state.stream);
    this.sums = state.sums.map((sum) => [...sum]);
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

/** Outcomes whose inputs are kept: compiled worlds hand out the same state objects again. */
const REMEMBERED = 200_000;
