/** The divergences of two probability vectors: total variation, Jensen–Shannon, Hellinger and Kullback–Leibler. */
import { InvalidOption } from '../core/base/errors.ts';
import { expected } from '../core/base/messages.ts';

/** The divergences. Each is exactly 0 for equal vectors only, and shrinks when cells are merged. */
export type DivergenceName = 'tv' | 'js' | 'hellinger' | 'kl';

/** Every divergence, in the order in which they are listed. */
export const divergenceNames: readonly DivergenceName[] = ['tv', 'js', 'hellinger', 'kl'];

/**
 * An upper bound of each divergence: `tv`, `js` (bits) and squared `hellinger` reach theirs on disjoint vectors;
 * `kl` (nats) of the mixtures stays below ln 199 and is 0.99 ln 199 there.
 */
export const divergenceMaximum: Readonly<Record<DivergenceName, number>> = {
  tv: 1,
  js: 1,
  hellinger: 1,
  kl: Math.log(199),
};

/** The share of its own vector in each of the mixtures of `kl`. The rest is the average of both, so `kl` is finite. */
const OWN = 0.99;
const SHARED = (1 - OWN) / 2;

/** One cell's share of a divergence, a function of that cell's two masses, and its slope in the first of them. */
export interface CellDivergence {
  /** The cell's share; the divergence is the sum over cells. */
  readonly share: (p1: number, p0: number) => number;
  /** Derivative of the divergence in p1, up to a constant. */
  readonly slope1: (p1: number, p0: number) => number;
  /** Derivative of the divergence in p0, up to a constant. */
  readonly slope0: (p1: number, p0: number) => number;
}

function jsHalf(own: number, other: number): number {
  return own > 0 ? 0.5 * own * Math.log2((2 * own) / (own + other)) : 0;
}

function jsSlope(own: number, other: number): number {
  return own > 0 ? 0.5 * Math.log2((2 * own) / (own + other)) : 0;
}

function hellingerSlope(own: number, other: number): number {
  return own > 0 ? 0.5 * (1 - Math.sqrt(other / own)) : 0;
}

function klShare(p1: number, p0: number): number {
  if (p1 === p0) return 0;
  const mixed1 = OWN * p1 + SHARED * (p1 + p0);
  const mixed0 = OWN * p0 + SHARED * (p1 + p0);
  // The two linear terms sum to 0 over all cells. With them, the share of every cell is ≥ 0.
  return mixed1 * Math.log(mixed1 / mixed0) - mixed1 + mixed0;
}

function klRatio(p1: number, p0: number): number {
  return p1 === p0 ? 1 : (OWN * p1 + SHARED * (p1 + p0)) / (OWN * p0 + SHARED * (p1 + p0));
}

/** The smooth divergences cell by cell, as the jackknife needs them. */
export const cellDivergences: Readonly<Record<Exclude<DivergenceName, 'tv'>, CellDivergence>> = {
  js: {
    share: (p1, p0) => jsHalf(p1, p0) + jsHalf(p0, p1),
    slope1: (p1, p0) => jsSlope(p1, p0),
    slope0: (p1, p0) => jsSlope(p0, p1),
  },
  hellinger: {
    share: (p1, p0) => 0.5 * (Math.sqrt(p1) - Math.sqrt(p0)) ** 2,
    slope1: (p1, p0) => hellingerSlope(p1, p0),
    slope0: (p1, p0) => hellingerSlope(p0, p1),
  },
  kl: {
    share: klShare,
    slope1: (p1, p0) => {
      const ratio = klRatio(p1, p0);
      return (OWN + SHARED) * Math.log(ratio) - SHARED * ratio;
    },
    slope0: (p1, p0) => {
      const ratio = klRatio(p1, p0);
      return SHARED * Math.log(ratio) - (OWN + SHARED) * ratio;
    },
  },
};

/**
 * The divergence of two probability vectors over the same cells. `tv` is ½Σ|p₁−p₀|; `js` in bits;
 * `hellinger` squared, ½Σ(√p₁−√p₀)²; `kl` in nats, of p₁ from p₀, each mixed with 1 % of their average.
 *
 * @returns a number in [0, `divergenceMaximum[name]`], exactly 0 for identical vectors.
 * @throws InvalidOption if the vectors' lengths differ.
 */
export function divergence(name: DivergenceName, p1: ArrayLike<number>, p0: ArrayLike<number>): number {
  if (p1.length !== p0.length) {
    throw new InvalidOption(expected('divergence', `vectors of one length (${p1.length})`, p0.length));
  }
  let sum = 0;
  if (name === 'tv') {
    for (let i = 0; i < p1.length; i++) sum += Math.abs(p1[i] - p0[i]);
    sum *= 0.5;
  } else {
    const { share } = cellDivergences[name];
    for (let i = 0; i < p1.length; i++) sum += share(p1[i], p0[i]);
  }
  return Math.min(divergenceMaximum[name], Math.max(0, sum));
}
