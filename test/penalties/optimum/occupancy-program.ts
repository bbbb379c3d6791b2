/** The optimum over every program as one linear program over occupancy measures: an independent check. */

import type { Compiled } from '../../../core/tables/compile.ts';
import { propagate } from '../../../core/tables/propagate.ts';
import { expected } from '../../../penalties/optimum/slice.ts';
import type { Solver } from '../../../penalties/optimum/solver.ts';

/** Cells of each partition by state index. */
export type Partitions = readonly (readonly string[])[];

/**
 * max (1−ε)·E[U | X=1] + ε·E[U | X=0] − λ·tv over every program that is present, where tv is the mean or the maximum of
 * the partitions' total variations. The variables are the probabilities of (tick, state, action), so that every
 * randomised and history-dependent program is among the solutions.
 */
export function occupancyOptimum(
  solver: Solver,
  compiled: Compiled,
  evidence: number,
  partitions: Partitions,
  { weight, erasure, combine }: { weight: number; erasure: number; combine: 'mean' | 'max' },
): number {
  const { world, actionCount, rowStart, rowEnd, successors, probabilities, layerEnd, utility } = compiled;
  const ticks = layerEnd.length - 1;
  const infinity = Number.POSITIVE_INFINITY;
  const absent = propagate(compiled, compiled.beginnings[evidence][0], { kind: 'wait' });
  const program = solver.createModel();
  try {
    program.options.set({ output_flag: false });
    program.changeObjectiveSense(solver.constants.objectiveSense.maximize);
    let columns = 0;
    const variable = (cost: number) => {
      program.addVar(0, infinity);
      program.changeColCost(columns, cost);
      return columns++;
    };
    // By tick and state, what enters it: pairs of a variable and the share of it that comes.
    let entering: Map<number, [number, number][]> = new Map();
    const { states: first, probabilities: chances } = compiled.beginnings[evidence][1];
    const constants = new Map(Array.from(first, (state, i) => [state, chances[i]]));
    for (let tick = 0; tick < ticks; tick++) {
      const next = new Map<number, [number, number][]>();
      for (const state of new Set([...entering.keys(), ...(tick === 0 ? constants.keys() : [])])) {
        const leaving: number[] = [];
        for (let action = 0; action < (tick < world.horizon ? actionCount : 1); action++) {
          const row = state * actionCount + action;
          const x = variable(0);
          leaving.push(x);
          for (let j = rowStart[row]; j < rowEnd[row]; j++) {
            next.set(successors[j], [...(next.get(successors[j]) ?? []), [x, probabilities[j]]]);
          }
        }
        const into = entering.get(state) ?? [];
        const given = tick === 0 ? (constants.get(state) ?? 0) : 0;
        program.addRow(given, given, {
          indices: [...leaving, ...into.map(([x]) => x)],
          values: [...leaving.map(() => 1), ...into.map(([, share]) => -share)],
        });
      }
      entering = next;
    }
    const atEnd = new Map<number, number>();
    for (const [state, into] of entering) {
      const y = variable((1 - erasure) * utility[state]);
      atEnd.set(state, y);
      program.addRow(0, 0, { indices: [y, ...into.map(([x]) => x)], values: [1, ...into.map(([, share]) => -share)] });
    }
    const share = combine === 'mean' ? weight / partitions.length : 0;
    const greatest = combine === 'max' ? variable(-weight) : -1;
    for (const cells of partitions) {
      const excesses: number[] = [];
      for (const cell of new Set(cells)) {
        const inside = [...atEnd].filter(([state]) => cells[state] === cell).map(([, y]) => y);
        let mass = 0;
        absent.states.forEach((state, i) => {
          if (cells[state] === cell) mass += absent.probabilities[i];
        });
        const excess = variable(-share);
        excesses.push(excess);
        program.addRow(-infinity, mass, { indices: [...inside, excess], values: [...inside.map(() => 1), -1] });
      }
      if (combine === 'max') {
        const indices = [...excesses, greatest];
        program.addRow(-infinity, 0, { indices, values: [...excesses.map(() => 1), -1] });
      }
    }
    program.run();
    return program.getObjectiveValue() + erasure * expected(absent, utility);
  } finally {
    program.dispose();
  }
}
