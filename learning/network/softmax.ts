/** Turns logits into probabilities. */

/** Replaces logits by the probabilities that they stand for, in place. */
export function softmax<Logits extends Float32Array | Float64Array>(logits: Logits): Logits {
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

/**
 * Writes the logarithms of the probabilities of `logs.length` logits, which begin at `start`.
 * @returns the entropy of these probabilities, in nats.
 */
export function logSoftmax(logits: Float32Array, start: number, logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < logs.length; a++) top = Math.max(top, logits[start + a]);
  let sum = 0;
  for (let a = 0; a < logs.length; a++) sum += Math.exp(logits[start + a] - top);
  const logSum = top + Math.log(sum);
  let entropy = 0;
  for (let a = 0; a < logs.length; a++) {
    logs[a] = logits[start + a] - logSum;
    entropy -= Math.exp(logs[a]) * logs[a];
  }
  return entropy;
}

/**
 * Writes the probabilities of the `allowed` outputs, which renormalise among themselves, and 0 for every other.
 * @param logits one row, which begins at `start`.
 * @param allowed not 0 for each output that may be chosen; at least one of them.
 * @returns the entropy of these probabilities, in nats.
 */
export function maskedSoftmax(logits: Float32Array, start: number, allowed: Uint8Array, chances: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < allowed.length; a++) if (allowed[a] !== 0) top = Math.max(top, logits[start + a]);
  let sum = 0;
  for (let a = 0; a < allowed.length; a++) {
    chances[a] = allowed[a] === 0 ? 0 : Math.exp(logits[start + a] - top);
    sum += chances[a];
  }
  let entropy = 0;
  for (let a = 0; a < allowed.length; a++) {
    chances[a] /= sum;
    if (chances[a] > 0) entropy -= chances[a] * Math.log(chances[a]);
  }
  return entropy;
}
