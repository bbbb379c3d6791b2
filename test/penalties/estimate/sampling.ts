/** Draws from known laws, and counts how often an interval covers. */
import { stream } from '../../../core/base/random.ts';

/** State of an xoshiro128** generator. */
export type Bits = Int32Array;

export function bits(...name: (string | number)[]): Bits {
  const seeds = stream(7, ...name);
  return Int32Array.from({ length: 4 }, () => Math.floor(seeds() * 4294967296) | 0);
}

/** Walker's alias table of a probability vector. */
export interface Law {
  readonly probabilities: Float64Array;
  readonly threshold: Float64Array;
  readonly alias: Int32Array;
}

export function law(probabilities: Float64Array): Law {
  const k = probabilities.length;
  const threshold = probabilities.map((p) => p * k);
  const alias = Int32Array.from({ length: k }, (_, i) => i);
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < k; i++) (threshold[i] < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const i = small.pop()!;
    const j = large[large.length - 1];
    alias[i] = j;
    threshold[j] -= 1 - threshold[i];
    if (threshold[j] < 1) small.push(large.pop()!);
  }
  for (const i of [...small, ...large]) threshold[i] = 1;
  return { probabilities, threshold, alias };
}

/** Overwrites `counts` by those of `n` draws. The generator is written out: a call a draw doubles the time. */
export function multinomial({ threshold, alias }: Law, n: number, state: Bits, counts: Int32Array): void {
  counts.fill(0);
  const scale = threshold.length / 4294967296;
  let [s0, s1, s2, s3] = state;
  for (let draw = 0; draw < n; draw++) {
    const r = Math.imul(s1, 5);
    const x = (Math.imul((r << 7) | (r >>> 25), 9) >>> 0) * scale;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    const i = x | 0;
    counts[x - i < threshold[i] ? i : alias[i]]++;
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}

export type LawName = 'even' | 'two big' | 'zipf';

/** Even cells; two cells of 0.4 among small ones; or 1/rank. */
export function base(name: LawName, k: number): Float64Array {
  const weights = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    if (name === 'even') weights[i] = 1;
    else if (name === 'zipf') weights[i] = 1 / (i + 1);
    else weights[i] = i === 0 || i === ((k >> 1) | 1) ? 0.4 : 0.2 / Math.max(1, k - 2);
  }
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/** `p` with a share of every even cell's mass moved to its neighbour, so that the total variation is `tv`; or null. */
export function moved(p: Float64Array, tv: number): Float64Array | null {
  let even = 0;
  for (let i = 0; i < p.length; i += 2) even += p[i];
  const share = tv / even;
  if (share > 1) return null;
  const q = p.slice();
  for (let i = 0; i + 1 < p.length; i += 2) {
    q[i] -= share * p[i];
    q[i + 1] += share * p[i];
  }
  return q;
}

/** An estimator's record over repetitions: how often its interval held the truth, and how wide it was. */
export class Coverage {
  private hits = 0;
  private width = 0;
  private readonly values: number[] = [];
  private readonly truth: number;

  constructor(truth: number) {
    this.truth = truth;
  }

  add(value: number, low: number, high: number): void {
    if (low <= this.truth + 1e-12 && this.truth <= high + 1e-12) this.hits++;
    this.width += high - low;
    this.values.push(value);
  }

  get share(): number {
    return this.hits / this.values.length;
  }

  get mean(): number {
    return this.values.reduce((sum, value) => sum + value, 0) / this.values.length;
  }

  get meanWidth(): number {
    return this.width / this.values.length;
  }

  /** Mean width of the interval, over the central 95 % range of the estimates. */
  get relativeWidth(): number {
    const sorted = Float64Array.from(this.values).sort();
    const at = (p: number) => sorted[Math.round(p * (sorted.length - 1))];
    return this.meanWidth / (at(0.975) - at(0.025));
  }
}
