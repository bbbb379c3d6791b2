/** The noncentral χ² distribution, and the interval of a divergence near 0 that follows from it. */
import { normalCumulative } from './normal.ts';

/**
 * P(X ≤ x) for X noncentral χ² with `degrees` of freedom (a real number > 0) and noncentrality λ. One degree of freedom
 * is exact, (Z+√λ)²; beyond, Sankaran's power transform to the normal (1963).
 */
export function noncentralCumulative(x: number, degrees: number, lambda: number): number {
  if (x <= 0) return 0;
  if (degrees <= 1) {
    const shift = Math.sqrt(lambda);
    return normalCumulative(Math.sqrt(x) - shift) - normalCumulative(-Math.sqrt(x) - shift);
  }
  const sum = degrees + lambda;
  const h = 1 - (2 * sum * (degrees + 3 * lambda)) / (3 * (degrees + 2 * lambda) ** 2);
  const p = (degrees + 2 * lambda) / (sum * sum);
  const m = (h - 1) * (1 - 3 * h);
  const centre = 1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p);
  return normalCumulative(((x / sum) ** h - centre) / (h * Math.sqrt(2 * p) * (1 + 0.5 * m * p)));
}

/**
 * The noncentrality under which a noncentral χ² is at most `x` with probability `tail`, by bisection; 0 where even
 * λ = 0 is less probable. At `tail` = 0.975 and 0.025 these are the ends of the 95 % interval of λ given x.
 */
export function noncentralityAt(x: number, degrees: number, tail: number): number {
  if (noncentralCumulative(x, degrees, 0) <= tail) return 0;
  let low = 0;
  let high = 8 + 4 * (x + degrees);
  while (noncentralCumulative(x, degrees, high) > tail) high *= 2;
  while (high - low > 1e-6 * high) {
    const middle = 0.5 * (low + high);
    if (noncentralCumulative(x, degrees, middle) > tail) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** What is known of a plug-in estimate D of a divergence that is quadratic in the difference of near equal laws. */
export interface Quadratic {
  /** The plug-in D itself, ≥ 0. */
  readonly plugin: number;
  /** Mean of D under relabelling. */
  readonly nullMean: number;
  /** Variance of D under relabelling. */
  readonly nullVariance: number;
  /** Delta-method (first-order) variance of D. */
  readonly deltaVariance: number;
}

/**
 * Interval of a divergence from the law its plug-in has near equality: D ~ c·χ²_ν(λ), whose c and ν match the two
 * moments of the null. It carries the skewness that "estimate ± zσ" misses, which matters for a few cells. Away from
 * equality the delta method knows the spread better, through c = (delta-method variance)/4D, where that is smaller.
 *
 * @returns ends of the interval of cλ, the divergence without the noise of the draws
 */
export function quadraticInterval(
  { plugin, nullMean, nullVariance, deltaVariance }: Quadratic,
  z: number,
): readonly [low: number, high: number] {
  if (!(nullMean > 0 && nullVariance > 0)) return [plugin, plugin];
  const degrees = Math.max(1, (2 * nullMean * nullMean) / nullVariance);
  const ownScale = nullMean / degrees;
  const scale = plugin > 0 && deltaVariance > 0 ? Math.min(ownScale, deltaVariance / (4 * plugin)) : ownScale;
  const tail = normalCumulative(-z);
  const x = plugin / scale;
  return [scale * noncentralityAt(x, degrees, 1 - tail), scale * noncentralityAt(x, degrees, tail)];
}
