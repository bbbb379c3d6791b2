/** Which inputs of a question's network say what: blocks of one-hots, the same for every question but for its earlier ones. */
export interface InputLayout {
  readonly questions: number;
  /** By question: the cells it was seen to answer with, in order; an output each. */
  readonly vocabulary: readonly (readonly number[])[];
  /** Inputs of question q's network. */
  width(q: number): number;
  /** The inputs that (evidence e, law l) sets to 1. */
  condition(e: number, l: number): readonly number[];
  /** The input that the answer number `a` of question `q` sets to 1 in every later question's network. */
  answer(q: number, a: number): number;
}

/**
 * First a block each for the evidence variables, the laws and their combinations, then a block for each question in declared
 * order, so that question q reads the first `width(q)` inputs.
 */
export function inputLayout(
  evidences: readonly (readonly number[])[],
  laws: number,
  vocabulary: readonly (readonly number[])[],
): InputLayout {
  let offset = 0;
  const variables = (evidences[0] ?? []).map((_, i) => {
    const values = [...new Set(evidences.map((value) => value[i]))];
    const start = offset;
    offset += values.length;
    return evidences.map((value) => start + values.indexOf(value[i]));
  });
  const lawStart = offset;
  offset += laws;
  // A combination's own input lets a rare case keep to its own draws where the others' law does not carry over.
  const caseStart = offset;
  offset += evidences.length * laws;
  const starts = vocabulary.map((cells) => {
    const start = offset;
    offset += cells.length;
    return start;
  });
  return {
    questions: vocabulary.length,
    vocabulary,
    width: (q) => starts[q],
    condition: (e, l) => [...variables.map((inputs) => inputs[e]), lawStart + l, caseStart + e * laws + l],
    answer: (q, a) => starts[q] + a,
  };
}
