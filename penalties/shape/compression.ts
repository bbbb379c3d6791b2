import { textOf, type World } from '../../core/world/world.ts';
import { deflatedBytes } from '../deflate.ts';

/** A measure on worlds (essay: "some arbitrary measure M on worlds"), by levels that several outcomes may share. */
export interface TiltMeasure {
  /** Names the levels among those of every other measure. */
  readonly key: string;
  /** An outcome's level. */
  level<State>(state: State, world: World<State>): number;
  /** log₂ M of a level: finite. */
  log2(level: number): number;
}

/** By world, then by text: bits. */
const lengths = new WeakMap<object, Map<string, number>>();
/** By world, then by state. */
const described = new WeakMap<object, WeakMap<object, number>>();

/** K(w) = 8 · bytes of the deflated text of an outcome: a stand-in for its Kolmogorov complexity, in bits. */
export function compressedBits<State>(world: World<State>, state: State): number {
  if (typeof state !== 'object' || state === null) return bitsOf(world, textOf(world, state));
  let known = described.get(world);
  if (!known) {
    known = new WeakMap();
    described.set(world, known);
  }
  let bits = known.get(state);
  if (bits === undefined) {
    bits = bitsOf(world, textOf(world, state));
    known.set(state, bits);
  }
  return bits;
}

function bitsOf(world: object, text: string): number {
  let known = lengths.get(world);
  if (!known) {
    known = new Map();
    lengths.set(world, known);
  }
  let bits = known.get(text);
  if (bits === undefined) {
    bits = 8 * deflatedBytes(text, { memLevel: 8 });
    known.set(text, bits);
  }
  return bits;
}

/** M(w) = 2^(−K(w)/τ): the essay's Kolmogorov prior, softened; τ > 0. */
export function compressionMeasure(tau: number): TiltMeasure {
  return { key: 'deflate', level: (state, world) => compressedBits(world, state), log2: (bits) => -bits / tau };
}
