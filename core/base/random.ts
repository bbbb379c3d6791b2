/** Randomness that can be repeated: seeded streams, counter hashes, weighted picks and shuffles. */
import seedrandom from 'seedrandom';
import { InvalidOption } from './errors.ts';
import { expected } from './messages.ts';

/** A seeded stream of uniform draws. Its position can be saved and restored. */
export interface Stream {
  /** Uniform in [0, 1). */
  (): number;
  /** The position, as JSON. */
  save(): StreamState;
  restore(state: StreamState): void;
}

/** The position of a `Stream`, as JSON: the four numbers of seedrandom's generator `alea`. */
export interface StreamState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/**
 * The stream called `name` under `seed`. Streams of different names are independent, so drawing more from one leaves
 * every other as it was. The generator is seedrandom's `alea`.
 * @param seed an integer, or text that begins with one: a seed derived from another, such as '7/null'.
 * @throws InvalidOption for any other seed.
 */
export function stream(seed: number | string, ...name: readonly (string | number)[]): Stream {
  if (typeof seed !== 'string' || !/^-?\d+\b/.test(seed)) checkSeed(seed);
  const key = [seed, ...name].join('/');
  let generator = seedrandom.alea(key, { state: true });
  const draw = (() => generator()) as unknown as Stream;
  draw.save = () => generator.state();
  draw.restore = (state) => {
    generator = seedrandom.alea('', { state });
  };
  return draw;
}

/**
 * Refuses what is no seed.
 * @throws InvalidOption unless the seed is an integer of at most 2⁵³ − 1 in size.
 */
export function checkSeed(seed: unknown): void {
  if (Number.isSafeInteger(seed)) return;
  throw new InvalidOption(expected('seed', 'an integer', seed));
}

/** A 32-bit hash of text (FNV-1a), to key counter hashes by name. */
export function hashText(text: string): number {
  let hash = -2128831035;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash | 0;
}

/** Mixes a 32-bit integer so that every input bit reaches every output bit (the murmur3 finaliser). */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), -2048144789);
  h = Math.imul(h ^ (h >>> 13), -1028477387);
  return h ^ (h >>> 16);
}

/** A uniform in [0, 1), one of 2³² values, that depends on the counters alone. */
export function hashUniform(a: number, b: number, c: number, d: number, e: number): number {
  let h = mix(a + 0x9e3779b9);
  h = mix(h ^ Math.imul(b, -1640531535));
  h = mix(h + Math.imul(c, -862048943));
  h = mix(h ^ Math.imul(d, 461845907));
  h = mix(h + Math.imul(e, -1028477379));
  const low = mix(h ^ 0x5bd1e995);
  return ((h >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
}

/**
 * Index i with probability `weights[i]`, found with the one uniform `u` in [0, 1); never an index of weight 0. Weights
 * that sum to less than 1 leave the rest to the last positive one.
 * @param start where to begin in `weights`, and `end` where to stop: one row of a table.
 */
export function pickWeighted(weights: ArrayLike<number>, u: number, start = 0, end = weights.length): number {
  let left = u;
  let last = start;
  for (let i = start; i < end; i++) {
    const weight = weights[i];
    if (!(weight > 0)) continue;
    left -= weight;
    last = i;
    if (left < 0) return i;
  }
  return last;
}

/** Fisher and Yates's shuffle, in place; it takes one uniform for each item but the first. */
export function shuffle<Items extends { readonly length: number; [index: number]: unknown }>(
  items: Items,
  uniform: () => number,
): Items {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
  return items;
}
