/** Prices on cells: a linear function of the masses that is nowhere above a weighted penalty. */

/** λ·D(m, m₀) ≥ `base` + `prices`·m for every m, so prices bound what any program can gain (docs/optimum.md). */
export interface Pricing {
  /** By cell. */
  readonly prices: Float64Array;
  readonly base: number;
}

/** The mixture share·a + (1 − share)·b, which is a pricing again. */
export function blend(a: Pricing, b: Pricing, share: number): Pricing {
  return {
    prices: a.prices.map((price, i) => share * price + (1 - share) * b.prices[i]),
    base: share * a.base + (1 - share) * b.base,
  };
}

/** `base` + `prices`·m. */
export function charged({ prices, base }: Pricing, masses: Float64Array): number {
  let sum = base;
  for (let i = 0; i < prices.length; i++) sum += prices[i] * masses[i];
  return sum;
}
