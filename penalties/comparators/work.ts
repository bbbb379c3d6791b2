/** Refuses a computation on the tables that would take too long. */
import type { Compiled } from '../../core/tables/compile.ts';
import { noExactValue } from '../penalty.ts';

/** Most steps of one exact value: some tens of seconds at worst. */
const MOST_STEPS = 2e10;

/**
 * Refuses what would take too long, before it is begun and whatever was computed before. `factors` names what is
 * multiplied. Throws `NoExactValue`.
 */
export function affordable(id: string, compiled: Compiled, factors: Readonly<Record<string, number>>): void {
  const steps = Object.values(factors).reduce((product, factor) => product * factor, 1);
  if (steps <= MOST_STEPS) return;
  const named = Object.entries(factors).map(([name, factor]) => `${factor} ${name}`);
  throw noExactValue(
    id,
    `on ${compiled.world.id} it takes ${named.join(' × ')}, more than ${MOST_STEPS.toExponential()} steps`,
  );
}
