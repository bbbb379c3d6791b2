/** What a public knows of earlier runs, and how likely each past is. */

/** The kinds of public: 0 remembers all runs, 1 only the latest ones, 2 remembers all and answers to a threshold. */
export const [LEARNING, FORGETFUL, THRESHOLD] = [0, 1, 2];

/** The number of the run that is about to begin, for each value of the evidence variable `run`. */
export const RUNS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** The number of runs that a forgetful public remembers. */
export const MEMORY = 16;

/** A past that is rarer than this is counted as its nearest neighbour. */
const RARE = 1e-7;

/** The number of earlier runs that a public remembers when run number `RUNS[run]` begins. */
export function remembered(kind: number, run: number): number {
  const past = RUNS[run] - 1;
  return kind === FORGETFUL ? Math.min(past, MEMORY) : past;
}

/** The probabilities of 0, …, trials accidents. */
export function binomial(trials: number, p: number): number[] {
  if (p === 0 || p === 1) return Array.from({ length: trials + 1 }, (_, k) => Number(k === trials * p));
  const logs = [trials * Math.log1p(-p)];
  for (let k = 1; k <= trials; k++)
    logs.push(logs[k - 1] + Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p));
  const masses = logs.map(Math.exp);
  const sum = masses.reduce((a, b) => a + b, 0);
  return masses.map((mass) => mass / sum);
}

/** A past: the probabilities of `first`, `first` + 1, … accidents, and the past's own probability under the prior. */
export interface Past {
  readonly first: number;
  readonly law: readonly number[];
  readonly probability: number;
}

/**
 * The two records that `trials` earlier runs with accident probability `p` can have left: more accidents than expected,
 * or at most as many. A record that is impossible has probability 0 and an empty law.
 */
export function records(trials: number, p: number): readonly [worse: Past, better: Past] {
  const masses = binomial(trials, p);
  let low = 0;
  while (masses[low] < RARE) {
    masses[low + 1] += masses[low];
    masses[low++] = 0;
  }
  let high = trials;
  while (masses[high] < RARE) {
    masses[high - 1] += masses[high];
    masses[high--] = 0;
  }
  const split = Math.floor(trials * p + 1e-9);
  const part = (first: number, last: number): Past => {
    const kept = masses.slice(first, last + 1);
    const probability = kept.reduce((a, b) => a + b, 0);
    return { first, law: kept.map((mass) => mass / probability), probability };
  };
  return [part(Math.max(low, split + 1), high), part(low, Math.min(high, split))];
}

/** The probability that a citizen adopts such machines, given the runs it remembers and their accidents. */
export function adoption(kind: number, trials: number, accidents: number, tolerated: number): number {
  // Laplace's rule of succession: the posterior mean under a uniform prior.
  if (kind === THRESHOLD) return Number((1 + accidents) / (2 + trials) <= tolerated + 1e-9);
  return (1 + trials - accidents) / (2 + trials);
}
