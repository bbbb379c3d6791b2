/** Follows a policy through the tables, tick by tick. */
import type { PolicyTable } from '../../core/disciple/disciple.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import type { Act } from '../charges.ts';

/** The states of a run by tick, from the beginning (0) to the outcome, and the acts that led there. */
export interface Run {
  readonly byTick: readonly SparseDistribution[];
  readonly acts: readonly Act[];
}

/** Propagates a policy through the tables, aftermath included, keeping every tick; each tick's states ascend. */
export function followed(compiled: Compiled, beginning: SparseDistribution, table: PolicyTable): Run {
  if (table.kind === 'mixture') return mixed(compiled, beginning, table);
  const { world, actionCount, layerEnd, rowStart, rowEnd, successors, probabilities } = compiled;
  const next = new Float64Array(compiled.states.length);
  const byTick = [beginning];
  const acts: Act[] = [];
  for (let tick = 0; tick < layerEnd.length - 1; tick++) {
    const reached: number[] = [];
    const spread = (state: number, action: number, weight: number) => {
      if (action > 0) acts.push({ tick: tick + 1, state, action, weight });
      const row = state * actionCount + action;
      for (let j = rowStart[row]; j < rowEnd[row]; j++) {
        if (next[successors[j]] === 0) reached.push(successors[j]);
        next[successors[j]] += weight * probabilities[j];
      }
    };
    const now = byTick[tick];
    for (let i = 0; i < now.states.length; i++) {
      const state = now.states[i];
      const weight = now.probabilities[i];
      if (weight === 0) continue;
      if (table.kind === 'wait' || tick >= world.horizon) spread(state, 0, weight);
      else if (table.kind === 'sure') spread(state, table.actions[tick][state], weight);
      else {
        const chances = actionChances(table.probabilities[tick], state * actionCount, actionCount);
        chances.forEach((chance, action) => {
          if (chance > 0) spread(state, action, weight * chance);
        });
      }
    }
    const states = Int32Array.from(new Set(reached)).sort();
    byTick.push({ states, probabilities: Float64Array.from(states, (state) => next[state]) });
    for (const state of states) next[state] = 0;
  }
  return { byTick, acts };
}

/** Probabilities of the actions, summing to 1; waiting where the table holds none. */
function actionChances(chances: Float32Array | Float64Array, first: number, count: number): number[] {
  const positive = Array.from({ length: count }, (_, action) => Math.max(0, chances[first + action]));
  const sum = positive.reduce((a, b) => a + b, 0);
  return sum === 0 ? positive.map((_, action) => Number(action === 0)) : positive.map((chance) => chance / sum);
}

/** The runs of the parts together, each weighed by its probability. */
function mixed(
  compiled: Compiled,
  beginning: SparseDistribution,
  { probabilities, parts }: Extract<PolicyTable, { kind: 'mixture' }>,
): Run {
  const runs = parts.map((part) => followed(compiled, beginning, part));
  const acts = runs.flatMap((run, k) => run.acts.map((act) => ({ ...act, weight: probabilities[k] * act.weight })));
  const mass = new Float64Array(compiled.states.length);
  const byTick = runs[0].byTick.map((_, tick) => {
    const met = new Set<number>();
    for (const [k, run] of runs.entries()) {
      const { states, probabilities: chances } = run.byTick[tick];
      for (let i = 0; i < states.length; i++) {
        mass[states[i]] += probabilities[k] * chances[i];
        met.add(states[i]);
      }
    }
    const states = Int32Array.from(met).sort();
    const at = { states, probabilities: Float64Array.from(states, (state) => mass[state]) };
    for (const state of states) mass[state] = 0;
    return at;
  });
  return { byTick, acts };
}
