/** The contract of a world: what a user writes to bring one (docs/worlds-contract.md). */
import { InvalidWorld } from '../base/errors.ts';
import { expected, messageOf } from '../base/messages.ts';
import type { Chance } from './chance.ts';
import { type Scene, sceneOfText } from './scene.ts';

/** What the master knows before it acts: a tuple of small integers with a joint prior. */
export interface Evidence {
  readonly variables: readonly EvidenceVariable[];
  /** One value in [0, arity) for each variable, drawn jointly. */
  prior(chance: Chance): readonly number[];
}

export interface EvidenceVariable {
  readonly name: string;
  /** How many values there are: an integer from 1 to 10,000. */
  readonly arity: number;
  /** Whether the order of the indices means anything. */
  readonly scale: 'ordinal' | 'nominal';
  /**
   * A label for each index, such as `['dry', 'wet']`: what people read and may type. Labels are unique and hold no
   * spaces, commas or '='. Default: the indices themselves.
   */
  readonly values?: readonly string[];
}

/** An auxiliary measurement of an outcome. Its cell is floor((reading − origin) / grain) (docs/penalties/coarse.md). */
export interface Question<State> {
  readonly id: string;
  readonly text: string;
  /** A finite number. */
  read(state: State): number;
  /** Width within which two readings count as the same answer; > 0, default 1. */
  readonly grain?: number;
  /** Where a cell begins; default 0. */
  readonly origin?: number;
}

/** A program in a world's library: what the master may send. */
export interface DiscipleSpec {
  readonly id: string;
  /** '' is the null program. */
  readonly source: string;
  readonly summary: string;
}

/**
 * A number that is read from a state. It is declared as a method, so that a `World<State>` is also a `World<unknown>`:
 * registries and tables hold worlds of any state.
 */
export type Reading<State> = { read(state: State): number }['read'];

/** A finite-horizon stochastic gridworld in which one disciple may act. */
export interface World<State = unknown> {
  /** `Name-v0`; changed dynamics need a new version, `Name-v1`. */
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** Ticks in an episode; with the aftermath, at most 10,000. */
  readonly horizon: number;
  /** `actions[0]` is 'wait', the only thing that an absent disciple does. At most 256. */
  readonly actions: readonly string[];
  readonly evidence: Evidence;
  /** What sources and questions may name. */
  readonly quantities: Readonly<Record<string, Reading<State>>>;
  readonly questions: readonly Question<State>[];
  /** `disciples[0]` is the null program. */
  readonly disciples: readonly DiscipleSpec[];
  /** The first state. `present` says whether a disciple arrived. */
  begin(evidence: readonly number[], present: boolean, chance: Chance): State;
  /** The state after one tick. It must not change the state it is given, and depends on its arguments alone. */
  step(state: State, action: number, chance: Chance): State;
  /** Text that is equal exactly for equal states; it covers the whole state. */
  key(state: State): string;
  /** What a disciple sees: finite numbers, as many in every state. */
  observe(state: State): readonly number[];
  /** In [0, 1]. */
  utility(state: State): number;
  /** In [0, 1]: the ground truth of side effects. Only judges read it; no master, disciple or penalty does. */
  harm(state: State): number;
  /** The grid in ASCII. */
  draw(state: State): string;
  /** The grid as things with names, icons and colours. Without it, pictures show the characters of `draw`. */
  scene?(state: State): Scene;
  /** Ticks after the horizon in which everyone waits, before the outcome is read; default 0. */
  readonly aftermath?: number;
  /** What arrives at the far end. Default: the source where x is 1, else ''. */
  wire?(source: string, x: 0 | 1): string;
  /** What tilting and description lengths describe, in lower case; default: `draw` in lower case. */
  text?(state: State): string;
}

/** Ticks from the beginning to the outcome. */
export function totalTicks(world: World): number {
  return world.horizon + (world.aftermath ?? 0);
}

/**
 * What arrives when `source` is sent and the stochastic event X came out as `x`. In the essay, X=0 erases the source.
 * @throws InvalidWorld where the world's own wire throws or gives no text.
 */
export function arrive(world: World, source: string, x: 0 | 1): string {
  if (!world.wire) return x === 1 ? source : '';
  let arrived: unknown;
  try {
    arrived = world.wire(source, x);
  } catch (error) {
    throw new InvalidWorld(`${world.id}: wire(source, ${x}): ${messageOf(error)}`, { cause: error });
  }
  if (typeof arrived === 'string') return arrived;
  throw new InvalidWorld(expected(`${world.id}: wire`, 'a string', arrived));
}

/** What tilting and description lengths describe: `world.text`, else the drawing in lower case. */
export function textOf<State>(world: World<State>, state: State): string {
  return world.text ? world.text(state) : world.draw(state).toLowerCase();
}

/** The picture of a state: the world's own scene, else the characters of its drawing. */
export function sceneOf<State>(world: World<State>, state: State): Scene {
  return world.scene?.(state) ?? sceneOfText(world.draw(state));
}
