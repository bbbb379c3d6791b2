/** Importances that differ by no more are a tie: rounding must not rank. */
const TIE = 1e-9;

/**
 * Kendall's τ-b between two rankings of the same things: 1 where they agree, −1 where one is the other reversed. Fewer
 * than two things, or ties throughout in both, agree (1); ties throughout in one alone leave nothing to correlate (0).
 */
export function kendall(a: readonly number[], b: readonly number[]): number {
  const order = (x: number, y: number) => (Math.abs(x - y) <= TIE ? 0 : Math.sign(x - y));
  let both = 0;
  let pairsA = 0;
  let pairsB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [orderA, orderB] = [order(a[i], a[j]), order(b[i], b[j])];
      both += orderA * orderB;
      pairsA += orderA * orderA;
      pairsB += orderB * orderB;
    }
  }
  if (pairsA === 0 && pairsB === 0) return 1;
  return pairsA === 0 || pairsB === 0 ? 0 : both / Math.sqrt(pairsA * pairsB);
}
