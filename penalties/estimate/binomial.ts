/** Binomial numbers, and counts drawn anew from counts: in a time that does not grow with the number of draws. */
import { indexSource } from './relabel.ts';

/** Uniform numbers in (0, 1), from a named stream. */
export type Uniform01 = () => number;

const STEPS = 2 ** 31;

/** A fast source of uniform numbers in (0, 1). */
export function uniformSource(seed: number | string, ...name: readonly (string | number)[]): Uniform01 {
  const index = indexSource(seed, ...name);
  return () => (index(STEPS) + 0.5) / STEPS;
}

/** From this mean on, rejection is faster than inversion. */
const REJECTING = 10;

/**
 * How many of `n` trials succeed, each with probability `p`: by inversion where few do, else by transformed rejection
 * (Hörmann, "The generation of binomial random variates", 1993, algorithm BTRS).
 */
export function binomial(n: number, p: number, uniform: Uniform01): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, uniform);
  return n * p < REJECTING ? inverted(n, p, uniform) : rejected(n, p, uniform);
}

function inverted(n: number, p: number, uniform: Uniform01): number {
  const odds = p / (1 - p);
  for (;;) {
    let left = uniform();
    let mass = Math.exp(n * Math.log1p(-p));
    for (let k = 0; k <= n; k++) {
      if (left < mass) return k;
      left -= mass;
      mass *= (odds * (n - k)) / (k + 1);
    }
    // Rounding left a sliver beyond the last mass.
  }
}

function rejected(n: number, p: number, uniform: Uniform01): number {
  const odds = p / (1 - p);
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const quick = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const near = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / near + b) * u + c);
    if (near >= 0.07 && v <= quick) return k;
    if (k < 0 || k > n) continue;
    const height = Math.log((v * alpha) / (a / (near * near) + b));
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k);
    if (height <= bound) return k;
  }
}

const TAILS = [
  ...[0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119],
  ...[0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871],
];

/** ln k! less Stirling's formula for it. */
function stirlingTail(k: number): number {
  if (k < TAILS.length) return TAILS[k];
  const square = (k + 1) ** 2;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

/** Overwrites `into` by the counts of `n` draws from the relative frequencies of `counts`, which sum to `total`. */
export function multinomial(
  counts: ArrayLike<number>,
  total: number,
  n: number,
  uniform: Uniform01,
  into: Float64Array,
): void {
  let draws = n;
  let rest = total;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i];
    // What is left belongs to the last cell that has any, up to rounding.
    const drawn = count >= rest ? draws : binomial(draws, count / rest, uniform);
    into[i] = count > 0 ? drawn : 0;
    draws -= into[i];
    rest -= count;
  }
}
