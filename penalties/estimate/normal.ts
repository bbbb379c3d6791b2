/** The normal distribution: density, distribution function, quantile and the excess of a folded normal. */
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

/** The standard normal density φ(x). */
export function normalDensity(x: number): number {
  return DENSITY_AT_ZERO * Math.exp(-0.5 * x * x);
}

/**
 * Φ(x), the standard normal distribution function, to 14 digits: Hart's rational approximation and a continued
 * fraction beyond 5√2 (G. West, "Better approximations to cumulative normal functions", 2009).
 */
export function normalCumulative(x: number): number {
  const y = Math.abs(x);
  if (y > 37) return x > 0 ? 1 : 0;
  const exponential = Math.exp(-0.5 * y * y);
  let tail: number;
  if (y < 7.07106781186547) {
    let above = 3.52624965998911e-2 * y + 0.700383064443688;
    above = above * y + 6.37396220353165;
    above = above * y + 33.912866078383;
    above = above * y + 112.079291497871;
    above = above * y + 221.213596169931;
    above = above * y + 220.206867912376;
    let below = 8.83883476483184e-2 * y + 1.75566716318264;
    below = below * y + 16.064177579207;
    below = below * y + 86.7807322029461;
    below = below * y + 296.564248779674;
    below = below * y + 637.333633378831;
    below = below * y + 793.826512519948;
    below = below * y + 440.413735824752;
    tail = (exponential * above) / below;
  } else {
    tail = (exponential * DENSITY_AT_ZERO) / (y + 1 / (y + 2 / (y + 3 / (y + 4 / (y + 0.65)))));
  }
  return x > 0 ? 1 - tail : tail;
}

/** Φ⁻¹(p) for p in (0, 1), by bisection down to rounding. That is slow, but an estimate needs only a few. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -38;
  let high = 0;
  while (true) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    if (normalCumulative(middle) < p) low = middle;
    else high = middle;
  }
}

/** The z of a two-sided interval of 95 %, rounded. */
export const Z95 = 1.96;

const STEPS_PER_UNIT = 1024;
const REACH = 8;
const excess = new Float64Array(REACH * STEPS_PER_UNIT + 2);
for (let i = 0; i < excess.length; i++) {
  const t = i / STEPS_PER_UNIT;
  excess[i] = normalDensity(t) - t * normalCumulative(-t);
}

/**
 * φ(t) − tΦ(−t) for t ≥ 0: by how much E|t+Z|/2 exceeds t/2, Z standard normal. Interpolated from a table, absolute
 * error below 5·10⁻⁸; 0 beyond t = 8.
 */
export function foldedExcess(t: number): number {
  const position = t * STEPS_PER_UNIT;
  if (!(position < REACH * STEPS_PER_UNIT)) return 0;
  const i = position | 0;
  return excess[i] + (position - i) * (excess[i + 1] - excess[i]);
}
