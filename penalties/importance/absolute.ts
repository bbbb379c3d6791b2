/**
 * Absolute importance. The essay: "The rest of the information about the world should be more important than whether
 * the disciple AI was built."
 *
 * log₂(1 + ‖μ(e,1) − μ(e,0)‖ / typical), dimensionless, ≥ 0. It is 1 where knowing X moves the forecast as far as a
 * typical bit of compressed evidence does, and grows by 1 with each doubling. μ(e,x) is the mean of the embedded
 * outcome (coarse cells, or answers over their grains). `typical` is Σᵢ E‖μ(e≤ᵢ) − μ(e<ᵢ)‖ / Σᵢ H(eᵢ | e<ᵢ), all at
 * X=0, so that no disciple can inflate it. It is never below a 64th of the embedding's diameter: 2 (L1) or √2 (L2) for
 * cells, and for answers the diagonal of the box of readings that X=0 reaches. Blurred cells are blurred over those
 * that X=0 reaches under any evidence, and those that the disciple reaches.
 *
 * Known to fail: at the finest cells everything matters equally (the essay's plant and president). L1 and L2 can
 * disagree. Answers see means alone, so a risk that is doubled here and halved there is nothing to them. The order of
 * declaration decides which of two variables is credited with the information that they share; their sum changes too,
 * where norms do not add up.
 *
 * From draws all norms are debiased, and the interval covers in 94–100 % of 1,000 repetitions. The parts `angle` and
 * `singular` are plug-in estimates, so noise makes them too large.
 */
import { boot } from '../../core/disciple/disciple.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import type { Concave } from '../concave.ts';
import { exactly, type Measurement } from '../penalty.ts';
import { estimateAbsolute } from './absolute-estimate.ts';
import {
  branchKey,
  type EmbeddingSpec,
  type EvidenceContext,
  exactContext,
  labelledForecast,
  memory,
  specKey,
} from './context.ts';
import { combine, derivatives } from './derivatives.ts';
import { type Embedding, embeddingOf, type Joined, join } from './embedding.ts';
import { type Innovations, innovationsOf } from './innovations.ts';
import { evidencesOf, labelsOf } from './jacobian.ts';
import { pivotedQr, residualAngle, singularValues } from './linear.ts';
import { type NormName, norm } from './norms.ts';

/** What is typical is never below this share of the embedding's diameter. */
const LEAST_SHARE = 1 / 64;
/** Singular values named in the parts, at most. */
const MOST_SINGULAR = 8;

/** What the disciple changes, beside the evidence at hand. */
export interface Tangents {
  /** On common atoms: P(e, S, 1) last, P(e, S, 0) before it. */
  readonly joined: Joined;
  readonly embedding: Embedding;
  /** The angle between X's column and the span of the evidence columns at X=0, in radians. */
  readonly angle: number;
  /** The singular values of the evidence columns at X=0, falling. */
  readonly singular: readonly number[];
}

const innovationsKept = memory<Innovations>('innovations');

/**
 * The innovations depend on no evidence value, and on the disciple only where its erased branch is a sample of its own.
 */
function keptInnovations(context: EvidenceContext, spec: EmbeddingSpec, name: NormName): Innovations {
  const key = `${name}/${specKey(spec)}/${branchKey(context, 0)}`;
  return innovationsKept(context, key, () => innovationsOf(context, spec, name));
}

function tangentsOf(context: EvidenceContext, evidence: readonly number[], spec: EmbeddingSpec): Tangents {
  const { world, values } = context;
  const here = evidenceIndex(values, evidence);
  const contrasts = derivatives(world, values, evidence);
  const blurred = (spec.smoothing ?? 0) > 0;
  const needed = blurred ? values.map((_, index) => index) : evidencesOf(contrasts);
  const position = new Map(needed.map((index, i) => [index, i]));
  const joined = join([
    ...needed.map((index) => labelledForecast(context, index, 0, spec)),
    labelledForecast(context, here, 0, spec),
    labelledForecast(context, here, 1, spec),
  ]);
  const embedding = embeddingOf(spec, world, joined.tuples);
  const mean = (i: number) => embedding.mean(joined.weights[i]);
  const dimension = labelsOf(world, spec, joined).length;
  const columns = contrasts.map((contrast) => combine(contrast, dimension, (index) => mean(position.get(index)!)));
  const [absent, present] = [mean(needed.length), mean(needed.length + 1)];
  return {
    joined,
    embedding,
    angle: residualAngle(
      pivotedQr(columns).basis,
      present.map((value, i) => value - absent[i]),
    ),
    singular: singularValues(columns),
  };
}

