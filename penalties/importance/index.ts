/**
 * The importance family. The essay: "we would require e to provide a lot more information than X", and "if the AI were
 * not built, the name of the next US president is more important than the fact that the human mind could be hacked". So
 * it compares importances of pieces of evidence: with X's own (absolute), and with each other (relative).
 *
 * Unlike the other families, these penalties need forecasts under other evidence values too, so their shell is in
 * `context.ts`. Formulas and measured coverage are in `docs/penalties/importance.md`.
 */
import { integer, type Parameters, real } from '../../core/world/parameters.ts';
import type { Concave } from '../concave.ts';
import type { PenaltyFactory } from '../registry.ts';
import { absolute, ofTotalVariation } from './absolute.ts';
import { type EmbeddingSpec, importancePenalty } from './context.ts';
import type { NormName } from './norms.ts';
import { relative } from './relative.ts';

const cells: Parameters = {
  coarseness: real(1, 0, 1e6, 'factor on every grain of the cells; 0 for the finest'),
  smoothing: real(0, 0, 1e6, 'width of the blur of cells, in widths of the similar kernel; 0 for none'),
};
const averaged: Parameters = { averaged: integer(0, 0, 1, '1: mean over the prior of the evidence') };

type Values = Readonly<Record<string, number>>;

function specOf({ answers = 0, coarseness, smoothing }: Values): EmbeddingSpec {
  return answers === 1 ? { embedding: 'answers' } : { embedding: 'cells', coarseness, smoothing };
}

/** Its form, where the penalty is a function of the total variation of cells. */
function concaveOf(norm: NormName, { answers, coarseness, smoothing }: Values): Concave | undefined {
  return norm === 'l1' && answers === 0 && smoothing === 0 ? ofTotalVariation(coarseness) : undefined;
}

const absolutes: readonly PenaltyFactory[] = (['l1', 'l2'] as const).map((norm) => {
  const summary = `log₂(1 + the importance of X in typical bits of evidence), ${norm.toUpperCase()}`;
  return {
    name: norm === 'l1' ? 'importance/absolute' : 'importance/absolute/l2',
    summary,
    parameters: {
      answers: integer(0, 0, 1, '0: cells; 1: answer vectors, which have neither coarseness nor blur'),
      ...cells,
    },
    create: (values: Values, id: string) =>
      importancePenalty({ id, summary, concave: concaveOf(norm, values) }, (context, evidence, seed) =>
        absolute(context, evidence, seed, specOf(values), norm),
      ),
  };
});

function relativeOn(name: string, summary: string, parameters: Parameters, answers: number): PenaltyFactory {
  return {
    name,
    summary,
    parameters: { ...parameters, ...averaged },
    create: (values, id) =>
      importancePenalty({ id, summary, needsEvidence: true }, (context, evidence, seed) =>
        relative(context, evidence, seed, specOf({ ...values, answers }), values.averaged === 1),
      ),
  };
}

/** `importance/absolute`, `importance/absolute/l2`, `importance/relative`, `importance/relative/answers`. */
export const importancePenalties: readonly PenaltyFactory[] = [
  ...absolutes,
  relativeOn('importance/relative', 'change of the relative importance of the evidence, on cells', cells, 0),
  relativeOn('importance/relative/answers', 'change of the relative importance of the evidence, on answers', {}, 1),
];
