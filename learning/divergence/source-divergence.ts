/** Learns a divergence that speaks of sources that it has never met, from rollouts of each. */

import { type Stream, stream } from '../../core/base/random.ts';
import type { Backend } from '../backend/backend.ts';
import { geometric } from '../network/schedule.ts';
import type { CellPool } from './cell-pool.ts';
import { Discriminator } from './discriminator.ts';
import { type LearnedDivergenceName, type Statistic, statistics } from './statistic.ts';
import { featureCount, Tally, writeFeatures } from './tuple-features.ts';

export interface SourceDivergenceOptions<State> {
  readonly backend: Backend;
  /** Draws the rollouts. Number 0 is the null program; others are numbered as they are met. */
  readonly pool: CellPool<State>;
  /** How many questions the world asks. */
  readonly questions: number;
  readonly divergence: LearnedDivergenceName;
  /** Whether the branch without the disciple is the same for every source, so that its rollouts are shared. */
  readonly sharedAbsence: boolean;
  readonly seed: number;
  /** The name with which the streams of random numbers begin. */
  readonly name: string;
}

type Halves = readonly [Tally, Tally];

/** What was drawn of one (e, S): two halves of the rollouts of each branch, drawn apart. */
interface Case {
  readonly e: number;
  readonly s: number;
  readonly present: Halves;
  readonly absent: Halves;
  /** How often further rollouts were drawn. */
  rounds: number;
  /** What was read last, and after how many updates; null after further rollouts. */
  read: { readonly value: number; readonly updates: number } | null;
}

/** So many cases are in one update. */
const CASES = 16;
/** So many rollouts of the shared branch without a disciple are in each half. */
const SHARED_DRAWS = 10_000;
/** A value is read anew once the network has made so many times as many updates. */
const STALE = 1.25;
const FIRST_RATE = 1e-2;
const rateAt = geometric(FIRST_RATE, 0.03);

/**
 * One discriminator for all sources. It is not told which source was sent: it reads one half of that source's rollouts,
 * and then judges the other half; and the other way round. So it can speak of a source that it has not met as soon as
 * there are rollouts of it. The half that is judged has no part in the choice of the set that judges it, but for its
 * small share in the weights, which all sources have in common. So the tv that is read exceeds the exact one by noise
 * alone, however badly the network has learned. See docs/learning.md.
 */
export class SourceDivergence<State> {
  /** How many updates were made. */
  updates = 0;
  private readonly width: number;
  private readonly discriminator: Discriminator;
  private readonly statistic: Statistic;
  private readonly uniform: Stream;
  private readonly cases: Case[] = [];
  private readonly known = new Map<string, Case>();
  private readonly sharedAbsent = new Map<number, Halves>();

  constructor(private readonly options: SourceDivergenceOptions<State>) {
    const { backend, questions, divergence, seed, name } = options;
    this.width = featureCount(questions);
    this.statistic = statistics[divergence];
    this.uniform = stream(seed, name, 'source divergence', 'cases');
    this.discriminator = new Discriminator(backend, this.width, {
      stream: stream(seed, name, 'source divergence', 'weights'),
      learningRate: FIRST_RATE,
    });
  }

  /** How many rollouts of (e, S) with the disciple are in each half. */
  draws(e: number, s: number): number {
    return this.known.get(`${e}/${s}`)?.present[0].draws ?? 0;
  }

  /**
   * Draws further rollouts of (e, S), and takes it up among the cases that the network learns from.
   * @param draws how many in each half.
   */
  meet(e: number, s: number, draws: number): void {
    const key = `${e}/${s}`;
    const { sharedAbsence } = this.options;
    let one = this.known.get(key);
    if (!one) {
      const absent = sharedAbsence ? this.absentOf(e) : this.halves();
      one = { e, s, present: this.halves(), absent, rounds: 0, read: null };
      this.known.set(key, one);
      this.cases.push(one);
    }
    this.draw(one.present, e, s, 1, draws, one.rounds);
    if (!sharedAbsence) this.draw(one.absent, e, s, 0, draws, one.rounds);
    one.rounds++;
    one.read = null;
  }