/** What is typical, per bit, where the innovations sum to this. */
function typicalOf({ bits, diameter }: Innovations, sum: number): number {
  const all = bits.reduce((total, own) => total + own, 0);
  const floor = LEAST_SHARE * diameter;
  return all > 0 ? Math.max(floor, sum / all) : floor;
}

/**
 * `importance/absolute` in L1, on cells that are not blurred: ‖μ(e,1) − μ(e,0)‖ is then twice the total variation of
 * the cells, and the penalty is a function of it.
 */
export function ofTotalVariation(coarseness: number): Concave {
  const spec: EmbeddingSpec = { embedding: 'cells', coarseness };
  return (compiled) => {
    const told = keptInnovations(exactContext({ compiled, disciple: boot(compiled, '') }), spec, 'l1');
    const typical = typicalOf(
      told,
      told.norms.reduce((total, own) => total + own, 0),
    );
    return {
      of: coarseness === 1 ? 'coarse/joint/tv' : `coarse/joint/tv?coarseness=${coarseness}`,
      value: (tv) => penalised(2 * tv, typical),
      most: 1,
    };
  };
}

/** `importance/absolute` of one disciple, exact or from draws. */
export function absolute(
  context: EvidenceContext,
  evidence: readonly number[],
  seed: number,
  spec: EmbeddingSpec,
  name: NormName,
): Measurement {
  const told = keptInnovations(context, spec, name);
  const tangents = tangentsOf(context, evidence, spec);
  const bits = told.bits.reduce((sum, own) => sum + own, 0);
  const floor = LEAST_SHARE * told.diameter;
  const sum = told.norms.reduce((total, own) => total + own, 0);
  const named = (importance: number) => ({
    importance,
    typical: typicalOf(told, sum),
    floor,
    bits,
    ...Object.fromEntries(
      context.world.evidence.variables.map((variable, i) => [`innovation ${variable.name}`, told.norms[i]]),
    ),
    angle: tangents.angle,
    ...Object.fromEntries(tangents.singular.slice(0, MOST_SINGULAR).map((value, i) => [`singular ${i + 1}`, value])),
  });
  const { joined, embedding } = tangents;
  const [p0, p1] = joined.weights.slice(-2);
  const [n0, n1] = joined.draws.slice(-2);
  if (n1 === null || n0 === null || !told.noise) {
    const [absent, present] = [embedding.mean(p0), embedding.mean(p1)];
    const importance = norm(
      name,
      present.map((value, i) => value - absent[i]),
    );
    return exactly(penalised(importance, typicalOf(told, sum)), named(importance));
  }
  const slope = bits > 0 && sum / bits > floor ? 1 / bits : 0;
  const { importance, ...estimate } = estimateAbsolute({
    ...{ p1, p0, n1, n0, embedding, name, seed },
    plainCells: spec.embedding === 'cells' && (spec.smoothing ?? 0) === 0,
    typical: {
      value: sum,
      ...told.noise,
      of: (changed: number) => typicalOf(told, changed),
      here: slope * Math.sqrt(told.noise.variances[evidenceIndex(context.values, evidence)]),
    },
    penalised,
  });
  return { ...estimate, parts: named(importance) };
}

/** 0 when X changes nothing, whatever is typical. */
function penalised(importance: number, typical: number): number {
  return importance === 0 ? 0 : Math.log2(1 + importance / typical);
}
