/** Draws the target states of relative reachability and of future tasks. */
import { memoise } from '../../core/base/memoise.ts';
import { hashText, hashUniform } from '../../core/base/random.ts';
import type { Compiled } from '../../core/tables/compile.ts';

/**
 * `count` of the states that a run with a disciple can meet, drawn without replacement; all of them where there are no
 * more. A state's turn is a hash of the seed and its key, whatever the order of the states. Ascending.
 */
export function targetStates(compiled: Compiled, count: number, seed: number): Int32Array {
  return memoise(compiled, ['target states', `${count}/${seed}`], () => draw(compiled, count, seed));
}

function draw(compiled: Compiled, count: number, seed: number): Int32Array {
  const met = metByDisciples(compiled);
  if (met.length <= count) return met.sort();
  const turn = Float64Array.from(met, (state) => {
    const key = compiled.world.key(compiled.states[state]);
    return hashUniform(seed, hashText(key), hashText(`target/${key}`), 0, 0);
  });
  const order = Array.from(met.keys()).sort((a, b) => turn[a] - turn[b]);
  return Int32Array.from(order.slice(0, count), (i) => met[i]).sort();
}

function metByDisciples({ beginnings, states, actionCount, rowStart, rowEnd, successors }: Compiled): Int32Array {
  const seen = new Uint8Array(states.length);
  const met: number[] = [];
  const meet = (state: number) => {
    if (seen[state]) return;
    seen[state] = 1;
    met.push(state);
  };
  for (const [, present] of beginnings) present.states.forEach(meet);
  for (let i = 0; i < met.length; i++) {
    for (let row = met[i] * actionCount; row < (met[i] + 1) * actionCount; row++) {
      for (let j = rowStart[row]; j < rowEnd[row]; j++) meet(successors[j]);
    }
  }
  return Int32Array.from(met);
}
