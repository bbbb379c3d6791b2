import type { Disciple } from '../../core/disciple/disciple.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { evidenceIndex } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import { type Contrast, combine, derivatives } from './derivatives.ts';
import { embeddingOf, type Joined, join } from './embedding.ts';
import { type Innovations, innovationsOf } from './innovations.ts';
import { type Columns, dot } from './linear.ts';
import type { NormName } from './norms.ts';
import { exactSetting, type Setting, summed, type View } from './setting.ts';

/** Evidence values that some contrasts need, each once. */
export function evidencesOf(contrasts: readonly Contrast[]): number[] {
  return [...new Set(contrasts.flatMap((contrast) => contrast.map(([evidence]) => evidence)))];
}

/** J₀ and J₁ at an evidence value, exact, over the same coordinates: one column an evidence variable. */
export function jacobians(
  setting: Setting,
  evidence: readonly number[],
  view: View,
): { readonly columns: readonly [absent: Columns, present: Columns]; readonly labels: readonly string[] } {
  const { world, values } = setting;
  const contrasts = derivatives(world, values, evidence);
  const needed = evidencesOf(contrasts);
  const position = new Map(needed.map((index, i) => [index, i]));
  const both = ([0, 1] as const).flatMap((x) => needed.map((index) => summed(setting, index, x, view)));
  const joined = join(both);
  const embedding = embeddingOf(view, world, joined.tuples);
  const means = joined.weights.map((weights) => embedding.mean(weights));
  const labels = labelsOf(world, view, joined);
  const columns = (x: 0 | 1) =>
    contrasts.map((contrast) =>
      combine(contrast, labels.length, (index) => means[x * needed.length + position.get(index)!]),
    );
  return { columns: [columns(0), columns(1)], labels };
}

/** The names of an embedding's coordinates. */
export function labelsOf(world: World, { embedding }: View, { labels }: Joined): readonly string[] {
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
 * J_x of DESIGN §6: how the embedded forecast P(e, S, x) moves with each piece of evidence, exactly. Cells without a
 * label are untouched.
 *
 * Throws `InvalidOption` for an evidence value without prior probability.
 */
export function jacobian<State>(
  compiled: Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  x: 0 | 1,
  view: View,
): Jacobian {
  const { columns, labels } = jacobians(exactSetting({ compiled, disciple }), evidence, view);
  return { labels, columns: columns[x] };
}

/** μ(e, x) exactly, by coordinate: the probability of each cell, or the mean answer to each question, in grains. */
export function embedded<State>(
  compiled: Compiled<State>,
  evidence: readonly number[],
  disciple: Disciple<State>,
  x: 0 | 1,
  view: View,
): Map<string, number> {
  const setting = exactSetting({ compiled, disciple });
  const joined = join([summed(setting, evidenceIndex(setting.values, evidence), x, view)]);
  const mean = embeddingOf(view, compiled.world, joined.tuples).mean(joined.weights[0]);
  return new Map(labelsOf(compiled.world, view, joined).map((label, i) => [label, mean[i]]));
}

/**
 * The innovations of the evidence, exactly: what `absolute` weighs the disciple against. They do not depend on the
 * disciple, unless the wire leaks.
 */
export function innovations<State>(
  compiled: Compiled<State>,
  disciple: Disciple<State>,
  view: View,
  name: NormName = 'l1',
): Innovations {
  return innovationsOf(exactSetting({ compiled, disciple }), view, name);
}

/** The share of each column in ‖J‖²: what is left of `relative` when importances are scalars. Zeros where J is 0. */
export function scalarImportances(columns: Columns): number[] {
  const squares = columns.map((column) => dot(column, column));
  const total = squares.reduce((sum, square) => sum + square, 0);
  return squares.map((square) => (total > 0 ? square / total : 0));
}
