/** Two forecasts on the cells of a shape, tilted by a measure or not. */
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import { questionCells } from '../../core/world/answers.ts';
import type { World } from '../../core/world/world.ts';
import { counts } from '../comparison.ts';
import { relabeller } from '../estimate/relabel.ts';
import { type Atoms, atoms, type Graining } from '../graining.ts';
import type { TiltMeasure } from './compression.ts';

/** What the cells of a shape are. */
export type CellKind = 'joint' | 'outcomes' | 'questions' | 'none';

/** Two forecasts on their common atoms, with the measure that tilts them, if any. */
export interface MeasuredAtoms {
  readonly atoms: Atoms;
  /** log₂ M of each atom; null where nothing is tilted. */
  readonly log2: Float64Array | null;
}

/** Cells of a kind, and beside them the level of a measure: outcomes of one cell and one level are one atom. */
export function measuredAtoms<State>(
  p1: Forecast<State>,
  p0: Forecast<State>,
  world: World<State>,
  kind: CellKind,
  coarseness: number,
  measure: TiltMeasure | null,
): MeasuredAtoms {
  const joined = atoms(p1, p0, graining(world, kind, coarseness, measure));
  if (!measure) return { atoms: joined, log2: null };
  const log2 = Float64Array.from(joined.cells, (tuple) => measure.log2(tuple[tuple.length - 1] as number));
  const odd = log2.find((value) => !(value < Number.POSITIVE_INFINITY));
  if (odd !== undefined)
    throw new InvalidOption(expected(`${world.id}: log₂ M of an outcome`, 'a finite number, or −Infinity', odd));
  for (const [name, weights] of [
    ['with', joined.weights1],
    ['without', joined.weights0],
  ] as const) {
    if (!weights.some((weight, i) => weight > 0 && log2[i] > Number.NEGATIVE_INFINITY))
      throw new InvalidOption(`${world.id}: expected an outcome of M > 0 ${name} the disciple but found none`);
  }
  return { atoms: joined, log2 };
}

function graining<State>(
  world: World<State>,
  kind: CellKind,
  coarseness: number,
  measure: TiltMeasure | null,
): Graining<State> {
  const answers = questionCells(world, coarseness);
  const own = (state: State): (string | number)[] => {
    if (kind === 'none') return [''];
    if (kind === 'outcomes') return [world.key(state)];
    const cells = answers(state);
    if (kind === 'joint') return [cells.join(',')];
    if (coarseness > 0) return cells;
    return cells.map((value, q) => (value - (world.questions[q].origin ?? 0)) / (world.questions[q].grain ?? 1));
  };
  const names = kind === 'questions' ? world.questions.map(({ id }) => id) : [kind];
  const id = `shape/${kind}*${coarseness}*${measure?.key ?? ''}`;
  if (!measure) return { id, world, names, cells: own };
  return { id, world, names: [...names, 'measure'], cells: (state) => [...own(state), measure.level(state, world)] };
}

/** p'(w) ∝ M(w) p(w), normalised, with what was lost of the sample. */
export interface Tilted {
  readonly law: Float64Array;
  /** (Σ M p)² / Σ M² p, in (0, 1]: the share of the draws that is still effective. */
  readonly share: number;
  /** log₂ Σ M p. */
  readonly log2Sum: number;
}

/** Twists a law by a measure, in log space: log₂ M may be hundreds of bits. */
export function tilt(law: Float64Array, log2: Float64Array): Tilted {
  let most = -Infinity;
  for (let i = 0; i < law.length; i++) if (law[i] > 0 && log2[i] > most) most = log2[i];
  const tilted = new Float64Array(law.length);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < law.length; i++) {
    if (!(law[i] > 0)) continue;
    const weight = 2 ** (log2[i] - most);
    tilted[i] = weight * law[i];
    sum += tilted[i];
    squares += weight * tilted[i];
  }
  for (let i = 0; i < law.length; i++) tilted[i] /= sum;
  return { law: tilted, share: Math.min(1, (sum * sum) / squares), log2Sum: most + Math.log2(sum) };
}

/** Draws of both branches by atom. */
export interface Sample {
  readonly counts1: Float64Array;
  readonly counts0: Float64Array;
  readonly n1: number;
  readonly n0: number;
}

/** The draws behind two forecasts, by atom; null where a forecast is exact. */
export function sampleOf<State>(
  { atoms: joined }: MeasuredAtoms,
  p1: Forecast<State>,
  p0: Forecast<State>,
): Sample | null {
  if (p1.draws === null || p0.draws === null) return null;
  return {
    counts1: counts(joined.weights1, p1.draws),
    counts0: counts(joined.weights0, p0.draws),
    n1: p1.draws,
    n0: p0.draws,
  };
}

/** As many draws of each branch: noise then blurs both spectra alike. Draws of the larger are left out at random. */
export function thinned(sample: Sample, seed: number | string): Sample {
  const { counts1, counts0, n1, n0 } = sample;
  if (n1 === n0) return sample;
  const n = Math.min(n1, n0);
  const dealt = relabeller(n1 > n0 ? counts1 : counts0, n, `${seed}/shape/thin`);
  dealt.next();
  const fewer = Float64Array.from(dealt.counts1);
  return n1 > n0 ? { counts1: fewer, counts0, n1: n, n0: n } : { counts1, counts0: fewer, n1: n, n0: n };
}
