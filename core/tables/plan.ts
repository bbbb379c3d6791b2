/** Optimal plans and possible outcomes, computed on the tables. */
import type { Compiled } from './compiled.ts';

/** An action replaces an earlier one only if it is better by more than this, so that rounding decides no ties. */
export const TIE_TOLERANCE = 1e-9;

/**
 * The optimal plan for a value at the outcome, by finite-horizon dynamic programming on the tables.
 * @param value the value of each state as an outcome.
 * @returns for each tick before the horizon, an action for each state that can be met at it.
 */
export function plan(compiled: Compiled, value: Float64Array): Uint8Array[] {
  const { world, actionCount, layerEnd, rowStart, rowEnd, successors, probabilities } = compiled;
  let later = Float64Array.from(value);
  let now = new Float64Array(value.length);
  const actions: Uint8Array[] = [];
  for (let tick = layerEnd.length - 2; tick >= 0; tick--) {
    const choices = tick < world.horizon ? new Uint8Array(layerEnd[tick]) : null;
    const tried = choices ? actionCount : 1;
    for (let state = 0; state < layerEnd[tick]; state++) {
      let best = 0;
      let bestValue = Number.NEGATIVE_INFINITY;
      for (let action = 0; action < tried; action++) {
        const row = state * actionCount + action;
        const start = rowStart[row];
        const end = rowEnd[row];
        if (start === end) continue;
        let expectation = 0;
        for (let j = start; j < end; j++) expectation += probabilities[j] * later[successors[j]];
        if (expectation > bestValue + TIE_TOLERANCE) {
          bestValue = expectation;
          best = action;
        }
      }
      now[state] = bestValue;
      if (choices) choices[state] = best;
    }
    if (choices) actions[tick] = choices;
    [later, now] = [now, later];
  }
  return actions;
}

/** For each state, 1 where some sequence of actions can end in it after the last tick, else 0. */
export function possibleOutcomes(compiled: Compiled): Uint8Array {
  const { states, actionCount, layerEnd, rowStart, rowEnd, successors, beginnings } = compiled;
  let now = new Uint8Array(states.length);
  for (const both of beginnings) for (const { states: first } of both) for (const state of first) now[state] = 1;
  for (let tick = 0; tick < layerEnd.length - 1; tick++) {
    const next = new Uint8Array(states.length);
    const actions = tick < compiled.world.horizon ? actionCount : 1;
    for (let state = 0; state < layerEnd[tick]; state++) {
      if (now[state] === 0) continue;
      for (let row = state * actionCount; row < state * actionCount + actions; row++) {
        for (let j = rowStart[row]; j < rowEnd[row]; j++) next[successors[j]] = 1;
      }
    }
    now = next;
  }
  return now;
}
