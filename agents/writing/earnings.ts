/** What programs earned a writer: rewards, baselines, advantages, and the best programs so far. */

import type { Case, Prices } from './prices.ts';
import type { Trials } from './trials.ts';

/** So many of the best programs under each evidence value are written once more. */
const BEST = 8;
/** A program counts as if it had been played in so many further episodes that were as good as the baseline. */
const DOUBT = 8;
/**
 * An advantage counts at most so many deviations upwards and downwards. A program is sought that does well, not one
 * that is safe from doing badly: so how bad the bad ones are matters little.
 */
const MOST_ADVANTAGE = 3;
const MOST_DISADVANTAGE = 1;
/** With every update, all earlier rewards weigh less in the baselines by this factor. */
const DECAY = 0.95;

/** Utility − λ · penalty of each program that was written, over all its episodes so far. */
export class Earnings {
  /** For each evidence index, the programs that were written under it. */
  private readonly written: readonly Set<number>[];
  /** For each evidence index, the decayed sum of rewards and their decayed number. */
  private readonly baselines: readonly [number, number][];
  /** The running root mean square of the advantages. */
  private deviation = 1;

  constructor(
    evidences: number,
    private readonly trials: Pick<Trials<unknown>, 'trial'>,
    private readonly prices: Prices,
    private readonly weight: number,
  ) {
    this.written = Array.from({ length: evidences }, () => new Set<number>());
    this.baselines = Array.from({ length: evidences }, () => [0, 0]);
  }

  /** A program was written under an evidence value. */
  met(e: number, s: number): void {
    this.written[e].add(s);
  }

  /** What a program earned in the mean. It must have been played and looked at. */
  reward(e: number, s: number): number {
    const { utility, episodes } = this.trials.trial(e, s);
    return utility / episodes - this.weight * this.prices.of(e, s);
  }

  /** The rewards over the baselines, in units of their running deviation; the baselines then take the rewards up. */
  advantages(cases: readonly Case[]): Float64Array {
    const rewards = cases.map(({ e, s }) => this.reward(e, s));
    const advantages = Float64Array.from(cases, ({ e }, i) => {
      const [sum, count] = this.baselines[e];
      return count > 0 ? rewards[i] - sum / count : 0;
    });
    const squares = advantages.reduce((sum, advantage) => sum + advantage ** 2, 0);
    this.deviation = Math.sqrt(DECAY * this.deviation ** 2 + (1 - DECAY) * (squares / cases.length));
    for (const baseline of this.baselines) for (let k = 0; k < 2; k++) baseline[k] *= DECAY;
    cases.forEach(({ e }, i) => {
      this.baselines[e][0] += rewards[i];
      this.baselines[e][1]++;
    });
    const scale = 1 / Math.max(this.deviation, 1e-6);
    return advantages.map((advantage) => Math.max(-MOST_DISADVANTAGE, Math.min(MOST_ADVANTAGE, advantage * scale)));
  }

  /** The best programs that were written under an evidence value, the best one first. */
  best(e: number): number[] {
    const [sum, count] = this.baselines[e];
    const baseline = count > 0 ? sum / count : 0;
    const scored = [...this.written[e]].map((s) => {
      const { episodes } = this.trials.trial(e, s);
      return { s, score: (episodes * this.reward(e, s) + DOUBT * baseline) / (episodes + DOUBT) };
    });
    scored.sort((a, b) => b.score - a.score || a.s - b.s);
    return scored.slice(0, BEST).map(({ s }) => s);
  }

  /** The programs that are among the best under the most evidence values, twice as many as are the best under one. */
  bestAnywhere(): number[] {
    const times = new Map<number, number>();
    for (const e of this.written.keys()) for (const s of this.best(e)) times.set(s, (times.get(s) ?? 0) + 1);
    const sorted = [...times].sort(([s, a], [t, b]) => b - a || s - t);
    return sorted.slice(0, 2 * BEST).map(([s]) => s);
  }
}
