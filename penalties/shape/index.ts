/**
 * The shape family. The essay: "Independently of whether the disciple AI was built, we should expect the same shape
 * to future uncertainty."
 *
 * Three shapes are blind to labels, over joint cells or over whole outcomes (`outcomes=1`). `spectrum` is ½Σ|p₁↓ −
 * p₀↓| of the sorted probabilities, in [0, 1] and at most `coarse/joint/tv`. `entropies` is the mean of |ΔH| over
 * Shannon's entropy and Rényi's of order 2 and ∞, in bits (that of order 0 is a part). `surprisal` is the mean over r
 * = 1…4 of |Δκᵣ|^(1/r), where κᵣ is the r-th cumulant of −log₂ p(w), in bits. `descriptors` is not blind to labels:
 * it is the mean over the questions of seven bounded differences, in [0, 1] ("mean, variance, higher cumulants, max
 * probability reached, number and shape of peaks").
 *
 * From draws an estimate needs n ≥ 20 k draws for k occupied cells, else it throws `NoEstimate`. `spectrum` always
 * has an interval, `descriptors` never. `entropies` and `surprisal` have one where no cell was drawn exactly once.
 * The null is one of equal laws; the parts `equalShapeMean` and `equalShapeP95` are one of equal shapes. Formulas,
 * intervals and how often they exist are in `docs/penalties/shape.md`.
 *
 * Known to fail: a catastrophe of the same shape reads 0 on the first three. Over whole outcomes they can rank
 * backwards: a machine that jams makes careful work more random than a sure raze. Roots make `surprisal` swell small
 * differences: for equal forecasts the estimate is not 0; it is about as large as its null.
 */
import { integer, type Parameter, type Parameters, real } from '../../core/world/parameters.ts';
import type { PenaltyFactory } from '../registry.ts';
import { compressionMeasure } from './compression.ts';
import { type ShapeName, shapePenalty } from './penalty.ts';
import { tiltedBy } from './tilted.ts';

const coarseness: Parameter = real(1, 0, 1e6, 'factor on every grain; 0 for the finest cells');
const outcomes: Parameter = integer(0, 0, 1, '1 for whole outcomes rather than joint cells');
const tau: Parameter = real(16, 1e-3, 1e6, 'bits of compressed length that halve an outcome’s weight');

const summaries: Readonly<Record<ShapeName, string>> = {
  spectrum: 'half the L1 distance of the sorted probabilities',
  entropies: 'mean difference of Shannon’s and Rényi’s entropies (2, ∞), in bits',
  surprisal: 'mean difference of the surprisal’s first four cumulants, in bits',
  descriptors: 'mean, variance, cumulants, maximum, and number and width of peaks of each question’s readings',
};

const names = Object.keys(summaries) as ShapeName[];

function parametersOf(name: ShapeName): Parameters {
  return name === 'descriptors' ? { coarseness } : { coarseness, outcomes };
}

const plain = names.map((shape): PenaltyFactory => {
  const summary = summaries[shape];
  return {
    name: `shape/${shape}`,
    summary,
    parameters: parametersOf(shape),
    create: (values, id) =>
      shapePenalty({ id, summary, shape, coarseness: values.coarseness, outcomes: values.outcomes === 1 }),
  };
});

const tilted = names.map((shape): PenaltyFactory => {
  const summary = `${summaries[shape]}, tilted towards simple outcomes`;
  return {
    name: `shape/tilted/${shape}`,
    summary,
    parameters: { tau, ...parametersOf(shape) },
    create: (values, id) =>
      tiltedBy(compressionMeasure(values.tau), {
        id,
        summary,
        of: shape,
        coarseness: values.coarseness,
        outcomes: values.outcomes === 1,
        scale: values.tau,
      }),
  };
});

const normaliser: PenaltyFactory = {
  name: 'shape/tilted/normaliser',
  summary: 'difference of what normalising the tilt discards, in bits',
  parameters: { tau },
  create: (values, id) =>
    tiltedBy(compressionMeasure(values.tau), {
      id,
      summary: normaliser.summary,
      of: 'normaliser',
      coarseness: 1,
      outcomes: false,
      scale: values.tau,
    }),
};

/** `shape/{spectrum,entropies,surprisal,descriptors}` and `shape/tilted/{…,normaliser}`. */
export const shapePenalties: readonly PenaltyFactory[] = [...plain, ...tilted, normaliser];
