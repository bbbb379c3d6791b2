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
  // What planning writes: values and masses by the number of a state, and sums by row.
  private later: Float64Array;
  private now: Float64Array;
  private readonly mass: readonly [Float64Array, Float64Array];
  private readonly sums: Float64Array;

  constructor(
    readonly compiled: Compiled,
    /** The index of the evidence value. */
    readonly evidence: number,
  ) {
    this.slack = TIE_TOLERANCE * compiled.world.horizon;
    this.tables = sliceTables(compiled, evidence);
    const { states, layers, begin } = this.tables;
    this.outcomes = layers[layers.length - 1].map((number) => states[number]);
    this.later = new Float64Array(states.length);
    this.now = new Float64Array(states.length);
    this.mass = [new Float64Array(states.length), new Float64Array(states.length)];
    this.sums = new Float64Array(begin.length - 1);
  }

  /**
   * The best plan for a value at the outcome.
   * @param value by state index; it is read at the outcomes alone.
   */
  plan(value: Float64Array): Planned {
    const chosenAt = this.goBack(value);
    const { beginning } = this.tables;
    let best = 0;
    for (let i = 0; i < beginning.states.length; i++) {
      best += beginning.probabilities[i] * this.later[beginning.states[i]];
    }
    return { value: best, law: this.follow(chosenAt) };
  }

  /** Goes back from the outcome; then `later` holds the values at the beginning. Returns the rows chosen, by tick. */
  private goBack(value: Float64Array): Int32Array[] {
    const { tables, sums } = this;
    const { states, layers } = tables;
    const { horizon } = this.compiled.world;
    for (const number of layers[layers.length - 1]) this.later[number] = value[states[number]];
    const chosenAt: Int32Array[] = [];
    for (let tick = layers.length - 2; tick >= 0; tick--) {
      const { later, now } = this;
      sumRows(tables, tick, later, sums);
      chosenAt[tick] = choose(tables, layers[tick], tick >= horizon, sums, now);
      this.later = now;
      this.now = later;
    }
    return chosenAt;
  }

  /** The law of the outcome where these rows were chosen, in the order of the layers. */
  private follow(chosenAt: readonly Int32Array[]): SparseDistribution {
    const { states, layers, beginning, begin, successors, probabilities } = this.tables;
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
        for (let j = begin[own]; j < begin[own + 1]; j++) next[successors[j]] += weight * probabilities[j];
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

/** Sums what follows each row of a tick, in the order in which memory holds the rows. */
function sumRows(
  { rows, begin, successors, probabilities }: SliceTables,
  tick: number,
  later: Float64Array,
  sums: Float64Array,
): void {
  const own = rows[tick];
  for (let i = 0; i < own.length; i++) {
    const row = own[i];
    const end = begin[row + 1];
    let sum = 0;
    for (let j = begin[row]; j < end; j++) sum += probabilities[j] * later[successors[j]];
    sums[row] = sum;
  }
}

/**
 * Chooses for each state of a tick the row with the greatest sum; ties within a tolerance go to the earlier act.
 * @param now receives the value by the number of a state.
 * @returns the rows, in the order of the layer.
 */
function choose(
  { start, row }: SliceTables,
  layer: Int32Array,
  waitsOnly: boolean,
  sums: Float64Array,
  now: Float64Array,
): Int32Array {
  const chosen = new Int32Array(layer.length);
  for (let i = 0; i < layer.length; i++) {
    const number = layer[i];
    // The first choice is to wait.
    const last = waitsOnly ? start[number] + 1 : start[number + 1];
    let best = row[start[number]];
    let bestValue = sums[best];
    for (let choice = start[number] + 1; choice < last; choice++) {
      const value = sums[row[choice]];
      if (value > bestValue + TIE_TOLERANCE) {
        bestValue = value;
        best = row[choice];
      }
    }
    now[number] = bestValue;
    chosen[i] = best;
  }
  return chosen;
}

/** The expected value of a function of the outcome, by state index, under a law. */
export function expected({ states, probabilities }: SparseDistribution, value: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < states.length; i++) sum += probabilities[i] * value[states[i]];
  return sum;
}
