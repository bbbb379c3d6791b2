/** The choices that differ: equal rows of a world's tables are numbered once, so that planning sums each once. */
import { Int32List } from '../../core/base/lists.ts';
import { memoise } from '../../core/base/memoise.ts';
import { mix } from '../../core/base/random.ts';
import type { Compiled } from '../../core/tables/compile.ts';

/** For each state, its acts whose rows differ, earliest first: those from `start[s]` to `start[s + 1]`. */
export interface Choices {
  readonly start: Int32Array;
  readonly action: Int32Array;
  /** The number of the row among the rows that differ. */
  readonly row: Int32Array;
  /** The rows that differ, one after the other, since planning reads them in about this order. */
  readonly end: Int32Array;
  readonly successors: Int32Array;
  readonly probabilities: Float64Array;
}

/** The choices of a world. They are kept with its tables. */
export function choicesOf(compiled: Compiled): Choices {
  return memoise(compiled, 'choices that differ', () => find(compiled));
}

function find({ states, actionCount, rowStart, rowEnd, successors, probabilities }: Compiled): Choices {
  const from = new Int32List();
  const to = new Int32List();
  const numbers = new Map<number, number[]>();
  const bits = new Int32Array(2);
  const double = new Float64Array(bits.buffer);
  const hash = (row: number) => {
    let h = 0;
    for (let j = rowStart[row]; j < rowEnd[row]; j++) {
      double[0] = probabilities[j];
      h = mix(h ^ mix(successors[j] + 0x9e3779b9) ^ bits[0]) + bits[1];
    }
    return h | 0;
  };
  const equal = (row: number, number: number) => {
    const [start, other] = [rowStart[row], from.at(number)];
    const length = rowEnd[row] - start;
    if (length !== to.at(number) - other) return false;
    for (let j = 0; j < length; j++) {
      if (successors[start + j] !== successors[other + j]) return false;
      if (probabilities[start + j] !== probabilities[other + j]) return false;
    }
    return true;
  };
  const numberOf = (row: number) => {
    const key = hash(row);
    const known = numbers.get(key) ?? [];
    let number = known.find((candidate) => equal(row, candidate));
    if (number === undefined) {
      number = from.length;
      from.push(rowStart[row]);
      to.push(rowEnd[row]);
      numbers.set(key, [...known, number]);
    }
    return number;
  };
  const start = new Int32Array(states.length + 1);
  const action = new Int32List();
  const row = new Int32List();
  for (let state = 0; state < states.length; state++) {
    for (let act = 0; act < actionCount; act++) {
      const own = state * actionCount + act;
      if (rowStart[own] === rowEnd[own]) continue;
      const number = numberOf(own);
      let isNew = true;
      for (let i = start[state]; i < row.length && isNew; i++) isNew = row.at(i) !== number;
      if (!isNew) continue;
      action.push(act);
      row.push(number);
    }
    start[state + 1] = row.length;
  }
  return { start, action: action.toArray(), row: row.toArray(), ...compact(from, to) };

  function compact(first: Int32List, last: Int32List) {
    const end = new Int32Array(first.length);
    for (let i = 0; i < end.length; i++) end[i] = (i === 0 ? 0 : end[i - 1]) + last.at(i) - first.at(i);
    const own = {
      end,
      successors: new Int32Array(end.at(-1) ?? 0),
      probabilities: new Float64Array(end.at(-1) ?? 0),
    };
    for (let i = 0; i < end.length; i++) {
      const at = i === 0 ? 0 : end[i - 1];
      own.successors.set(successors.subarray(first.at(i), last.at(i)), at);
      own.probabilities.set(probabilities.subarray(first.at(i), last.at(i)), at);
    }
    return own;
  }
}
