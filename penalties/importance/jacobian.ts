/** The Jacobians of embedded forecasts in the evidence, exactly. */
import type { Disciple } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { type EmbeddingSpec, type EvidenceContext, exactContext, labelledForecast } from './context.ts';
import { type Contrast, combine, derivatives } from './derivatives.ts';
import { embeddingOf, type Joined, join } from './embedding.ts';
import { type Innovations, innovationsOf } from './innovations.ts';
import { type Columns, dot } from './linear.ts';
import type { NormName } from './norms.ts';

/** Evidence values that some contrasts need, each once. */
export function evidencesOf(contrasts: readonly Contrast[]): number[] {
  return [...new Set(contrasts.flatMap((contrast) => contrast.map(([evidence]) => evidence)))];
}

/** J₀ and J₁ at an evidence value, exact, over the same coordinates: one column an evidence variable. */
export function jacobians(
  context: EvidenceContext,
  evidence: readonly number[],
  spec: EmbeddingSpec,
): { readonly columns: readonly [absent: Columns, present: Columns]; readonly labels: readonly string[] } {
  const { world, values } = context;
  const contrasts = derivatives(world, values, evidence);
  const needed = evidencesOf(contrasts);
  const position = new Map(needed.map((index, i) => [index, i]));
  const both = ([0, 1] as const).flatMap((x) => needed.map((index) => labelledForecast(context, index, x, spec)));
  const joined = join(both);
  const embedding = embeddingOf(spec, world, joined.tuples);
  const means = joined.weights.map((weights) => embedding.mean(weights));
  const labels = labelsOf(world, spec, joined);
  const columns = (x: 0 | 1) =>
    contrasts.map((contrast) =>
      combine(contrast, labels.length, (index) => means[x * needed.length + position.get(index)!]),
    );
  return { columns: [columns(0), columns(1)], labels };
}

/** The names of an embedding's coordinates. */
export function labelsOf(world: World, { embedding }: EmbeddingSpec, { labels }: Joined): readonly string[] {
  return embedding === 'answers' ? world.questions.map(({ id }) => id) : labels;
}

/** A Jacobian: one column an evidence variable, by coordinate. */
export interface Jacobian {
  /** The coordinates: a label for each cell, or the questions' ids. */
  readonly labels: readonly string[];
  /** In the order of the world's evidence variables. */
  readonly columns: Columns;
}

/**
 * The Jacobian J_x: how the embedded forecast P(e, S, x) moves with each piece of evidence, exactly. Cells without a
 * label are untouched.
 *
 * @throws InvalidOption for an evidence value without prior probability
 */
export function jacobian<State>(
  compiled: Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  x: 0 | 1,
  spec: EmbeddingSpec,
): Jacobian {
  const { columns, labels } = jacobians(exactContext({ compiled, disciple }), evidence, spec);
  return { labels, columns: columns[x] };
}

/** μ(e, x) exactly, by coordinate: the probability of each cell, or the mean answer to each question, in grains. */
export function embedded<State>(
  compiled: Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  x: 0 | 1,
  spec: EmbeddingSpec,
): Map<string, number> {
  const context = exactContext({ compiled, disciple });
  const joined = join([labelledForecast(context, evidenceIndex(context.values, evidence), x, spec)]);
  const { origin, mean } = embeddingOf(spec, compiled.world, joined.tuples);
  const values = mean(joined.weights[0]);
  return new Map(labelsOf(compiled.world, spec, joined).map((label, i) => [label, origin[i] + values[i]]));
}

/**
 * The innovations of the evidence, exactly: what `absolute` weighs the disciple against. They do not depend on the
 * disciple, unless the wire leaks.
 */
export function innovations<State>(
  compiled: Compiled<State>,
  disciple: Disciple<State>,
  spec: EmbeddingSpec,
  name: NormName = 'l1',
): Innovations {
  return innovationsOf(exactContext({ compiled, disciple }), spec, name);
}

/** The share of each column in ‖J‖²: what is left of `relative` when importances are scalars. Zeros where J is 0. */
export function scalarImportances(columns: Columns): number[] {
  const squares = columns.map((column) => dot(column, column));
  const total = squares.reduce((sum, square) => sum + square, 0);
  return squares.map((square) => (total > 0 ? square / total : 0));
}
