import type { Master, MasterSpec } from './master.ts';

/** Width of the confidence bonus, in units of the reward's range as met so far. */
const EXPLORATION = 0.3;
/** By which factor an older batch weighs less: the learned penalty moves while the bandit learns. */
const DISCOUNT = 0.98;
const NO_RANGE: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

interface BanditState {
  readonly counts: readonly (readonly number[])[];
  readonly sums: readonly (readonly number[])[];
  /** Null before the first reward: JSON has no infinities. */
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
    /** Choices made since the last batch was learned from, so that a batch is not spent on one disciple. */
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
        const saved = state as BanditState;
        counts = saved.counts.map((row) => [...row]);
        sums = saved.sums.map((row) => [...row]);
        range = saved.range ?? NO_RANGE;
      },
      dispose() {},
    };
  },
};