  /**
   * Trains the network once, on cases that are drawn uniformly from those that were met.
   * @param progress the share of the training that is done, in [0, 1]: the step size falls with it.
   */
  update(progress: number): void {
    if (this.cases.length === 0) return;
    const rows: Rows[] = [];
    for (let i = 0; i < CASES; i++) {
      const one = this.cases[Math.floor(this.uniform() * this.cases.length)];
      rows.push(this.rows(one, this.uniform() < 0.5 ? 0 : 1));
    }
    this.discriminator.learningRate = rateAt(progress);
    const share = (which: 'shares1' | 'shares0') =>
      Float32Array.from(rows.flatMap((each) => each[which].map((value) => value / (2 * CASES))));
    this.discriminator.updateWeighted(joined(rows), share('shares1'), share('shares0'));
    this.updates++;
  }

  /**
   * The divergence of (e, S), in [0, 1]: the mean of what each half reads in the other. It is 0 for the null program.
   * (e, S) must have been met.
   */
  estimate(e: number, s: number): number {
    if (s === 0) return 0;
    const one = this.known.get(`${e}/${s}`)!;
    if (one.read === null || this.updates > STALE * one.read.updates)
      one.read = { value: Math.min(1, Math.max(0, this.raw(one))), updates: this.updates };
    return one.read.value;
  }

  /** Frees the tensors. The object must not be used afterwards. */
  dispose(): void {
    this.discriminator.dispose();
  }

  private raw(one: Case): number {
    const { term1, term0, value } = this.statistic;
    const halves = [this.rows(one, 0), this.rows(one, 1)];
    const logits = this.discriminator.logits(joined(halves), halves[0].shares1.length + halves[1].shares1.length);
    let at = 0;
    let sum = 0;
    for (const { shares1, shares0 } of halves) {
      let mean1 = 0;
      let mean0 = 0;
      for (let i = 0; i < shares1.length; i++, at++) {
        mean1 += shares1[i] * term1(logits[at]);
        mean0 += shares0[i] * term0(logits[at]);
      }
      sum += value(mean1, mean0) / 2;
    }
    return sum;
  }

  /** The tuples of one half as the other half describes them, and each branch's share of draws that gave them. */
  private rows({ present, absent }: Case, half: 0 | 1): Rows {
    const { tuples } = this.options.pool;
    const judged = [...new Set([...present[half].counts.keys(), ...absent[half].counts.keys()])];
    const inputs = new Float32Array(judged.length * this.width);
    judged.forEach((tuple, i) => {
      writeFeatures(inputs, i * this.width, tuple, tuples[tuple], present[1 - half], absent[1 - half]);
    });
    const shares = ({ counts, draws }: Tally) => judged.map((tuple) => (counts.get(tuple) ?? 0) / draws);
    return { inputs, shares1: shares(present[half]), shares0: shares(absent[half]) };
  }

  private halves(): Halves {
    const { questions, pool } = this.options;
    return [new Tally(questions, pool.tuples), new Tally(questions, pool.tuples)];
  }

  private absentOf(e: number): Halves {
    let halves = this.sharedAbsent.get(e);
    if (!halves) {
      halves = this.halves();
      this.draw(halves, e, 0, 0, SHARED_DRAWS, 0);
      this.sharedAbsent.set(e, halves);
    }
    return halves;
  }

  private draw(halves: Halves, e: number, s: number, x: 0 | 1, draws: number, round: number): void {
    const { pool, name } = this.options;
    halves.forEach((tally, half) => {
      tally.add(pool.count(e, s, x, draws, [name, e, x, s, half, round]));
    });
  }
}

/** Rows for the network, with the share of each branch's draws for which each stands. */
interface Rows {
  readonly inputs: Float32Array;
  readonly shares1: readonly number[];
  readonly shares0: readonly number[];
}

function joined(rows: readonly Rows[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, { inputs }) => sum + inputs.length, 0));
  let at = 0;
  for (const { inputs } of rows) {
    all.set(inputs, at);
    at += inputs.length;
  }
  return all;
}
