import { expected, InvalidOption, InvalidWorld, messageOf } from '../base/errors.ts';
import { enumerate } from './chance.ts';
import type { World } from './world.ts';

/** One value of the evidence with its prior probability. */
export interface EvidenceValue {
  readonly value: readonly number[];
  readonly probability: number;
}

/** Every evidence value of positive prior probability, in lexicographic order. Throws `InvalidWorld`. */
export function evidenceValues(world: World): EvidenceValue[] {
  const { variables } = world.evidence;
  const sums = new Map<string, { value: readonly number[]; probability: number }>();
  for (const { result, probability } of enumeratePrior(world)) {
    const fits =
      Array.isArray(result) &&
      result.length === variables.length &&
      variables.every(({ arity }, i) => Number.isInteger(result[i]) && result[i] >= 0 && result[i] < arity);
    if (!fits) {
      const shape = variables.map(({ name, arity }) => `${name} < ${arity}`).join(', ');
      throw new InvalidWorld(expected(`${world.id}: evidence.prior`, `a value for each of (${shape})`, result));
    }
    const key = result.join(',');
    const entry = sums.get(key);
    if (entry) entry.probability += probability;
    else sums.set(key, { value: [...result], probability });
  }
  return [...sums.values()].sort((a, b) => {
    for (let i = 0; i < a.value.length; i++) if (a.value[i] !== b.value[i]) return a.value[i] - b.value[i];
    return 0;
  });
}

function enumeratePrior(world: World): ReturnType<typeof enumerate<readonly number[]>> {
  try {
    return enumerate((chance) => world.evidence.prior(chance));
  } catch (error) {
    throw new InvalidWorld(`${world.id}: evidence.prior: ${messageOf(error)}`, { cause: error });
  }
}

/** Position of `evidence` among `values`. Throws `InvalidOption` when it has no prior probability. */
export function evidenceIndex(values: readonly EvidenceValue[], evidence: readonly number[]): number {
  const index = values.findIndex(
    ({ value }) => value.length === evidence.length && value.every((v, i) => v === evidence[i]),
  );
  if (index < 0) {
    const known = values.map(({ value }) => value.join(',')).join('  ');
    throw new InvalidOption(
      `evidence: expected one of the world's values (${known}) but received '${evidence.join(',')}'`,
    );
  }
  return index;
}
