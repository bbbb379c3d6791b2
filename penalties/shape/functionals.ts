/** The shapes that are blind to labels: spectrum, entropies and surprisal. */
import type { Atoms } from '../graining.ts';
import { cellSums, type Functional, type FunctionalOf, namedParts } from './functional.ts';
import { entropies, spectrum, surprisalCumulants } from './law.ts';

/** Differences of cumulants below this share of their scale are rounding. A fourth root would swell 10⁻¹⁴ to 3·10⁻⁴. */
const ROUNDING = 1e-10;

const ENTROPIES = ['shannon', 'renyi0', 'renyi2', 'renyiInfinity'];
const CUMULANTS = ['cumulant1', 'cumulant2', 'cumulant3', 'cumulant4'];

/** Sorted cell probabilities; the penalty is ½Σ|p₁↓ − p₀↓|, in [0, 1]. */
export const spectrumFunctional: FunctionalOf = (atoms) => ({
  sorted: true,
  read: (law) => spectrum(cellSums(atoms.partitions[0], law)),
  combine: (apart) => Math.min(1, 0.5 * apart.reduce((sum, difference) => sum + difference, 0)),
  parts: () => ({ cells: cellCount(atoms) }),
});

/**
 * Shannon's and Rényi's entropies; the penalty is the mean of the differences of Shannon's and of orders 2 and ∞, in
 * bits. Order 0 counts the possible cells, so a probability of 10⁻¹² would move it: it is a part, and not in the mean.
 */
export const entropiesFunctional: FunctionalOf = (atoms) => ({
  sorted: false,
  read: (law) => entropies(cellSums(atoms.partitions[0], law)),
  combine: (apart) => (apart[0] + apart[2] + apart[3]) / 3,
  parts: (...readings) => ({ cells: cellCount(atoms), ...namedParts(ENTROPIES, ...readings) }),
});

/** Cumulants 1 to 4 of the surprisal; the penalty is the mean over r of |Δκᵣ|^(1/r), in bits. */
export const surprisalFunctional: FunctionalOf = (atoms): Functional => ({
  sorted: false,
  read: (law) => surprisalCumulants(cellSums(atoms.partitions[0], law)),
  combine: (apart, present, absent) => roots(apart, present, absent).reduce((sum, root) => sum + root, 0) / 4,
  parts: (apart, present, absent) => ({
    cells: cellCount(atoms),
    ...namedParts(CUMULANTS, roots(apart, present, absent), present, absent),
  }),
});

function roots(apart: Float64Array, present: Float64Array, absent: Float64Array): Float64Array {
  return apart.map((difference, i) => {
    const order = i + 1;
    const spread = Math.max(0, present[1], absent[1]);
    const scale = 1 + Math.abs(present[i]) + Math.abs(absent[i]) + 3 * spread ** (order / 2);
    return difference > ROUNDING * scale ? difference ** (1 / order) : 0;
  });
}

function cellCount(atoms: Atoms): number {
  return atoms.partitions[0].reduce((most, cell) => Math.max(most, cell + 1), 0);
}
