/** Lays out the inputs of a learned forecaster's networks. */

import { oneHotBlocks } from '../network/one-hot.ts';

/**
 * Blocks of one-hots. Every question's network reads the same first blocks, and then those of the earlier questions.
 */
export interface InputLayout {
  readonly questions: number;
  /** For each question, the cells with which it was seen to answer, in order; each is an output of its network. */
  readonly vocabulary: readonly (readonly number[])[];
  /** How many inputs the network of question q has. */
  width(q: number): number;
  /** The inputs that (evidence number e, law number l) sets to 1. */
  condition(e: number, l: number): readonly number[];
  /** The input that answer number `a` of question `q` sets to 1 in the network of every later question. */
  answer(q: number, a: number): number;
}

/**
 * One block for each evidence variable, one for the laws, one for the combinations of evidence and law, and then one
 * for each question in declared order. So question q reads the first `width(q)` inputs.
 */
export function inputLayout(
  evidences: readonly (readonly number[])[],
  laws: number,
  vocabulary: readonly (readonly number[])[],
): InputLayout {
  const variables = (evidences[0] ?? []).map((_, i) => [...new Set(evidences.map((value) => value[i]))]);
  const { starts } = oneHotBlocks([
    ...variables.map(({ length }) => length),
    laws,
    // A combination's own input lets a rare case keep to its own draws where the law of the others does not carry over.
    evidences.length * laws,
    ...vocabulary.map(({ length }) => length),
  ]);
  const inputs = evidences.map((value) => variables.map((values, i) => starts[i] + values.indexOf(value[i])));
  const [lawStart, caseStart, ...answerStarts] = starts.slice(variables.length);
  return {
    questions: vocabulary.length,
    vocabulary,
    width: (q) => answerStarts[q],
    condition: (e, l) => [...inputs[e], lawStart + l, caseStart + e * laws + l],
    answer: (q, a) => answerStarts[q] + a,
  };
}
