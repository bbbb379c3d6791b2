/** Exact propagation of a policy through the tables. */
import type { Compiled, SparseDistribution } from './compiled.ts';
import type { PolicyTable } from './policy-table.ts';

/** The distribution over outcomes of a policy, aftermath included, in the order of state indices. */
export function propagate(compiled: Compiled, beginning: SparseDistribution, table: PolicyTable): SparseDistribution {
  if (table.kind === 'mixture') return mixed(compiled, beginning, table);
  const { world, actionCount, layerEnd, rowStart, rowEnd, successors, probabilities } = compiled;
  let mass = new Float64Array(compiled.states.length);
  let next = new Float64Array(compiled.states.length);
  let active: number[] = Array.from(beginning.states);
  for (let i = 0; i < active.length; i++) mass[active[i]] += beginning.probabilities[i];
  for (let tick = 0; tick < layerEnd.length - 1; tick++) {
    const reached: number[] = [];
    const spread = (state: number, action: number, weight: number) => {
      const row = state * actionCount + action;
      for (let j = rowStart[row]; j < rowEnd[row]; j++) {
        const successor = successors[j];
        if (next[successor] === 0) reached.push(successor);
        next[successor] += weight * probabilities[j];
      }
    };
    for (const state of active) {
      const weight = mass[state];
      mass[state] = 0;
      if (weight === 0) continue;
      if (table.kind === 'wait' || tick >= world.horizon) spread(state, 0, weight);
      else if (table.kind === 'sure') spread(state, table.actions[tick][state], weight);
      else {
        // In single precision the probabilities sum to 1 only up to 1e-7. Dividing by their sum loses no mass.
        const chances = table.probabilities[tick];
        const first = state * actionCount;
        let sum = 0;
        for (let action = 0; action < actionCount; action++) sum += Math.max(0, chances[first + action]);
        if (sum === 0) spread(state, 0, weight);
        for (let action = 0; action < actionCount; action++) {
          const chance = chances[first + action];
          if (chance > 0) spread(state, action, (weight * chance) / sum);
        }
      }
    }
    active = reached;
    [mass, next] = [next, mass];
  }
  const states = Int32Array.from(new Set(active)).sort();
  return { states, probabilities: Float64Array.from(states, (state) => mass[state]) };
}

/** The mixture of the laws of the parts. */
function mixed(
  compiled: Compiled,
  beginning: SparseDistribution,
  { probabilities, parts }: Extract<PolicyTable, { kind: 'mixture' }>,
): SparseDistribution {
  const mass = new Float64Array(compiled.states.length);
  const reached = new Set<number>();
  parts.forEach((part, k) => {
    const law = propagate(compiled, beginning, part);
    law.states.forEach((state, i) => {
      mass[state] += probabilities[k] * law.probabilities[i];
      reached.add(state);
    });
  });
  const states = Int32Array.from(reached).sort();
  return { states, probabilities: Float64Array.from(states, (state) => mass[state]) };
}
