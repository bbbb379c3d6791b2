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
