/** Relabels pooled draws at random, fast: the null of every estimate. */
import { stream } from '../../core/base/random.ts';

/** Four words of state for xoshiro128**, from a named stream. */
function words(seed: number | string, name: readonly (string | number)[]): Int32Array {
  const seeds = stream(seed, ...name);
  const state = Int32Array.from({ length: 4 }, () => Math.floor(seeds() * 4294967296) | 0);
  // A state of zeros alone would stay there; the odd word rules it out.
  state[0] |= 1;
  return state;
}

/**
 * A fast source of indices, seeded from a named stream: xoshiro128** (Blackman and Vigna), about five times as fast
 * as the stream itself. Each call gives a uniform integer in [0, count), count < 2³¹ (bias below count/2³²).
 */
export function indexSource(seed: number | string, ...name: readonly (string | number)[]): (count: number) => number {
  let [s0, s1, s2, s3] = words(seed, name);
  return (count) => {
    const product = Math.imul(s1, 5);
    const bits = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return Math.floor((bits * count) / 4294967296);
  };
}

/** Relabels the pooled draws of two branches at random, as if nothing told them apart. */
export interface Relabeller {
  /** Counts of branch 1 after the latest `next`, by atom. The array is reused. */
  readonly counts1: Int32Array;
  /** Counts of branch 0 after the latest `next`, by atom. The array is reused. */
  readonly counts0: Int32Array;
  /** Draws another relabelling. */
  next(): void;
}

/**
 * Pooled relabelling, for the null of an estimate: each `next` deals the pooled draws into branches of `n1` draws and
 * the rest without replacement, by a partial Fisher–Yates shuffle over the smaller branch. The draws keep their atoms,
 * so every coarse-graining of the atoms sees one and the same relabelling.
 *
 * @param pooled draws of both branches by atom, integers ≥ 0
 * @param n1 draws of branch 1, at most the sum of `pooled`
 */
export function relabeller(pooled: ArrayLike<number>, n1: number, seed: number | string): Relabeller {
  const atoms = pooled.length;
  let total = 0;
  for (let i = 0; i < atoms; i++) total += pooled[i];
  const deck = new Int32Array(total);
  for (let i = 0, at = 0; i < atoms; i++) {
    deck.fill(i, at, at + pooled[i]);
    at += pooled[i];
  }
  const relabelled1 = new Int32Array(atoms);
  const relabelled0 = new Int32Array(atoms);
  const fewer = Math.min(n1, total - n1);
  const [dealt, rest] = n1 === fewer ? [relabelled1, relabelled0] : [relabelled0, relabelled1];
  const state = words(seed, ['relabel']);
  return {
    counts1: relabelled1,
    counts0: relabelled0,
    next() {
      dealt.fill(0);
      // `indexSource` written out: a call a draw nearly doubles the time, and most of an estimate is spent here.
      let [s0, s1, s2, s3] = state;
      for (let i = 0; i < fewer; i++) {
        const product = Math.imul(s1, 5);
        const bits = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
        const shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = (s3 << 11) | (s3 >>> 21);
        const j = i + Math.floor((bits * (total - i)) / 4294967296);
        const atom = deck[j];
        deck[j] = deck[i];
        deck[i] = atom;
        dealt[atom]++;
      }
      state[0] = s0;
      state[1] = s1;
      state[2] = s2;
      state[3] = s3;
      for (let i = 0; i < atoms; i++) rest[i] = pooled[i] - dealt[i];
    },
  };
}

/** What an estimate reads when nothing tells the branches apart. */
export interface Null {
  readonly mean: number;
  /** 95th percentile. */
  readonly p95: number;
}

/** Mean and 95th percentile (nearest rank) of an estimate's relabelled values. */
export function nullOf(values: Float64Array): Null {
  let sum = 0;
  for (const value of values) sum += value;
  const sorted = values.slice().sort();
  return { mean: sum / values.length, p95: sorted[Math.max(0, Math.ceil(0.95 * values.length) - 1)] };
}
