/**
 * The tilted shapes. The essay: "given some arbitrary measure M on worlds, we can twist the distributions P(e,S,*)
 * into P'(e,S,*) by defining P'(e,S,*)(w)=M(w)P(e,S,*)(w) and then normalising. […] then the distributions P'(e,S,*)
 * should also have similar descriptors."
 *
 * p'(w) ∝ M(w) p(w) over whole outcomes, summed to cells afterwards; then every shape of `index.ts` in its units. By
 * default M = 2^(−K(w)/τ), where K is the compressed length of the outcome's text in bits, a stand-in for the
 * Kolmogorov prior. `normaliser` reads what normalising discards: |log₂ Σ M p₁ − log₂ Σ M p₀|, in bits. See
 * `docs/penalties/shape.md`.
 *
 * Known to fail: a small τ leaves a handful of outcomes; the parts tell the effective share of each branch. The
 * tilted shapes order disciples differently at each τ. No bound is claimed for them, and no interval. The tilt
 * discards the *level* of K, so only the normaliser sees that everything becomes simpler alike. A compressor knows no
 * meaning: a relabelled field is as long as before.
 */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import type { World } from '../../core/world/world.ts';
import type { Penalty } from '../penalty.ts';
import type { TiltMeasure } from './compression.ts';
import { normaliserPenalty } from './normaliser.ts';
import { type ShapeName, shapePenalty } from './penalty.ts';

export interface TiltedOptions {
  /** `family/variant`. */
  readonly id: string;
  /** One line. */
  readonly summary: string;
  /** What is read off the tilted forecasts. */
  readonly of: ShapeName | 'normaliser';
  /** log₂ M of an outcome: finite, or −∞ where M is 0, which leaves that outcome out. */
  measure<State>(state: State, world: World<State>): number;
  /** Factor on every grain of the cells; default 1, 0 for the finest. */
  readonly coarseness?: number;
  /** Whole outcomes rather than joint cells; default false. */
  readonly outcomes?: boolean;
  /** τ in F = −τ log₂ Σ M p, for the parts of `normaliser`; default 1. */
  readonly scale?: number;
}

let measures = 0;

/**
 * A tilted shape with a measure of one's own.
 *
 * @throws InvalidOption where `measure` is no function, or `coarseness` or `scale` is out of range
 */
export function tiltedPenalty(options: TiltedOptions): Penalty {
  const { id, summary, of, measure, coarseness = 1, outcomes = false, scale = 1 } = options;
  if (typeof measure !== 'function') throw new InvalidOption(expected(`penalty ${id}: measure`, 'a function', measure));
  if (!(coarseness >= 0)) throw new InvalidOption(expected(`penalty ${id}: coarseness`, 'a number ≥ 0', coarseness));
  if (!(scale > 0)) throw new InvalidOption(expected(`penalty ${id}: scale`, 'a number > 0', scale));
  // Two measures must never share what was summed for one of them.
  const key = `own${++measures}`;
  return tiltedBy({ key, level: measure, log2: (level) => level }, { id, summary, of, coarseness, outcomes, scale });
}

/** A tilted shape by a measure that gives levels. */
export function tiltedBy(measure: TiltMeasure, options: Required<Omit<TiltedOptions, 'measure'>>): Penalty {
  const { of, scale, ...rest } = options;
  if (of === 'normaliser') return normaliserPenalty({ ...rest, measure, scale });
  return shapePenalty({ ...rest, shape: of, measure });
}
