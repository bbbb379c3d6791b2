/** Evidence values as a space, and the check of an evidence value that a user gave. */
import { InvalidOption } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import type { Evidence } from '../world/world.ts';
import { MultiDiscrete } from './spaces/multi-discrete.ts';

/** The space of a world's evidence values. A world without evidence variables has the one value `[]`. */
export function evidenceSpace(world: { readonly evidence: Evidence }): MultiDiscrete {
  return new MultiDiscrete(world.evidence.variables.map((variable) => variable.arity));
}

/**
 * An evidence value, `[1, 0]`, that a user gave to `reset`.
 * @throws InvalidOption where the world has no such value.
 */
export function checkEvidence(world: { readonly evidence: Evidence }, value: unknown): readonly number[] {
  if (evidenceSpace(world).contains(value)) return value;
  const wanted = world.evidence.variables.map(({ name, arity }) => `${name} in 0..${arity - 1}`).join(', ');
  throw new InvalidOption(expected('evidence', `[${wanted}]`, value));
}
