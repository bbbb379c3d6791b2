/**
 * A good program where nobody knows how to compute the best. A local search looks for it among the library and mixtures
 * of plans that are optimal against the total variation of all answers, at several λ. What it finds is a lower bound.
 * The upper bound is what a program reaches that pays nothing, since a penalty is at least 0.
 */
import { NoExactValue } from '../../core/base/errors.ts';
import type { Frontier, Mixture, Parts } from './frontier.ts';
import type { Found, ProgramSpace, Reached, Search } from './space.ts';

/** The weights of total variation at which programs are sought. */
const WEIGHTS = [0, 0.03, 0.1, 0.3, 1, 3, 10];
/** How near those optima come: they are places to begin at. */
const ROUGH = 1e-3;
/** The shares of another program that are tried in a mixture. */
const SHARES = [0.5, 0.25, 0.125];
/** So many programs are measured at most in one search. */
const MOST_MEASURED = 200;

export class SearchedSpace implements ProgramSpace {
  readonly isConvex = false;
  readonly isBounded = false;
  /** The exact penalty by source. */
  private readonly known = new Map<string, number | null>();

  /**
   * @param library further programs, which are not mixed.
   * @param measure the exact penalty of a source; null where it has none, and is not sent.
   */
  constructor(
    private readonly inner: Frontier,
    private readonly library: readonly Omit<Reached, 'divergence'>[],
    private readonly measure: (source: string) => number | null,
  ) {}

  get values(): readonly Float64Array[] {
    return this.inner.values;
  }

  /** @throws NoExactValue where none of the programs that were met has one. */
  search({ coefficients, weight, limit }: Search): Found {
    let plans = 0;
    let most = Number.POSITIVE_INFINITY;
    const begun: Mixture[] = [];
    for (const inner of WEIGHTS) {
      const found = this.inner.search({ coefficients, weight: inner, gap: ROUGH, limit: Math.max(1, limit - plans) });
      plans += found.plans;
      // Without a penalty no program reaches more.
      if (inner === 0) most = found.high;
      begun.push(found.mixture);
    }
    const programs = [...begun, ...this.inner.plans()];
    const gainOf = ({ expectations }: Pick<Reached, 'expectations'>) =>
      expectations.reduce((sum, each, i) => sum + coefficients[i] * each, 0);
    let left = MOST_MEASURED;
    let best: { readonly low: number; readonly reached: Reached; readonly parts: Parts } | null = null;
    /** Measures a program, unless it would be worse even if it paid nothing. */
    const isBetter = (program: Omit<Reached, 'divergence'>, parts: Parts): boolean => {
      const gain = gainOf(program);
      if (left === 0 || (best !== null && gain <= best.low)) return false;
      left--;
      const divergence = this.priceOf(program.source());
      if (divergence === null) return false;
      const low = gain - weight * divergence;
      if (best !== null && low <= best.low) return false;
      best = { low, reached: { ...program, divergence }, parts };
      return true;
    };
    for (const program of programs) isBetter(program, program.parts);
    for (let improved = best !== null; improved; ) {
      improved = false;
      for (const other of programs) {
        for (const share of SHARES) {
          const parts = mixed(best!.parts, other.parts, share);
          if (isBetter(this.inner.mixture(parts), parts)) improved = true;
        }
      }
    }
    left = this.library.length;
    for (const program of this.library) isBetter(program, []);
    if (best === null) throw new NoExactValue('no program that was met has an exact value');
    const { low, reached } = best as { readonly low: number; readonly reached: Reached };
    return { low, high: Math.max(low, most), mixture: reached, plans };
  }

  adopt(other: ProgramSpace): void {
    if (!(other instanceof SearchedSpace)) return;
    this.inner.adopt(other.inner);
    for (const [source, value] of other.known) this.known.set(source, value);
  }

  dispose(): void {
    this.inner.dispose();
  }

  private priceOf(source: string): number | null {
    const known = this.known.get(source);
    if (known !== undefined) return known;
    const value = this.measure(source);
    this.known.set(source, value);
    return value;
  }
}

/** (1 − share)·a + share·b; equal plans are one. */
function mixed(a: Parts, b: Parts, share: number): Parts {
  const parts = new Map(a.map(({ probability, law }) => [law, (1 - share) * probability]));
  for (const { probability, law } of b) parts.set(law, (parts.get(law) ?? 0) + share * probability);
  return [...parts].map(([law, probability]) => ({ probability, law }));
}
