/** Estimates `importance/relative` from draws. */
import { NoEstimate } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { shuffle, stream } from '../../core/base/random.ts';
import { counts } from '../comparison.ts';
import { nullOf, relabeller } from '../estimate/relabel.ts';
import type { Measurement } from '../penalty.ts';
import { type EmbeddingSpec, type EvidenceContext, labelledForecast } from './context.ts';
import { type Density, densities, densityDistance } from './density.ts';
import { type Contrast, combine, derivatives } from './derivatives.ts';
import { type Embedding, embeddingOf, join } from './embedding.ts';
import { evidencesOf, labelsOf } from './jacobian.ts';
import { dot, gram, positivePart, type Square, trace } from './linear.ts';

/** Groups that the delete-a-group jackknife leaves out in turn, of every forecast at once. */
const GROUPS = 20;
/** 97.5 % quantile of Student's t with GROUPS − 1 degrees of freedom. */
const T_QUANTILE = 2.093;
const RELABELLINGS = 50;
/** A trace within so many standard errors of 0 is within its noise. */
const Z = 1.96;

/** An evidence value and how much it counts. */
export interface Place {
  readonly index: number;
  readonly weight: number;
}

/** The draws that an estimate stands on: by branch x and evidence value, counts of each atom. */
interface Draws {
  readonly counts: readonly [readonly Float64Array[], readonly Float64Array[]];
  readonly sizes: readonly [readonly number[], readonly number[]];
}

interface Plan {
  readonly embedding: Embedding;
  readonly dimension: number;
  /** For each place, its columns, as positions among the evidence values that were drawn. */
  readonly contrasts: readonly (readonly Contrast[])[];
  readonly places: readonly Place[];
}

interface RelativeEstimate {
  readonly value: number;
  readonly densities: readonly (readonly [Density, Density])[];
  /** For each place, the traces of the estimated J₀ᵀJ₀ and J₁ᵀJ₁, which may be below 0. */
  readonly traces: readonly (readonly [number, number])[];
}

/**
 * `relative` from draws. J_xᵀJ_x is cross-fitted: sym(J_aᵀJ_b), averaged over every way to put two different draws of
 * a forecast on different sides, which is the plain Gram matrix less the noise of the means in closed form; then
 * projected to the positive semidefinite. The interval is that of the delete-a-group jackknife, reaching down by the
 * null's mean besides, for a distance cannot be below 0 and its estimate is too large near it.
 *
 * @throws NoEstimate where a trace is within its noise of 0, or there are too few draws
 */
export function estimateRelative(
  context: EvidenceContext,
  places: readonly Place[],
  spec: EmbeddingSpec,
  seed: number,
): Omit<Measurement, 'parts'> & { readonly densities: RelativeEstimate['densities'] } {
  const { world, values } = context;
  const byPlace = places.map(({ index }) => derivatives(world, values, values[index].value));
  const needed = evidencesOf(byPlace.flat());
  const position = new Map(needed.map((index, i) => [index, i]));
  const joined = join(
    ([0, 1] as const).flatMap((x) => needed.map((index) => labelledForecast(context, index, x, spec))),
  );
  const plan: Plan = {
    embedding: embeddingOf(spec, world, joined.tuples),
    dimension: labelsOf(world, spec, joined).length,
    contrasts: byPlace.map((contrasts) =>
      contrasts.map((contrast) => contrast.map(([index, coefficient]) => [position.get(index)!, coefficient] as const)),
    ),
    places,
  };
  const sizes = joined.draws.map((draws) => draws ?? 0);
  const fewest = Math.min(Number.POSITIVE_INFINITY, ...sizes);
  if (fewest < 2 * GROUPS)
    throw new NoEstimate(expected('importance/relative', `at least ${2 * GROUPS} draws`, fewest));
  const drawn = joined.weights.map((weights, i) => counts(weights, sizes[i]));
  const split = <Item>(items: readonly Item[]) => [items.slice(0, needed.length), items.slice(needed.length)] as const;
  const draws: Draws = { counts: split(drawn), sizes: split(sizes) };
  const whole = estimate(plan, draws);
  if (needed.length === 0) return { value: 0, interval: [0, 0], null: { mean: 0, p95: 0 }, densities: whole.densities };

  const groups = groupsOf(drawn, seed).map((group) => estimate(plan, without(draws, split(group))));
  refuseNoise(whole, groups);
  const nulls = Float64Array.from(relabelled(draws, seed), (shuffled) => estimate(plan, shuffled).value);
  const nullLaw = nullOf(nulls);
  const reach = T_QUANTILE * Math.sqrt(jackknifeVariance(groups.map(({ value }) => value)));
  const { value } = whole;
  return {
    value,
    interval: [Math.max(0, value - nullLaw.mean - reach), Math.min(1, value + reach)],
    null: nullLaw,
    densities: whole.densities,
  };
}

