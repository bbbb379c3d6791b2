import { InvalidOption } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import type { Evidence } from '../world/world.ts';
import { MultiDiscrete } from './spaces/multi-discrete.ts';

/** The space of a world's evidence tuples; its one value is [] where there are no variables. */
export function evidenceSpace(world: { readonly evidence: Evidence }): MultiDiscrete {
  return new MultiDiscrete(world.evidence.variables.map((variable) => variable.arity));
}

/** An evidence tuple that a user gave, checked. Throws `InvalidOption` when the world has no such evidence. */
export function parseEvidence(world: { readonly evidence: Evidence }, value: unknown): readonly number[] {
  if (evidenceSpace(world).contains(value)) return value;
  const wanted = world.evidence.variables.map(({ name, arity }) => `${name} in 0..${arity - 1}`).join(', ');
  throw new InvalidOption(expected('evidence', `[${wanted}]`, value));
}
