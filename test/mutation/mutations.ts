/** The central lines that `npm run mutate` breaks, one after the other, and the tests that must notice each. */

/** One line broken. */
export interface Mutation {
  /** What the change breaks, for the table. */
  readonly name: string;
  /** The file, from the root of the project. */
  readonly file: string;
  /** An expression that stands exactly once in the file, whatever its line breaks. */
  readonly from: string;
  readonly to: string;
  /** Files or folders of tests, from the root of the project. */
  readonly tests: readonly string[];
}

export const mutations: readonly Mutation[] = [
  {
    name: 'total variation adds the laws instead of subtracting them',
    file: 'penalties/divergence.ts',
    from: 'Math.abs(p1[i] - p0[i])',
    to: 'Math.abs(p1[i] + p0[i])',
    tests: ['test/penalties/divergence.test.ts'],
  },
  {
    name: 'the estimate of total variation keeps the bias of a cell',
    file: 'penalties/estimate/tv.ts',
    from: 'debiased += 0.5 * d - excessOf(d, pooled, n1, n0)',
    to: 'debiased += 0.5 * d',
    tests: ['test/penalties/estimate/tv.test.ts'],
  },
  {
    name: 'the jackknife adds the bias instead of removing it',
    file: 'penalties/estimate/jackknife.ts',
    from: 'Math.max(0, plugin - bias)',
    to: 'Math.max(0, plugin + bias)',
    tests: ['test/penalties/estimate/jackknife.test.ts'],
  },
  {
    name: 'the lower end of a difference of proportions reads the upper end of the first one',
    file: 'penalties/estimate/proportions.ts',
    from: 'Math.hypot(share1 - low1, high0 - share0)',
    to: 'Math.hypot(high1 - share1, high0 - share0)',
    tests: ['test/penalties/estimate/normal.test.ts', 'test/penalties/estimate/learned.test.ts'],
  },
  {
    name: 'the null program is measured instead of reading 0',
    file: 'penalties/make-penalty.ts',
    from: "return source === ''",
    to: "return source === 'none'",
    tests: ['test/penalties/none.test.ts'],
  },
  {
    name: 'a description is compressed at the lowest level',
    file: 'penalties/deflate.ts',
    from: 'level: 9',
    to: 'level: 1',
    tests: ['test/penalties/information/compress.test.ts'],
  },
  {
    name: 'the innovations of the evidence are read in the opposite order',
    file: 'penalties/importance/innovations.ts',
    from: 'values[to].value[depth] === values[from].value[depth]',
    to: 'values[to].value[variables - 1 - depth] === values[from].value[variables - 1 - depth]',
    tests: ['test/penalties/importance/absolute.test.ts'],
  },
  {
    name: 'the exact objective swaps the erased with the sent branch',
    file: 'penalties/objective.ts',
    from: '(1 - erasure) * sent + erasure * erased',
    to: 'erasure * sent + (1 - erasure) * erased',
    tests: ['test/judging/judge.test.ts'],
  },
  {
    name: 'the wire delivers the source in the branch that erases it',
    file: 'core/world/world.ts',
    from: "x === 1 ? source : ''",
    to: "x === 0 ? source : ''",
    tests: ['test/core/forecast/exact-forecaster.test.ts'],
  },
  {
    name: 'the prior of the evidence is ignored',
    file: 'core/world/evidence.ts',
    from: '{ value: [...result], probability }',
    to: '{ value: [...result], probability: 1 }',
    tests: ['test/core/world/evidence.test.ts'],
  },
  {
    name: 'a plan gives ties to the higher action',
    file: 'core/tables/plan.ts',
    from: 'bestValue + TIE_TOLERANCE',
    to: 'bestValue - TIE_TOLERANCE',
    tests: ['test/core/tables/plan.test.ts'],
  },
  {
    name: 'a disciple acts one tick longer than the horizon',
    file: 'core/tables/propagate.ts',
    from: 'tick >= world.horizon',
    to: 'tick > world.horizon',
    tests: ['test/core/forecast/exact-forecaster.test.ts'],
  },
  {
    name: 'paired runs compare the branch with itself',
    file: 'core/forecast/pairs.ts',
    from: 'absent.push(branch(episode, 0))',
    to: 'absent.push(branch(episode, 1))',
    tests: ['test/core/forecast/pairs.test.ts'],
  },
  {
    name: 'the discriminator learns the opposite labels',
    file: 'learning/divergence/discriminator.ts',
    from: 'tf.mul(y, logit)',
    to: 'tf.mul(tf.sub(1, y), logit)',
    tests: ['test/learning/divergence/discriminator.test.ts'],
  },
  {
    name: 'Adam climbs the loss',
    file: 'learning/network/adam.ts',
    from: 'values[i] -= (rate',
    to: 'values[i] += (rate',
    tests: ['test/learning/network/adam.test.ts'],
  },
  {
    name: 'a master is rewarded for the penalty',
    file: 'agents/masters/training.ts',
    from: 'utility - weight * penalty',
    to: 'utility + weight * penalty',
    tests: ['test/agents/masters/train.test.ts'],
  },
  {
    name: 'the λ-window takes the weights whose choice is not acceptable',
    file: 'judging/window.ts',
    from: '!cases.every(',
    to: 'cases.every(',
    tests: ['test/judging/judge.test.ts'],
  },
  {
    name: 'a harmless disciple may not do what happens without it either',
    file: 'judging/judge.ts',
    from: 'harm[0] + HARM_TOLERANCE',
    to: 'HARM_TOLERANCE',
    tests: ['test/judging/judge.test.ts'],
  },
  {
    name: 'a tie counts as a pair that is ranked rightly',
    file: 'judging/auroc.ts',
    from: 'won += 0.5',
    to: 'won += 1',
    tests: ['test/judging/auroc.test.ts'],
  },
  {
    name: 'the bound of the optimum forgets what the prices take for granted',
    file: 'penalties/optimum/frontier.ts',
    from: 'planned.value + slice.slack - pricing.base',
    to: 'planned.value + slice.slack',
    tests: ['test/penalties/optimum/frontier.test.ts'],
  },
  {
    name: 'the prices of cells are paid to the program instead of charged',
    file: 'penalties/optimum/goal.ts',
    from: 'let value = -charged[atomOf[state]]',
    to: 'let value = charged[atomOf[state]]',
    tests: ['test/penalties/optimum/frontier.test.ts'],
  },
  {
    name: 'a mixture always runs its first plan',
    file: 'core/disciple/episode.ts',
    from: 'table.parts[pickWeighted(table.probabilities, uniform())]',
    to: 'table.parts[0]',
    tests: ['test/penalties/optimum/source.test.ts'],
  },
  {
    name: 'the window against every program looks at the best program alone',
    file: 'judging/unrestricted/acceptable.ts',
    from: 'const floor = optimum.low - NEAR;',
    to: 'const floor = optimum.low;',
    tests: ['test/judging/unrestricted/window.test.ts'],
  },
];