function estimate(
  { embedding, dimension, contrasts, places }: Plan,
  { counts: drawn, sizes }: Draws,
): RelativeEstimate {
  const both = ([0, 1] as const).map((x) => {
    const forecasts = drawn[x].map((own, i) => {
      const weights = own.map((count) => count / sizes[x][i]);
      const mean = embedding.mean(weights);
      const squares = embedding.meanSquare(weights).reduce((sum, square) => sum + square, 0);
      return { mean, noise: Math.max(0, squares - dot(mean, mean)) / (sizes[x][i] - 1) };
    });
    return contrasts.map((columns) => crossFitted(columns, dimension, forecasts));
  });
  const densitiesOf = places.map((_, p) => densities(positivePart(both[0][p]), positivePart(both[1][p])));
  return {
    value: Math.min(
      1,
      places.reduce((sum, { weight }, p) => sum + weight * densityDistance(...densitiesOf[p]), 0),
    ),
    densities: densitiesOf,
    traces: places.map((_, p) => [trace(both[0][p]), trace(both[1][p])]),
  };
}

/** JᵀJ without bias: the Gram matrix of the estimated columns less the noise that they share. */
function crossFitted(
  columns: readonly Contrast[],
  dimension: number,
  forecasts: readonly { readonly mean: Float64Array; readonly noise: number }[],
): Square {
  const matrix = gram(columns.map((contrast) => combine(contrast, dimension, (i) => forecasts[i].mean)));
  columns.forEach((a, i) => {
    columns.forEach((b, j) => {
      const others = new Map(b);
      for (const [at, coefficient] of a) matrix[i][j] -= coefficient * (others.get(at) ?? 0) * forecasts[at].noise;
    });
  });
  return matrix;
}

/** For each group, how many draws of each forecast and atom are in it. The draws are dealt at random. */
function groupsOf(drawn: readonly Float64Array[], seed: number): Float64Array[][] {
  const uniform = stream(seed, 'importance', 'groups');
  const groups = Array.from({ length: GROUPS }, () => drawn.map((own) => new Float64Array(own.length)));
  drawn.forEach((own, f) => {
    const deck: number[] = [];
    own.forEach((count, atom) => {
      for (let k = 0; k < count; k++) deck.push(atom);
    });
    shuffle(deck, uniform).forEach((atom, i) => {
      groups[i % GROUPS][f][atom]++;
    });
  });
  return groups;
}

function without({ counts: drawn }: Draws, group: readonly [readonly Float64Array[], readonly Float64Array[]]): Draws {
  const left = ([0, 1] as const).map((x) =>
    drawn[x].map((own, f) => own.map((count, atom) => count - group[x][f][atom])),
  );
  const sizes = left.map((branch) => branch.map((own) => own.reduce((sum, count) => sum + count, 0)));
  return { counts: [left[0], left[1]], sizes: [sizes[0], sizes[1]] };
}

function jackknifeVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return ((GROUPS - 1) / GROUPS) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function refuseNoise(whole: RelativeEstimate, groups: readonly RelativeEstimate[]): void {
  whole.traces.forEach(([trace0, trace1], p) => {
    const deviation = (of: (estimate: RelativeEstimate) => number) => Math.sqrt(jackknifeVariance(groups.map(of)));
    const noise0 = deviation(({ traces }) => traces[p][0]);
    // ‖J₁‖ stands beside the extra column, whose square is a 16th of ‖J₀‖².
    const noise1 = deviation(({ traces }) => traces[p][1]);
    const total1 = Math.max(0, trace1) + trace0 / 16;
    if (trace0 > Z * noise0 && total1 > Z * noise1) return;
    const [x, size, noise] = trace0 > Z * noise0 ? [1, total1, noise1] : [0, trace0, noise0];
    throw new NoEstimate(
      expected(
        `importance/relative: ‖J${x === 1 ? '₁' : '₀'}‖²`,
        `more than its noise, ${(Z * noise).toPrecision(3)}, from these draws`,
        Number(size.toPrecision(3)),
      ),
    );
  });
}

/** The draws with X relabelled, evidence value by evidence value. */
function* relabelled({ counts: drawn, sizes }: Draws, seed: number): Generator<Draws> {
  const relabellers = drawn[0].map((own, f) =>
    relabeller(
      own.map((count, atom) => count + drawn[1][f][atom]),
      sizes[1][f],
      `${seed}/${f}`,
    ),
  );
  for (let repetition = 0; repetition < RELABELLINGS; repetition++) {
    for (const one of relabellers) one.next();
    const of = (x: 0 | 1) => relabellers.map((one) => Float64Array.from(x === 1 ? one.counts1 : one.counts0));
    yield { counts: [of(0), of(1)], sizes };
  }
}
