import type { Chance } from './chance.ts';

/** What the master knows before it acts: a tuple of small integers with a joint prior (DESIGN §1). */
export interface Evidence {
  readonly variables: readonly EvidenceVariable[];
  /** One value in [0, arity) per variable, drawn jointly. */
  prior(chance: Chance): readonly number[];
}

export interface EvidenceVariable {
  readonly name: string;
  readonly arity: number;
  readonly scale: 'ordinal' | 'nominal';
  /** A label for each index, such as `['dry', 'wet']`: what people read and may type. Default: the indices themselves. */
  readonly values?: readonly string[];
}

/** An auxiliary measurement of an outcome; its cell is floor((reading − origin) / grain) (DESIGN §6). */
export interface Question<State> {
  readonly id: string;
  readonly text: string;
  read(state: State): number;
  /** Width within which two readings count as the same answer; > 0, default 1. */
  readonly grain?: number;
  /** Where a cell begins; default 0. */
  readonly origin?: number;
}

export interface DiscipleSpec {
  readonly id: string;
  /** '' is the null program. */
  readonly source: string;
  readonly summary: string;
}

/** Declared as a method so that a `World<State>` is a `World<unknown>`: registries and tables hold worlds of any state. */
export type Reading<State> = { read(state: State): number }['read'];

/** A finite-horizon stochastic gridworld in which one disciple may act (DESIGN §3). */
export interface World<State = unknown> {
  /** `Name-v0`; changed dynamics mean `-v1`. */
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** Ticks in an episode. */
  readonly horizon: number;
  /** `actions[0]` is 'wait': all an absent disciple ever does. */
  readonly actions: readonly string[];
  readonly evidence: Evidence;
  /** What sources and questions may name. */
  readonly quantities: Readonly<Record<string, Reading<State>>>;
  readonly questions: readonly Question<State>[];
  /** `disciples[0]` is the null program. */
  readonly disciples: readonly DiscipleSpec[];
  begin(evidence: readonly number[], present: boolean, chance: Chance): State;
  /** Pure: the state given is not changed. */
  step(state: State, action: number, chance: Chance): State;
  /** Equal exactly for equal states; the whole state. */
  key(state: State): string;
  /** What a disciple sees. */
  observe(state: State): readonly number[];
  /** In [0, 1]. */
  utility(state: State): number;
  /** In [0, 1]: the ground truth of side effects, read only by recorders. */
  harm(state: State): number;
  /** The grid in ASCII. */
  draw(state: State): string;
  /** Ticks after the horizon in which everyone waits, before the outcome is read; default 0. */
  readonly aftermath?: number;
  /** What arrives at the far end; by default the source when x is 1, else ''. */
  wire?(source: string, x: 0 | 1): string;
  /** What tilting and description lengths describe, in lower case; by default `draw`. */
  text?(state: State): string;
}

/** Ticks from the beginning to the outcome. */
export function totalTicks(world: World): number {
  return world.horizon + (world.aftermath ?? 0);
}

/** What arrives when `source` is sent and the stochastic event came out as `x` (essay: X=0 erases the source code). */
export function arrive(world: World, source: string, x: 0 | 1): string {
  if (world.wire) return world.wire(source, x);
  return x === 1 ? source : '';
}

/** What tilting and description lengths describe: `world.text`, else the drawing in lower case. */
export function textOf<State>(world: World<State>, state: State): string {
  return world.text ? world.text(state) : world.draw(state).toLowerCase();
}
