/** How a disciple's source becomes a policy. */
import { InvalidSource } from '../base/errors.ts';
import { memoise } from '../base/memoise.ts';
import { expected, nearest, show } from '../base/messages.ts';
import type { Compiled } from '../tables/compiled.ts';
import { plan, possibleOutcomes } from '../tables/plan.ts';
import type { PolicyTable } from '../tables/policy-table.ts';
import type { Uniform } from '../world/chance.ts';
import { shortKey } from '../world/state-values.ts';
import type { World } from '../world/world.ts';
import { parseExpression } from './expression.ts';

export type { PolicyTable } from '../tables/policy-table.ts';

/** A booted policy. */
export interface Disciple<State = unknown> {
  /** What was booted; '' is the null program. */
  readonly source: string;
  /**
   * The index of an action for a state at a tick. Policies that randomise draw from `uniform`.
   * @throws Error for a program that draws one of several policies first: `episodePolicy` draws it.
   */
  act(state: State, tick: number, uniform: Uniform): number;
  /** The policy on compiled tables; null where nothing is compiled. */
  readonly table: PolicyTable | null;
  /** Present in a program that draws one of several policies as an episode begins; no policy is such a program. */
  readonly parts?: { readonly probabilities: Float64Array; readonly disciples: readonly Disciple<State>[] };
}

/** How one kind of source becomes a policy; `learning/` registers networks (docs/worlds-contract.md). */
export interface SourceKind {
  readonly name: string;
  recognises(source: string): boolean;
  /**
   * Boots the source at once, without a tfjs backend.
   * @throws InvalidSource
   */
  boot<State>(target: World<State> | Compiled<State>, source: string): Disciple<State>;
}

const kinds: SourceKind[] = [];

/** Adds a kind of source. Every kind is tried before the source is read as an expression. */
export function registerSourceKind(kind: SourceKind): void {
  kinds.push(kind);
}

export function isCompiled<State>(target: World<State> | Compiled<State>): target is Compiled<State> {
  return 'rowStart' in target;
}

export function worldOf<State>(target: World<State> | Compiled<State>): World<State> {
  return isCompiled(target) ? target.world : target;
}

const WAIT: PolicyTable = { kind: 'wait' };
const KEPT_POLICIES = 64;

/**
 * The policy of a source: the id of a library disciple, an expression over the world's quantities, or any registered
 * kind; '' is the null program. An expression is planned optimally, which needs the compiled tables.
 * @throws InvalidSource where the source cannot be parsed, or has no finite value at some outcome.
 */
export function boot<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  const { disciples } = worldOf(target);
  const named = disciples.find(({ id }) => id === source);
  if (named) return bootSource(target, named.source);
  try {
    return bootSource(target, source);
  } catch (error) {
    if (!(error instanceof InvalidSource) || error instanceof NeedsTables) throw error;
    const ids = disciples.map(({ id }) => id);
    const meant = nearest(source, ids);
    if (meant === null) throw error;
    throw new InvalidSource(`${error.message} Did you mean the disciple ${show(meant)}?`, { cause: error });
  }
}

/** The policy of what arrived at the far end. An invalid source is a program that crashes: it is present and waits. */
export function bootArrived<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  try {
    return bootSource(target, source);
  } catch (error) {
    if (!(error instanceof InvalidSource) || error instanceof NeedsTables) throw error;
    return { source, act: () => 0, table: isCompiled(target) ? WAIT : null };
  }
}

/**
 * Refuses a source that is no program. It parses the source but plans nothing where the world is not compiled.
 * @throws InvalidSource
 */
export function checkSource<State>(target: World<State> | Compiled<State>, source: string): void {
  try {
    bootSource(target, source);
  } catch (error) {
    // The source parses, and only the tables to plan on are missing.
    if (!(error instanceof NeedsTables)) throw error;
  }
}

/**
 * A source must be planned but the world is not compiled, or a policy must be forecast exactly but has no table.
 * The source itself is valid.
 */
export class NeedsTables extends InvalidSource {}

function bootSource<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  return memoise(target, ['policy', source], () => bootNew(target, source), KEPT_POLICIES);
}

function bootNew<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  if (source === '') return { source, act: () => 0, table: isCompiled(target) ? WAIT : null };
  const kind = kinds.find((candidate) => candidate.recognises(source));
  if (kind) return kind.boot(target, source);
  const world = worldOf(target);
  const value = parseExpression(source, world.quantities);
  if (!isCompiled(target)) {
    throw new NeedsTables(
      `disciple source ${show(source)}: expected a compiled world to plan on but received ${world.id} uncompiled`,
    );
  }
  const actions = plan(target, outcomeValues(target, source, value));
  return {
    source,
    act: (state, tick) => actions[tick][target.indexOf(state)],
    table: { kind: 'sure', actions },
  };
}

/** The value of a source in each state; 0 where it is not finite and no episode can end there. */
function outcomeValues<State>(
  compiled: Compiled<State>,
  source: string,
  value: (state: State) => number,
): Float64Array {
  let outcomes: Uint8Array | null = null;
  return Float64Array.from(compiled.states, (state, index) => {
    const number = Number(value(state));
    if (Number.isFinite(number)) return number;
    outcomes ??= possibleOutcomes(compiled);
    if (outcomes[index] === 0) return 0;
    const where = `disciple source ${show(source)} in state ${shortKey(compiled.world.key(state))}`;
    throw new InvalidSource(expected(where, 'a finite number at every outcome', number));
  });
}
