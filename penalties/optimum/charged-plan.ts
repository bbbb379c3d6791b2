/** Plans where a run is charged tick by tick, on the states that a disciple can meet under one evidence value. */
import { memoise, pair } from '../../core/base/memoise.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import type { Act, RunCharges } from '../charges.ts';
import type { Penalty } from '../penalty.ts';
import { sliceTables } from './slice-tables.ts';

/** The states that can be met, with what each costs. */
export interface ChargedLayers {
  readonly compiled: Compiled;
  readonly beginning: SparseDistribution;
  /** By tick, state indices, ascending; the last are the outcomes. */
  readonly layers: readonly Int32Array[];
  /** By tick, the charge of being in each of its states at the end of the tick; null where acts are charged. */
  readonly ofStates: readonly Float64Array[] | null;
  /** By tick, for each of its states and each action, the charge of the act that it does then; null likewise. */
  readonly ofActs: readonly Float64Array[] | null;
}

/** A plan with what it leads to. */
export interface ChargedPlan {
  /** The greatest expected gain less charges of any program, up to ties within 10⁻⁹ a tick. */
  readonly value: number;
  /** By tick before the horizon, an action by state index. Where a state cannot be met, it waits. */
  readonly actions: readonly Uint8Array[];
}

/** The charges of so many cases are kept: each is as large as a slice. */
const KEPT = 16;

/**
 * What the runs under one evidence value are charged. It is kept with the tables.
 * @param penalty one that charges runs.
 * @throws InvalidOption for impossible evidence.
 * @throws NoExactValue where the charges would take too long.
 */
export function chargesOn(compiled: Compiled, evidence: readonly number[], penalty: Penalty): ChargedLayers {
  const index = evidenceIndex(compiled.evidences, evidence);
  const make = () => layersOf(compiled, index, penalty.charges!(compiled, evidence));
  return memoise(pair(penalty, compiled), ['charged layers', String(index)], make, KEPT);
}

function layersOf(compiled: Compiled, evidence: number, charges: RunCharges): ChargedLayers {
  const { states, layers: numbers } = sliceTables(compiled, evidence);
  const layers = numbers.map((layer) => Int32Array.from(layer, (number) => states[number]));
  const common = { compiled, beginning: compiled.beginnings[evidence][1], layers };
  if (charges.kind === 'states') return { ...common, ofStates: charges.of(layers), ofActs: null };
  const acts: Act[] = [];
  const eachAct = (visit: (tick: number, i: number, action: number, state: number) => void) => {
    for (let tick = 0; tick < compiled.world.horizon; tick++) {
      layers[tick].forEach((state, i) => {
        for (let action = 1; action < compiled.actionCount; action++) visit(tick, i, action, state);
      });
    }
  };
  eachAct((tick, _, action, state) => acts.push({ tick: tick + 1, state, action, weight: 1 }));
  const each = charges.of(acts);
  const ofActs = layers.map(({ length }) => new Float64Array(length * compiled.actionCount));
  let next = 0;
  eachAct((tick, i, action) => {
    ofActs[tick][i * compiled.actionCount + action] = each[next++];
  });
  return { ...common, ofStates: null, ofActs };
}

/**
 * The plan that makes the most of a gain at the outcome less a weighted charge for each tick.
 * @param gain by state index; it is read at the outcomes alone.
 * @param weight λ ≥ 0.
 */
export function planCharged(charged: ChargedLayers, gain: ArrayLike<number>, weight: number): ChargedPlan {
  const { compiled, beginning, layers, ofStates, ofActs } = charged;
  const { world, actionCount, layerEnd, rowStart, rowEnd, successors, probabilities } = compiled;
  let later = new Float64Array(compiled.states.length);
  let now = new Float64Array(compiled.states.length);
  const last = layers.length - 1;
  layers[last].forEach((state, i) => {
    later[state] = gain[state] - weight * (ofStates ? ofStates[last][i] : 0);
  });
  const actions: Uint8Array[] = [];
  for (let tick = last - 1; tick >= 0; tick--) {
    const isFree = tick < world.horizon;
    const chosen = isFree ? new Uint8Array(layerEnd[tick]) : null;
    const layer = layers[tick];
    for (let i = 0; i < layer.length; i++) {
      const state = layer[i];
      let bestValue = Number.NEGATIVE_INFINITY;
      for (let action = 0; action < (isFree ? actionCount : 1); action++) {
        const row = state * actionCount + action;
        if (rowStart[row] === rowEnd[row]) continue;
        let value = ofActs ? -weight * ofActs[tick][i * actionCount + action] : 0;
        for (let j = rowStart[row]; j < rowEnd[row]; j++) value += probabilities[j] * later[successors[j]];
        if (value <= bestValue + TIE_TOLERANCE) continue;
        bestValue = value;
        if (chosen) chosen[state] = action;
      }
      now[state] = bestValue - weight * (ofStates ? ofStates[tick][i] : 0);
    }
    if (chosen) actions[tick] = chosen;
    [later, now] = [now, later];
  }
  let value = 0;
  for (let i = 0; i < beginning.states.length; i++) value += beginning.probabilities[i] * later[beginning.states[i]];
  return { value, actions };
}

/** What a plan leads to: the law of the outcome, and the expected sum of the charges. */
export function followCharged(
  { compiled, beginning, layers, ofStates, ofActs }: ChargedLayers,
  actions: readonly Uint8Array[],
): { readonly law: SparseDistribution; readonly charge: number } {
  const { actionCount, rowStart, rowEnd, successors, probabilities } = compiled;
  let mass = new Float64Array(compiled.states.length);
  let next = new Float64Array(compiled.states.length);
  for (let i = 0; i < beginning.states.length; i++) mass[beginning.states[i]] += beginning.probabilities[i];
  let charge = 0;
  const last = layers.length - 1;
  for (let tick = 0; tick <= last; tick++) {
    const layer = layers[tick];
    for (let i = 0; i < layer.length; i++) {
      const state = layer[i];
      const weight = mass[state];
      if (weight === 0) continue;
      if (ofStates) charge += weight * ofStates[tick][i];
      if (tick === last) continue;
      mass[state] = 0;
      const action = tick < actions.length ? actions[tick][state] : 0;
      if (ofActs) charge += weight * ofActs[tick][i * actionCount + action];
      const row = state * actionCount + action;
      for (let j = rowStart[row]; j < rowEnd[row]; j++) next[successors[j]] += weight * probabilities[j];
    }
    if (tick < last) [mass, next] = [next, mass];
  }
  const reached = layers[last].filter((state) => mass[state] > 0);
  return { law: { states: reached, probabilities: Float64Array.from(reached, (state) => mass[state]) }, charge };
}
