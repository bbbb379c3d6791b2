/** Plays single branches, by the world’s own step or on its tables, and counts their outcomes. */
import { pickWeighted } from '../base/random.ts';
import { whatRuns } from '../disciple/arrival.ts';
import { type Disciple, isCompiled, type PolicyTable, worldOf } from '../disciple/disciple.ts';
import { episodePolicy, episodeTable } from '../disciple/episode.ts';
import type { Compiled, SparseDistribution } from '../tables/compile.ts';
import { sampledChance, type Uniform } from '../world/chance.ts';
import { evidenceIndex } from '../world/evidence.ts';
import { requireState } from '../world/state-values.ts';
import { totalTicks, type World } from '../world/world.ts';
import type { Forecast } from './forecast.ts';

/** Plays a branch to its outcome with the world's own `step`. */
export function rollOut<State>(
  world: World<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  present: boolean,
  uniform: Uniform,
): State {
  const chance = sampledChance(uniform);
  const ticks = totalTicks(world);
  let state = requireState(world, 'begin', world.begin(evidence, present, chance));
  const running = present ? episodePolicy(disciple, uniform) : disciple;
  for (let tick = 0; tick < ticks; tick++) {
    const action = present && tick < world.horizon ? running.act(state, tick, uniform) : 0;
    state = requireState(world, 'step', world.step(state, action, chance));
  }
  return state;
}

/** Plays one branch on the tables, and gives the index of its outcome. */
export function rollOutIndex(
  compiled: Compiled,
  beginning: SparseDistribution,
  policy: PolicyTable,
  uniform: Uniform,
): number {
  const { world, actionCount, layerEnd } = compiled;
  const ticks = layerEnd.length - 1;
  let state = pickState(beginning, uniform);
  const table = episodeTable(policy, uniform);
  for (let tick = 0; tick < ticks; tick++) {
    let action = 0;
    if (tick < world.horizon) {
      if (table.kind === 'sure') action = table.actions[tick][state];
      else if (table.kind === 'random') {
        action = pickAction(table.probabilities[tick], state * actionCount, actionCount, uniform);
      }
    }
    state = stepIndex(compiled, state, action, uniform);
  }
  return state;
}

/** The index of the state after one tick, drawn from a row of the tables. */
export function stepIndex(compiled: Compiled, state: number, action: number, uniform: Uniform): number {
  const { actionCount, rowStart, rowEnd, successors, probabilities } = compiled;
  const row = state * actionCount + action;
  const first = rowStart[row];
  const last = rowEnd[row] - 1;
  return successors[first < last ? pickWeighted(probabilities, uniform(), first, last + 1) : first];
}

/** The index of a state drawn from a distribution. */
export function pickState({ states, probabilities }: SparseDistribution, uniform: Uniform): number {
  if (states.length === 1) return states[0];
  return states[pickWeighted(probabilities, uniform())];
}

function pickAction(chances: Float32Array | Float64Array, start: number, count: number, uniform: Uniform): number {
  let sum = 0;
  for (let action = 0; action < count; action++) sum += Math.max(0, chances[start + action]);
  return pickWeighted(chances, uniform() * sum, start, start + count) - start;
}

/**
 * `n` outcomes of the branch in which `sent` was sent and X came out as `x`, as a forecast of counted draws.
 * @param uniformOf gives the stream of draws for the source that arrives.
 */
export function tally<State>(
  target: World<State> | Compiled<State>,
  evidence: readonly number[],
  sent: Disciple<State>,
  x: 0 | 1,
  n: number,
  uniformOf: (arrived: string) => Uniform,
): Forecast<State> {
  const { arrived, present, running: disciple } = whatRuns(target, sent, x);
  const uniform = uniformOf(arrived);
  if (isCompiled(target) && disciple.table) {
    const beginning = target.beginnings[evidenceIndex(target.evidences, evidence)][present ? 1 : 0];
    const outcomes = new Int32Array(n);
    for (let i = 0; i < n; i++) outcomes[i] = rollOutIndex(target, beginning, disciple.table, uniform);
    return countIndices(target, outcomes);
  }
  const world = worldOf(target);
  const outcomes = Array.from({ length: n }, () => rollOut(world, evidence, disciple, present, uniform));
  return countStates(world, outcomes);
}

/** The forecast that counts these outcome indices. */
export function countIndices<State>(compiled: Compiled<State>, indices: Int32Array): Forecast<State> {
  const sorted = Int32Array.from(indices).sort();
  const outcomes: State[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) counts[counts.length - 1]++;
    else {
      outcomes.push(compiled.states[sorted[i]]);
      counts.push(1);
    }
  }
  return { outcomes, probabilities: Float64Array.from(counts, (c) => c / sorted.length), draws: sorted.length };
}

/** The forecast that counts these outcomes; states with equal keys are equal. */
export function countStates<State>(world: World<State>, states: readonly State[]): Forecast<State> {
  const entries = new Map<string, { state: State; count: number }>();
  for (const state of states) {
    const key = world.key(state);
    const entry = entries.get(key);
    if (entry) entry.count++;
    else entries.set(key, { state, count: 1 });
  }
  const list = [...entries.values()];
  return {
    outcomes: list.map(({ state }) => state),
    probabilities: Float64Array.from(list, ({ count }) => count / states.length),
    draws: states.length,
  };
}

/** The forecast that counts the draws of several forecasts together. */
export function mergeCounts<State>(world: World<State>, forecasts: readonly Forecast<State>[]): Forecast<State> {
  const entries = new Map<string, { state: State; count: number }>();
  let draws = 0;
  for (const forecast of forecasts) {
    const n = forecast.draws ?? 0;
    draws += n;
    forecast.outcomes.forEach((state, i) => {
      const count = Math.round(forecast.probabilities[i] * n);
      const key = world.key(state);
      const entry = entries.get(key);
      if (entry) entry.count += count;
      else entries.set(key, { state, count });
    });
  }
  const list = [...entries.values()];
  return {
    outcomes: list.map(({ state }) => state),
    probabilities: Float64Array.from(list, ({ count }) => count / draws),
    draws,
  };
}
