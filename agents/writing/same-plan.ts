/** Tells which sources come to one plan, some of them before anything is planned. */

import { InvalidSource } from '../../core/base/errors.ts';
import { memoise } from '../../core/base/memoise.ts';
import { boot, type Disciple } from '../../core/disciple/disciple.ts';
import { parseExpression } from '../../core/disciple/expression.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { possibleOutcomes } from '../../core/tables/plan.ts';

/** Two values that differ by less than this share of all values' range count as equal. */
const RESOLUTION = 1e-9;

/**
 * A text that is equal for sources whose goals differ by a positive factor and a constant alone: they are planned
 * alike. It takes a fraction of the time that planning takes.
 * @returns null for what is no expression, or has no finite value at some outcome.
 */
export function goalKey<State>(compiled: Compiled<State>, source: string): string | null {
  let value: (state: State) => number;
  try {
    value = parseExpression(source, compiled.world.quantities);
  } catch (error) {
    if (error instanceof InvalidSource) return null;
    throw error;
  }
  const values = outcomesOf(compiled).map((index) => Number(value(compiled.states[index])));
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const one of values) {
    if (!Number.isFinite(one)) return null;
    if (one < low) low = one;
    if (one > high) high = one;
  }
  if (high === low) return 'constant';
  const hash = new Hash();
  for (const one of values) hash.add(Math.round((one - low) / (high - low) / RESOLUTION));
  return hash.text();
}

/** The indices of the states in which an episode can end. */
function outcomesOf<State>(compiled: Compiled<State>): Float64Array {
  return memoise(compiled, 'indices of outcomes', () => {
    const possible = possibleOutcomes(compiled);
    return Float64Array.from(possible.keys()).filter((index) => possible[index] === 1);
  });
}

/**
 * A text that is equal for two disciples that are present and act alike in every state that they themselves can reach.
 * @returns null where the policy is no table of sure actions.
 */
export function planKey<State>(compiled: Compiled<State>, { table }: Disciple<State>): string | null {
  if (table?.kind !== 'sure') return null;
  const { world, actionCount, states, beginnings, rowStart, rowEnd, successors } = compiled;
  const hash = new Hash();
  let now = new Uint8Array(states.length);
  for (const [, present] of beginnings) for (const state of present.states) now[state] = 1;
  for (let tick = 0; tick < world.horizon; tick++) {
    const next = new Uint8Array(states.length);
    const actions = table.actions[tick];
    for (let state = 0; state < actions.length; state++) {
      if (now[state] === 0) continue;
      hash.add(state * actionCount + actions[state]);
      const row = state * actionCount + actions[state];
      for (let j = rowStart[row]; j < rowEnd[row]; j++) next[successors[j]] = 1;
    }
    hash.add(-1);
    now = next;
  }
  return hash.text();
}

/** The plans that were met. A source whose goal was met, up to a factor and a constant, is not planned again. */
export class DistinctPlans {
  private readonly goals = new Set<string>();
  private readonly plans = new Set<string>();

  constructor(private readonly compiled: Compiled) {}

  /** The disciple of a source whose plan is new. Null for a known plan, for what is no expression and for no table. */
  add(source: string): Disciple | null {
    const goal = goalKey(this.compiled, source);
    if (goal === null || this.goals.has(goal)) return null;
    this.goals.add(goal);
    const disciple = boot(this.compiled, source);
    const plan = planKey(this.compiled, disciple);
    if (plan === null || this.plans.has(plan)) return null;
    this.plans.add(plan);
    return disciple;
  }
}

/** A hash of whole numbers in 64 bits, as two of 32. */
class Hash {
  private a = 0x9e3779b9 | 0;
  private b = 0x85ebca6b | 0;

  add(value: number): void {
    const low = value | 0;
    const high = Math.floor(value / 2 ** 32) | 0;
    this.a = Math.imul(this.a ^ low, 0x01000193) ^ Math.imul(high, 0x27d4eb2f);
    this.b = Math.imul(this.b + low, 0x5bd1e995) + Math.imul(high, 0x165667b1);
    this.b ^= this.b >>> 15;
  }

  text(): string {
    return `${this.a >>> 0}.${this.b >>> 0}`;
  }
}
