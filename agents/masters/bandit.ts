/** The master `bandit`, which learns from rewards alone, without a network. */

import { z } from 'zod';
import { numberRows, readState } from '../../learning/network/read-state.ts';
import type { Master, MasterSpec } from './master.ts';

/** The width of the confidence bonus, in units of the range of the rewards so far. */
const EXPLORATION = 0.3;
/** With every batch, all earlier ones weigh less by this factor, since a learned penalty changes meanwhile. */
const DISCOUNT = 0.98;
const NO_RANGE: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

interface BanditState {
  readonly counts: readonly (readonly number[])[];
  readonly sums: readonly (readonly number[])[];
  /** The least and the greatest reward; null before the first reward, since JSON has no infinities. */
  readonly range: readonly [number, number] | null;
}

/** Discounted UCB (Garivier & Moulines 2008), one bandit for each evidence value. */
export const bandit: MasterSpec = {
  id: 'bandit',
  summary: 'discounted UCB, one bandit for each evidence value',
  learns: true,
  async create({ evidences, disciples }): Promise<Master> {
    let counts = evidences.map(() => new Array<number>(disciples).fill(0));
    let sums = evidences.map(() => new Array<number>(disciples).fill(0));
    /**
     * The choices since the last batch was learned from. They count as tried, so that no batch is spent on one choice.
     */
    let pending = evidences.map(() => new Array<number>(disciples).fill(0));
    let range: readonly [number, number] = NO_RANGE;
    const mean = (e: number, s: number) => (counts[e][s] > 0 ? sums[e][s] / counts[e][s] : Number.NEGATIVE_INFINITY);
    return {
      act(e) {
        const tried = counts[e].map((count, s) => count + pending[e][s]);
        const total = tried.reduce((a, b) => a + b, 0);
        const spread = range[1] > range[0] ? range[1] - range[0] : 1;
        let best = 0;
        let bestBound = Number.NEGATIVE_INFINITY;
        for (let s = 0; s < disciples; s++) {
          const known = counts[e][s] > 0 ? sums[e][s] / counts[e][s] : 0;
          const bonus = EXPLORATION * spread * Math.sqrt(Math.log(1 + total) / Math.max(tried[s], 1e-9));
          const bound = tried[s] === 0 ? Number.POSITIVE_INFINITY : known + bonus;
          if (bound > bestBound) {
            best = s;
            bestBound = bound;
          }
        }
        pending[e][best]++;
        return best;
      },
      choose(e) {
        let best = 0;
        for (let s = 1; s < disciples; s++) if (mean(e, s) > mean(e, best)) best = s;
        return best;
      },
      learn({ evidence, action, reward }) {
        for (const row of [...counts, ...sums]) for (let s = 0; s < disciples; s++) row[s] *= DISCOUNT;
        for (let i = 0; i < reward.length; i++) {
          counts[evidence[i]][action[i]]++;
          sums[evidence[i]][action[i]] += reward[i];
          range = [Math.min(range[0], reward[i]), Math.max(range[1], reward[i])];
        }
        pending = evidences.map(() => new Array<number>(disciples).fill(0));
      },
      save: (): BanditState => ({
        counts: counts.map((row) => [...row]),
        sums: sums.map((row) => [...row]),
        range: range[0] <= range[1] ? range : null,
      }),
      restore(state) {
        const rows = numberRows(evidences.length, disciples);
        const schema = z.object({ counts: rows, sums: rows, range: z.tuple([z.number(), z.number()]).nullable() });
        const saved = readState('agent bandit', schema, state);
        counts = saved.counts;
        sums = saved.sums;
        range = saved.range ?? NO_RANGE;
      },
      dispose() {},
    };
  },
};
