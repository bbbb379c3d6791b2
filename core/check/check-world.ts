/** Checks that a world keeps its whole contract. */

import { dequal } from 'dequal';
import { InvalidWorld, WorldTooLarge } from '../base/errors.ts';
import { expected } from '../base/messages.ts';
import { checkLibrarySource } from '../disciple/library.ts';
import { type Compiled, compileCached } from '../tables/compile.ts';
import { evidenceValues } from '../world/evidence.ts';
import { oneKey } from '../world/state-values.ts';
import { validateWorld } from '../world/validate-world.ts';
import type { World } from '../world/world.ts';
import { checkChance } from './check-chance.ts';
import { type Probe, probeStates } from './check-states.ts';
import { checkWire } from './check-wire.ts';

export interface CheckWorldOptions<State> {
  /** The world's tables, or null where it cannot be compiled. By default it is compiled here. */
  readonly compiled?: Compiled<State> | null;
  /** Accept a wire that leaks (`--allow-leak`); default false. */
  readonly allowLeak?: boolean;
  /** Seed of the rollouts and samples; default 0. */
  readonly seed?: number;
}

/** Compiled states whose readings are checked at most; a larger world is checked at even strides. */
const MOST_STATES = 20_000;

/**
 * Checks that a world keeps its contract (docs/worlds-contract.md): what `validateWorld` checks; probabilities that sum
 * to one, in states met on rollouts and in the tables; a faithful key; a pure step; utility, harm, quantities and
 * readings in range; library sources that boot; no leak around the wire; sampling that agrees with enumeration.
 * @throws InvalidWorld with one line that names the state.
 * @throws InvalidSource where a library source does not boot.
 * @throws LeakyWire where something leaks around the wire.
 */
export function checkWorld<State>(world: World<State>, options: CheckWorldOptions<State> = {}): void {
  const { allowLeak = false, seed = 0 } = options;
  validateWorld(world);
  const evidences = evidenceValues(world);
  const probe = probeStates(world, evidences, seed);
  checkChance(world, evidences, probe, seed);
  const compiled = options.compiled === undefined ? compileWhereSmall(world) : options.compiled;
  if (compiled) checkTables(compiled, probe);
  for (const disciple of world.disciples) checkLibrarySource(compiled ?? world, disciple);
  if (!allowLeak) checkWire(world, compiled);
}

function compileWhereSmall<State>(world: World<State>): Compiled<State> | null {
  try {
    return compileCached(world);
  } catch (error) {
    if (error instanceof WorldTooLarge) return null;
    throw error;
  }
}

function checkTables<State>(compiled: Compiled<State>, probe: Probe<State>): void {
  const { world, states, actionCount, beginnings, rowStart, rowEnd, probabilities } = compiled;
  const checkSum = (where: () => string, sum: number) => {
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      throw new InvalidWorld(expected(`${world.id}: ${where()}`, 'probabilities that sum to 1', sum));
    }
  };
  for (const [e, both] of beginnings.entries()) {
    for (const beginning of both) {
      const sum = beginning.probabilities.reduce((total, p) => total + p, 0);
      checkSum(() => `begin under evidence [${compiled.evidences[e].value}]`, sum);
    }
  }
  for (let row = 0; row < rowStart.length; row++) {
    if (rowStart[row] === rowEnd[row]) continue;
    let sum = 0;
    for (let j = rowStart[row]; j < rowEnd[row]; j++) sum += probabilities[j];
    const state = Math.floor(row / actionCount);
    checkSum(() => `step(${probe.name(states[state])}, '${world.actions[row % actionCount]}')`, sum);
  }
  const stride = Math.ceil(states.length / MOST_STATES);
  for (let state = 0; state < states.length; state += stride) probe.read(states[state]);
  for (const state of probe.states) {
    const known = compiled.states[compiledIndex(compiled, state, probe)];
    if (dequal(known, state)) continue;
    throw new InvalidWorld(`${world.id}: ${oneKey(world.key(state), known, state)}`);
  }
}

/** The index of a state that a rollout met, which the tables must know unless step is impure. */
function compiledIndex<State>(compiled: Compiled<State>, state: State, probe: Probe<State>): number {
  try {
    return compiled.indexOf(state);
  } catch (error) {
    const met = `${probe.name(state)} came up in a rollout but not when the world was compiled`;
    const wanted = 'expected step to depend on its state, action and chance alone';
    const not = 'no counter outside the state, no clock, no other randomness';
    throw new InvalidWorld(`${compiled.world.id}: ${met}: ${wanted} (${not})`, { cause: error });
  }
}
