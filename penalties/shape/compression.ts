/** The measure that tilts outcomes by their compressed lengths. */
import { memoise, pair } from '../../core/base/memoise.ts';
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

/**
 * K(w), a stand-in for an outcome's Kolmogorov complexity: the length of its deflated text, in bits. A multiple of 8.
 */
export function compressedBits<State>(world: World<State>, state: State): number {
  const bits = () => textBits(world, textOf(world, state));
  // Outcomes are objects that a forecast holds, so even their texts are made once only.
  return typeof state === 'object' && state !== null ? memoise(pair(world, state), 'compressed bits', bits) : bits();
}

function textBits(world: object, text: string): number {
  return memoise(world, ['compressed bits of a text', text], () => 8 * deflatedBytes(text, 8));
}

/** M(w) = 2^(−K(w)/τ): the essay's Kolmogorov prior, softened; τ > 0. */
export function compressionMeasure(tau: number): TiltMeasure {
  return { key: 'deflate', level: (state, world) => compressedBits(world, state), log2: (bits) => -bits / tau };
}
