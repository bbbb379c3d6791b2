/** How `information/length` and `information/conditional` read the lengths of two portraits. */
import { conditionalChange, signedChange } from './compare.ts';
import type { PairReading } from './estimate.ts';

/** The least and the greatest |a − b| / max(a, b), a among some lengths and b among others. */
function changeRange(a: readonly number[], b: readonly number[]): readonly [number, number] {
  const [leastA, mostA, leastB, mostB] = [Math.min(...a), Math.max(...a), Math.min(...b), Math.max(...b)];
  const overlap = leastA <= mostB && leastB <= mostA;
  const low = overlap ? 0 : Math.max(signedChange(leastA, mostB), signedChange(leastB, mostA));
  return [low, Math.max(signedChange(mostA, leastB), signedChange(mostB, leastA))];
}

export const lengthReading: PairReading = {
  value: ({ present, absent }) => Math.abs(signedChange(present, absent)),
  range: (candidates) =>
    changeRange(
      candidates.map(({ present }) => present),
      candidates.map(({ absent }) => absent),
    ),
};

export const conditionalReading: PairReading = {
  value: conditionalChange,
  range: (candidates) => {
    const values = candidates.map(conditionalChange);
    return [Math.min(...values), Math.max(...values)];
  },
};
