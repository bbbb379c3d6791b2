/** Planning on the states that a present disciple can meet under one evidence value. */
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { type SliceTables, sliceTables } from './slice-tables.ts';

/** A plan of a slice with what it leads to. */
export interface Planned {
  /** The greatest expected value of any program, up to `slack`. */
  readonly value: number;
  /** The law of the outcome under the plan, in the order of state indices. */
  readonly law: SparseDistribution;
}

/**
 * The states that some program can meet at each tick under one evidence value. Planning on them alone gives the same
 * acts as `plan` on the whole tables, because each act depends on what can follow it and on nothing else.
 */
export class Slice {
  /** By how much a plan's value may fall short of the best one, since ties within a tolerance go to earlier acts. */
  readonly slack: number;
  /** The outcomes that some program can reach: state indices, ascending. */
  readonly outcomes: Int32Array;
  private readonly tables: SliceTables;
  // What planning writes: values and masses by the number of a state, and a sum with its tick by row.
  private later: Float64Array;
  private now: Float64Array;
  private readonly mass: readonly [Float64Array, Float64Array];
  private readonly sums: Float64Array;
  private readonly summedAt: Int32Array;

  constructor(
    readonly compiled: Compiled,
    /** The index of the evidence value. */
    readonly evidence: number,
  ) {
    this.slack = TIE_TOLERANCE * compiled.world.horizon;
    this.tables = sliceTables(compiled, evidence);
    const { states, layers, end } = this.tables;
    this.outcomes = layers[layers.length - 1].map((number) => states[number]);
    this.later = new Float64Array(states.length);
    this.now = new Float64Array(states.length);
    this.mass = [new Float64Array(states.length), new Float64Array(states.length)];
    this.sums = new Float64Array(end.length);
    this.summedAt = new Int32Array(end.length);
  }

  /**
   * The best plan for a value at the outcome.
   * @param value by state index; it is read at the outcomes alone.
   */
  plan(value: Float64Array): Planned {
    const { sums, summedAt } = this;
    const { states, layers, beginning, start, row, end, successors, probabilities } = this.tables;
    const { horizon } = this.compiled.world;
    for (const number of layers[layers.length - 1]) this.later[number] = value[states[number]];
    summedAt.fill(-1);
    const chosenAt: Int32Array[] = [];
    for (let tick = layers.length - 2; tick >= 0; tick--) {
      const { later, now } = this;
      const layer = layers[tick];
      const chosen = new Int32Array(layer.length);
      const waitsOnly = tick >= horizon;
      for (let i = 0; i < layer.length; i++) {
        const number = layer[i];
        let bestValue = Number.NEGATIVE_INFINITY;
        // The first choice is to wait.
        const last = waitsOnly ? start[number] + 1 : start[number + 1];
        for (let choice = start[number]; choice < last; choice++) {
          const own = row[choice];
          if (summedAt[own] !== tick) {
            let sum = 0;
            for (let j = own === 0 ? 0 : end[own - 1]; j < end[own]; j++)
              sum += probabilities[j] * later[successors[j]];
            sums[own] = sum;
            summedAt[own] = tick;
          }
          if (sums[own] > bestValue + TIE_TOLERANCE) {
            bestValue = sums[own];
            chosen[i] = own;
          }
        }
        now[number] = bestValue;
      }
      chosenAt[tick] = chosen;
      this.later = now;
      this.now = later;
    }
    let best = 0;
    for (let i = 0; i < beginning.states.length; i++) {
      best += beginning.probabilities[i] * this.later[beginning.states[i]];
    }
    return { value: best, law: this.follow(chosenAt) };
  }

  /** The law of the outcome where these rows were chosen, in the order of the layers. */
  private follow(chosenAt: readonly Int32Array[]): SparseDistribution {
    const { states, layers, beginning, end, successors, probabilities } = this.tables;
    let [mass, next] = this.mass;
    for (let i = 0; i < beginning.states.length; i++) mass[beginning.states[i]] += beginning.probabilities[i];
    for (let tick = 0; tick < layers.length - 1; tick++) {
      const layer = layers[tick];
      const chosen = chosenAt[tick];
      for (let i = 0; i < layer.length; i++) {
        const weight = mass[layer[i]];
        if (weight === 0) continue;
        mass[layer[i]] = 0;
        const own = chosen[i];
        for (let j = own === 0 ? 0 : end[own - 1]; j < end[own]; j++) next[successors[j]] += weight * probabilities[j];
      }
      [mass, next] = [next, mass];
    }
    const reached = layers[layers.length - 1].filter((number) => mass[number] > 0);
    const law = {
      states: reached.map((number) => states[number]),
      probabilities: Float64Array.from(reached, (number) => mass[number]),
    };
    for (const number of reached) mass[number] = 0;
    return law;
  }
}

/** The expected value of a function of the outcome, by state index, under a law. */
export function expected({ states, probabilities }: SparseDistribution, value: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < states.length; i++) sum += probabilities[i] * value[states[i]];
  return sum;
}
