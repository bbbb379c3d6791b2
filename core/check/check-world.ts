import { dequal } from 'dequal';
import { InvalidSource, InvalidWorld, WorldTooLarge } from '../base/errors.ts';
import { expected, messageOf, show } from '../base/messages.ts';
import { boot, NeedsTables } from '../disciple/disciple.ts';
import { type Compiled, compileCached } from '../tables/compile.ts';
import { evidenceValues } from '../world/evidence.ts';
import { validateWorld } from '../world/validate-world.ts';
import type { World } from '../world/world.ts';
import { checkChance } from './check-chance.ts';
import { type Probe, probeStates } from './check-states.ts';
import { checkWire } from './check-wire.ts';

export interface CheckWorldOptions<State> {
  /** The world's tables where the caller has them, null where it does not compile; by default they are compiled. */
  readonly compiled?: Compiled<State> | null;
  /** Accept a wire that leaks (`--allow-leak`); default false. */
  readonly allowLeak?: boolean;
  /** Of the rollouts and samples drawn here; default 0. */
  readonly seed?: number;
}

/** Compiled states whose readings are checked, at most; a larger world is checked at even strides. */
const MOST_STATES = 20_000;

/**
 * Whether a world keeps its contract (DESIGN §4, last sentence): what `validateWorld` checks; probabilities that sum to
 * one, in rolled-out states and in the tables; a faithful key; a pure step; utility, harm, quantities and readings in
 * range; library sources that boot; nothing that leaks around the wire; sampling that agrees with enumeration. Throws
 * `InvalidWorld`, `InvalidSource` or `LeakyWire`, in one line that names the state.
 */
export function checkWorld<State>(world: World<State>, options: CheckWorldOptions<State> = {}): void {
  const { allowLeak = false, seed = 0 } = options;
  validateWorld(world);
  const evidences = evidenceValues(world);
  const probe = probeStates(world, evidences, seed);
  checkChance(world, evidences, probe, seed);
  const compiled = options.compiled === undefined ? compileWhereSmall(world) : options.compiled;
  if (compiled) checkTables(compiled, probe);
  for (const { id, source } of world.disciples) bootable(compiled ?? world, id, source);
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

function bootable<State>(target: World<State> | Compiled<State>, id: string, source: string): void {
  try {
    boot(target, source);
  } catch (error) {
    if (!(error instanceof InvalidSource)) throw error;
    // Where nothing is compiled, a planned source that parses has passed.
    if (error instanceof NeedsTables) return;
    throw new InvalidSource(`disciple '${id}': ${messageOf(error)}`, { cause: error });
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
    const known = compiled.states[compiled.indexOf(state)];
    if (dequal(known, state)) continue;
    throw new InvalidWorld(
      `${world.id}: expected key to differ for different states but received ${probe.name(state)} for both ${show(known)} and ${show(state)}`,
    );
  }
}
