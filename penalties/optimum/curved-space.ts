/**
 * The best program where the penalty is an increasing concave function g of a convex penalty t. On an interval of t the
 * secant of g lies below g. So the optimum against the secant bounds what programs with t in the interval reach. The
 * interval with the greatest bound is split, until the bounds meet what the programs found on the way really reach.
 */
import type { ConcaveForm } from '../concave.ts';
import type { Found, ProgramSpace, Reached, Search } from './space.ts';

/** Programs whose convex penalty lies between two values reach no more than `high`. */
interface Interval {
  readonly from: number;
  readonly to: number;
  readonly high: number;
  /** The convex penalty of the program that was found for it. */
  readonly met: number;
}

/** How near the bounds of one interval come, as a share of the gap. */
const INNER_SHARE = 0.25;
/** Intervals are not split below this width. */
const NARROWEST = 1e-9;

export class CurvedSpace implements ProgramSpace {
  /** A mixture may pay more than its parts. */
  readonly isConvex = false;
  readonly isBounded = true;

  constructor(
    private readonly inner: ProgramSpace,
    private readonly form: ConcaveForm,
  ) {}

  get values(): readonly Float64Array[] {
    return this.inner.values;
  }

  search(search: Search): Found {
    const { coefficients, weight, gap, limit, above = Number.POSITIVE_INFINITY, below } = search;
    let plans = 0;
    let best: { readonly low: number; readonly mixture: Reached } | null = null;
    const bound = (from: number, to: number): Interval => {
      const base = this.form.value(from);
      const slope = (this.form.value(to) - base) / (to - from);
      const found = this.inner.search({
        ...{ coefficients, weight: weight * slope, gap: INNER_SHARE * gap, limit: Math.max(1, limit - plans) },
      });
      plans += found.plans;
      const mixture = this.charged(found.mixture);
      const gain = mixture.expectations.reduce((sum, value, i) => sum + coefficients[i] * value, 0);
      const low = gain - weight * mixture.divergence;
      if (best === null || low > best.low) best = { low, mixture };
      return { from, to, high: found.high - weight * (base - slope * from), met: found.mixture.divergence };
    };
    let intervals = [bound(0, this.form.most)];
    for (;;) {
      const { low, mixture } = best!;
      const worst = intervals.reduce((most, one) => (one.high > most.high ? one : most));
      const high = Math.max(low, worst.high);
      const settled = low > above || (below !== undefined && high <= below);
      if (high - low <= gap || settled || plans >= limit || worst.to - worst.from < NARROWEST)
        return { low, high, mixture, plans };
      const { from, to, met } = worst;
      const isInside = met > from + NARROWEST && met < to - NARROWEST;
      const middle = isInside ? met : (from + to) / 2;
      // What a whole interval cannot reach, its halves cannot reach either.
      const halves = [bound(from, middle), bound(middle, to)];
      const split = halves.map((half) => ({ ...half, high: Math.min(half.high, worst.high) }));
      intervals = [...intervals.filter((one) => one !== worst), ...split];
    }
  }

  adopt(other: ProgramSpace): void {
    if (other instanceof CurvedSpace) this.inner.adopt(other.inner);
  }

  dispose(): void {
    this.inner.dispose();
  }

  private charged({ expectations, divergence, source }: Reached): Reached {
    return { expectations, divergence: this.form.value(divergence), source };
  }
}
