/** Logits to the probabilities they stand for, in place. */
export function softmax(logits: Float32Array): Float32Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) if (logits[i] > top) top = logits[i];
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    logits[i] = Math.exp(logits[i] - top);
    sum += logits[i];
  }
  for (let i = 0; i < logits.length; i++) logits[i] /= sum;
  return logits;
}

/** Index i with probability `chances[i]`, by a uniform `u` in [0, 1); never one of probability 0. */
export function pick(chances: Float32Array, u: number): number {
  let left = u;
  let last = 0;
  for (let i = 0; i < chances.length; i++) {
    if (chances[i] === 0) continue;
    left -= chances[i];
    last = i;
    if (left < 0) return i;
  }
  return last;
}
