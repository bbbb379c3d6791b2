/**
 * The part of a world's tables that a present disciple can meet under one evidence value. Its states are numbered anew,
 * so that planning reads memory that lies close together, and equal rows are kept once, so that each is summed once.
 */
import { Float64List, Int32List } from '../../core/base/lists.ts';
import { memoise } from '../../core/base/memoise.ts';
import { mix } from '../../core/base/random.ts';
import type { Compiled, SparseDistribution } from '../../core/tables/compile.ts';

export interface SliceTables {
  /** By number, the index of the state in the world's tables, ascending. */
  readonly states: Int32Array;
  /** By tick, the numbers of the states that can be met at it, ascending; the last are the outcomes. */
  readonly layers: readonly Int32Array[];
  /** How a disciple that is present begins: the numbers of states, with their probabilities. */
  readonly beginning: SparseDistribution;
  /**
   * By number, where a state's choices begin in `row`; one more entry than there are states. Its choices are its acts
   * whose rows differ, earliest first, and so waiting is the first.
   */
  readonly start: Int32Array;
  /** The row of each choice. */
  readonly row: Int32Array;
  /** By tick before the last, the rows that its states can choose, ascending. After the horizon they only wait. */
  readonly rows: readonly Int32Array[];
  /** By row, where it begins in `successors` and `probabilities`; one more entry than there are rows. */
  readonly begin: Int32Array;
  /** The numbers of the states that follow. */
  readonly successors: Int32Array;
  readonly probabilities: Float64Array;
}

type Choices = Pick<SliceTables, 'start' | 'row' | 'begin' | 'successors' | 'probabilities'>;

/** The slice under the evidence of this index. It is kept with the tables. */
export function sliceTables(compiled: Compiled, evidence: number): SliceTables {
  return memoise(compiled, ['slice', String(evidence)], () => cut(compiled, evidence));
}

function cut(compiled: Compiled, evidence: number): SliceTables {
  const beginning = compiled.beginnings[evidence][1];
  const layers = layersOf(compiled, beginning);
  const numberOf = new Int32Array(compiled.states.length).fill(-1);
  for (const layer of layers) for (const state of layer) numberOf[state] = 0;
  const states = Int32Array.from(numberOf.keys()).filter((state) => numberOf[state] === 0);
  states.forEach((state, number) => {
    numberOf[state] = number;
  });
  const numbered = (indices: Int32Array) => Int32Array.from(indices, (state) => numberOf[state]);
  const own = layers.map(numbered);
  const choices = choicesOf(compiled, states, numberOf);
  return {
    states,
    layers: own,
    beginning: { states: numbered(beginning.states), probabilities: beginning.probabilities },
    ...choices,
    rows: own.slice(0, -1).map((layer, tick) => rowsOf(choices, layer, tick >= compiled.world.horizon)),
  };
}

/** The rows that some states can choose, ascending. */
function rowsOf({ start, row, begin }: Choices, layer: Int32Array, waitsOnly: boolean): Int32Array {
  const isChosen = new Uint8Array(begin.length - 1);
  for (const number of layer) {
    const last = waitsOnly ? start[number] + 1 : start[number + 1];
    for (let choice = start[number]; choice < last; choice++) isChosen[row[choice]] = 1;
  }
  return Int32Array.from(isChosen.keys()).filter((own) => isChosen[own] === 1);
}

/** By tick, the states that some program can meet at it, ascending. */
function layersOf(compiled: Compiled, beginning: SparseDistribution): Int32Array[] {
  const { world, actionCount, layerEnd, rowStart, rowEnd, successors } = compiled;
  const layers = [Int32Array.from(beginning.states).sort()];
  const metAt = new Int32Array(compiled.states.length).fill(-1);
  for (let tick = 0; tick < layerEnd.length - 1; tick++) {
    const actions = tick < world.horizon ? actionCount : 1;
    const met = new Int32List();
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
    layers.push(Int32Array.from(met.toArray()).sort());
  }
  return layers;
}

/** The choices of some states, and the rows that differ. */
function choicesOf(
  { actionCount, rowStart, rowEnd, successors, probabilities }: Compiled,
  states: Int32Array,
  numberOf: Int32Array,
): Choices {
  const kept = {
    first: new Int32List(),
    begin: new Int32List(),
    successors: new Int32List(),
    probabilities: new Float64List(),
  };
  const known = new Map<number, number[]>();
  const bits = new Int32Array(2);
  const double = new Float64Array(bits.buffer);
  const hash = (own: number) => {
    let h = 0;
    for (let j = rowStart[own]; j < rowEnd[own]; j++) {
      double[0] = probabilities[j];
      h = mix(h ^ mix(successors[j] + 0x9e3779b9) ^ bits[0]) + bits[1];
    }
    return h | 0;
  };
  const equal = (own: number, row: number) => {
    const first = kept.first.at(row);
    const length = rowEnd[own] - rowStart[own];
    if (length !== rowEnd[first] - rowStart[first]) return false;
    for (let i = 0; i < length; i++) {
      if (successors[rowStart[own] + i] !== successors[rowStart[first] + i]) return false;
      if (probabilities[rowStart[own] + i] !== probabilities[rowStart[first] + i]) return false;
    }
    return true;
  };
  const rowOf = (own: number) => {
    const key = hash(own);
    const candidates = known.get(key);
    const found = candidates?.find((row) => equal(own, row));
    if (found !== undefined) return found;
    const row = kept.begin.length;
    kept.first.push(own);
    kept.begin.push(kept.successors.length);
    for (let j = rowStart[own]; j < rowEnd[own]; j++) {
      kept.successors.push(numberOf[successors[j]]);
      kept.probabilities.push(probabilities[j]);
    }
    if (candidates) candidates.push(row);
    else known.set(key, [row]);
    return row;
  };
  // An outcome has no choices, nor has an act after the horizon: both lead outside, or nowhere.
  const staysInside = (own: number) => {
    for (let j = rowStart[own]; j < rowEnd[own]; j++) if (numberOf[successors[j]] < 0) return false;
    return rowStart[own] < rowEnd[own];
  };
  const start = new Int32Array(states.length + 1);
  const row = new Int32List();
  states.forEach((state, number) => {
    for (let own = state * actionCount; own < (state + 1) * actionCount; own++) {
      if (!staysInside(own)) continue;
      const found = rowOf(own);
      let isNew = true;
      for (let i = start[number]; i < row.length && isNew; i++) isNew = row.at(i) !== found;
      if (isNew) row.push(found);
    }
    start[number + 1] = row.length;
  });
  kept.begin.push(kept.successors.length);
  return {
    start,
    row: row.toArray(),
    begin: kept.begin.toArray(),
    successors: kept.successors.toArray(),
    probabilities: kept.probabilities.toArray(),
  };
}
