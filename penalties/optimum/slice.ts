/** The part of a world's tables that a present disciple can meet under one evidence value, and planning on it. */
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { type Choices, choicesOf } from './choices.ts';

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
  /** By tick, the states that can be met at it, ascending; the last are the outcomes. */
  private readonly layers: readonly Int32Array[];
  private later: Float64Array;
  private now: Float64Array;
  private readonly mass: readonly [Float64Array, Float64Array];
  private readonly choices: Choices;
  /** By row that differs, its expected value, and the tick for which it was summed. */
  private readonly sums: Float64Array;
  private readonly summedAt: Int32Array;
  /** By how much a plan's value may fall short of the best one, since ties within a tolerance go to earlier acts. */
  readonly slack: number;

  constructor(
    readonly compiled: Compiled,
    /** The index of the evidence value. */
    readonly evidence: number,
  ) {
    this.layers = layersOf(compiled, this.beginning);
    const states = compiled.states.length;
    this.later = new Float64Array(states);
    this.now = new Float64Array(states);
    this.mass = [new Float64Array(states), new Float64Array(states)];
    this.choices = choicesOf(compiled);
    this.sums = new Float64Array(this.choices.end.length);
    this.summedAt = new Int32Array(this.choices.end.length);
    this.slack = TIE_TOLERANCE * compiled.world.horizon;
  }

  /** The outcomes that some program can reach, ascending. */
  get outcomes(): Int32Array {
    return this.layers[this.layers.length - 1];
  }

  private get beginning(): SparseDistribution {
    return this.compiled.beginnings[this.evidence][1];
  }

  /**
   * The best plan for a value at the outcome.
   * @param value by state index; it is read at the outcomes alone.
   */
  plan(value: Float64Array): Planned {
    const { compiled, layers, choices, sums, summedAt } = this;
    const { horizon } = compiled.world;
    const { start, action, row, end, successors, probabilities } = choices;
    for (const state of this.outcomes) this.later[state] = value[state];
    summedAt.fill(-1);
    const acts: Uint8Array[] = [];
    for (let tick = layers.length - 2; tick >= 0; tick--) {
      const { later, now } = this;
      const layer = layers[tick];
      const chosen = new Uint8Array(layer.length);
      const waitsOnly = tick >= horizon;
      for (let i = 0; i < layer.length; i++) {
        const state = layer[i];
        let bestValue = Number.NEGATIVE_INFINITY;
        // The first choice is to wait.
        const last = waitsOnly ? start[state] + 1 : start[state + 1];
        for (let choice = start[state]; choice < last; choice++) {
          const number = row[choice];
          if (summedAt[number] !== tick) {
            let sum = 0;
            for (let j = number === 0 ? 0 : end[number - 1]; j < end[number]; j++) {
              sum += probabilities[j] * later[successors[j]];
            }
            sums[number] = sum;
            summedAt[number] = tick;
          }
          if (sums[number] > bestValue + TIE_TOLERANCE) {
            bestValue = sums[number];
            chosen[i] = action[choice];
          }
        }
        now[state] = bestValue;
      }
      acts[tick] = chosen;
      this.later = now;
      this.now = later;
    }
    const { states, probabilities: first } = this.beginning;
    let best = 0;
    for (let i = 0; i < states.length; i++) best += first[i] * this.later[states[i]];
    return { value: best, law: this.follow(acts) };
  }

  /** The law of the outcome under acts that are given in the order of the layers. */
  private follow(acts: readonly Uint8Array[]): SparseDistribution {
    const { compiled, layers } = this;
    const { actionCount, rowStart, rowEnd, successors, probabilities } = compiled;
    let [mass, next] = this.mass;
    const { states, probabilities: first } = this.beginning;
    for (let i = 0; i < states.length; i++) mass[states[i]] += first[i];
    for (let tick = 0; tick < layers.length - 1; tick++) {
      const layer = layers[tick];
      for (let i = 0; i < layer.length; i++) {
        const state = layer[i];
        const weight = mass[state];
        if (weight === 0) continue;
        mass[state] = 0;
        const row = state * actionCount + acts[tick][i];
        for (let j = rowStart[row]; j < rowEnd[row]; j++) next[successors[j]] += weight * probabilities[j];
      }
      [mass, next] = [next, mass];
    }
    const reached = this.outcomes.filter((state) => mass[state] > 0);
    const law = { states: reached, probabilities: Float64Array.from(reached, (state) => mass[state]) };
    for (const state of reached) mass[state] = 0;
    return law;
  }
}

function layersOf(compiled: Compiled, beginning: SparseDistribution): Int32Array[] {
  const { world, actionCount, layerEnd, rowStart, rowEnd, successors } = compiled;
  const layers = [Int32Array.from(beginning.states).sort()];
  const metAt = new Int32Array(compiled.states.length).fill(-1);
  for (let tick = 0; tick < layerEnd.length - 1; tick++) {
    const actions = tick < world.horizon ? actionCount : 1;
    const met: number[] = [];
    for (const state of layers[tick]) {
      for (let row = state * actionCount; row < state * actionCount + actions; row++) {
        for (let j = rowStart[row]; j < rowEnd[row]; j++) {
          const successor = successors[j];
          if (metAt[successor] === tick + 1) continue;
          metAt[successor] = tick + 1;
          met.push(successor);
        }
      }
    }
    layers.push(Int32Array.from(met).sort());
  }
  return layers;
}

/** The expected value of a function of the outcome, by state index, under a law. */
export function expected({ states, probabilities }: SparseDistribution, value: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < states.length; i++) sum += probabilities[i] * value[states[i]];
  return sum;
}
