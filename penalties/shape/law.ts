/**
 * What is blind to labels in a probability vector. Each function sorts first, so that permuting the cells changes no
 * bit of the result.
 */

/** The probabilities from the largest down: the spectrum of a law. */
export function spectrum(law: Float64Array): Float64Array {
  return law.slice().sort().reverse();
}

/** ½Σ|a↓ᵢ − b↓ᵢ| of two probability vectors, the shorter filled up with zeros; in [0, 1], and at most their tv. */
export function spectrumDistance(a: Float64Array, b: Float64Array): number {
  const [one, zero] = [spectrum(a), spectrum(b)];
  let sum = 0;
  for (let i = 0; i < Math.max(one.length, zero.length); i++) sum += Math.abs((one[i] ?? 0) - (zero[i] ?? 0));
  return Math.min(1, 0.5 * sum);
}

/**
 * Entropies of a probability vector, all in bits: Shannon's −Σ p log₂ p, and Rényi's of order 0 (log₂ of the number of
 * possible cells), 2 (−log₂ Σ p²) and ∞ (−log₂ max p).
 */
export function entropies(law: Float64Array): Float64Array {
  const sorted = spectrum(law);
  let shannon = 0;
  let possible = 0;
  let squares = 0;
  for (const p of sorted) {
    if (!(p > 0)) break;
    possible++;
    shannon -= p * Math.log2(p);
    squares += p * p;
  }
  return Float64Array.of(Math.max(0, shannon), Math.log2(possible), -Math.log2(squares), -Math.log2(sorted[0]));
}

/**
 * Cumulants 1 to 4 of the surprisal −log₂ p(w), w drawn from the law itself; the r-th in bitsʳ. The first is Shannon's
 * entropy, the second the "varentropy".
 */
export function surprisalCumulants(law: Float64Array): Float64Array {
  const sorted = spectrum(law);
  const possible = sorted.findIndex((p) => !(p > 0));
  const occupied = possible < 0 ? sorted : sorted.subarray(0, possible);
  return cumulants(
    occupied.map((p) => -Math.log2(p)),
    occupied,
  );
}

/** Cumulants 1 to 4 of a random variable that takes `values` with `weights` that sum to 1. */
export function cumulants(values: Float64Array, weights: Float64Array): Float64Array {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += weights[i] * values[i];
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - mean;
    const square = weights[i] * deviation * deviation;
    second += square;
    third += square * deviation;
    fourth += square * deviation * deviation;
  }
  return Float64Array.of(mean, second, third, fourth - 3 * second * second);
}
