import { InvalidSource } from '../base/errors.ts';
import { memoise } from '../base/memoise.ts';
import { expected } from '../base/messages.ts';
import { type Compiled, shortKey } from '../tables/compile.ts';
import { plan, possibleOutcomes } from '../tables/plan.ts';
import type { Uniform } from '../world/chance.ts';
import type { World } from '../world/world.ts';
import { parseExpression } from './expression.ts';

/** A booted policy. */
export interface Disciple<State = unknown> {
  /** What was booted; '' is the null program. */
  readonly source: string;
  /** An action for a state at a tick; `uniform` serves policies that randomise. */
  act(state: State, tick: number, uniform: Uniform): number;
  /** The policy on compiled tables; null where nothing is compiled. */
  readonly table: PolicyTable | null;
}

/** A policy on tables, by tick: a sure action for each state, or the probability of each action (states × actions). */
export type PolicyTable =
  | { readonly kind: 'wait' }
  | { readonly kind: 'sure'; readonly actions: readonly Uint8Array[] }
  | { readonly kind: 'random'; readonly probabilities: readonly Float32Array[] };

/** How one kind of source becomes a policy; `learning/` registers networks (DESIGN §2). */
export interface SourceKind {
  readonly name: string;
  recognises(source: string): boolean;
  /** Synchronous, and without a tfjs backend. Throws `InvalidSource`. */
  boot<State>(target: World<State> | Compiled<State>, source: string): Disciple<State>;
}

const kinds: SourceKind[] = [];

/** Adds a kind of source, tried before expressions. */
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
 * The policy of a source: a library disciple's id, an expression over the world's quantities (planned optimally, which
 * needs the compiled tables), or any registered kind; '' is the null program. Throws `InvalidSource`.
 */
export function boot<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  const named = worldOf(target).disciples.find(({ id }) => id === source);
  return bootSource(target, named ? named.source : source);
}

/** The policy of what arrived at the far end: an invalid source is a program that crashes, present and waiting. */
export function bootArrived<State>(target: World<State> | Compiled<State>, source: string): Disciple<State> {
  try {
    return bootSource(target, source);
  } catch (error) {
    if (!(error instanceof InvalidSource) || error instanceof NeedsTables) throw error;
    return { source, act: () => 0, table: isCompiled(target) ? WAIT : null };
  }
}

/**
 * Refuses a source that is no program. It parses the source but plans nothing, so it is quick in every world.
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

/** A planned source cannot be booted where the world is not compiled, nor forecast exactly a policy without a table. */
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
      `disciple source '${source}': expected a compiled world to plan on but received ${world.id} uncompiled`,
    );
  }
  let outcomes: Uint8Array | null = null;
  const values = Float64Array.from(target.states, (state, index) => {
    const number = Number(value(state));
    if (!Number.isFinite(number)) {
      outcomes ??= possibleOutcomes(target);
      if (outcomes[index] === 0) return 0;
      throw new InvalidSource(
        expected(
          `disciple source '${source}' in state ${shortKey(world.key(state))}`,
          'a finite number at every outcome',
          number,
        ),
      );
    }
    return number;
  });
  const actions = plan(target, values);
  return {
    source,
    act: (state, tick) => actions[tick][target.indexOf(state)],
    table: { kind: 'sure', actions },
  };
}
