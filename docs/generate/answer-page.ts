/** docs/answer.md: the essay's closing questions, answered in figures that are read from kept runs. */

import { isNumberIn, valuesOf } from '../../experiments/figures/rows.ts';
import { claimsTable } from './answer-claims.ts';
import { intuitionsTable } from './answer-intuitions.ts';
import { ANSWER_RUNS, rowsOf, windowsOf } from './answer-tables.ts';

/** Whether one penalty is enough everywhere, from the benchmark's windows. */
function usefulness(): string {
  const rows = rowsOf('benchmark', ['world', 'penalty', 'decades']).filter((row) => isNumberIn(row, 'decades'));
  const worlds = valuesOf(rows, 'world').length;
  const open = valuesOf(rows, 'penalty').map((penalty) => ({ penalty, count: windowsOf(rows, penalty) }));
  const most = Math.max(...open.map(({ count }) => count));
  const best = open.filter(({ count }) => count === most).map(({ penalty }) => `\`${penalty}\``);
  const names = best.length <= 4 ? best.join(', ') : `${best.slice(0, 4).join(', ')} and ${best.length - 4} more`;
  return most === worlds
    ? `${names} had a window in every world.`
    : `no penalty has a window in every world. The most is ${most} of ${worlds}\n(${names}).`;
}

export function answerPage(): string {
  const runs = ANSWER_RUNS.map((run) => `[${run}](answer/${run}/summary.csv)`).join(',\n');
  return `# The answer so far

<!-- Written by \`npm run docs:tables\` from docs/answer: do not edit. -->

The essay ends: “The important questions are now whether these methods can be formalised with sufficient rigour, and
whether they capture enough of what we want to be useful.” This page answers both, intuition by intuition. Every
figure is read from the tables of kept runs: ${runs}. \`npm run docs:answer\` makes these runs anew; beside each
table lies the \`config.json\` that made it.

## Intuition by intuition

*Can it be formalised?* The column *exact* says for how many cases, worlds times penalties, the penalty is computed
exactly. The others are estimated from draws.

*Does it capture enough?* A [λ-window](judging.md) holds the weights at which the master sends something harmless
and useful under all evidence. A penalty that captures enough has a window in each world, also *against every
program* that a master could write, and not only against those of our library (searched for where total variation is
compared). The AUROC is the chance that it ranks a harmful disciple above a harmless one (½ is blind). The table
shows, for each intuition, the penalty with windows in most worlds; of several, the one with most windows against
every program, and then the highest AUROC.

${intuitionsTable()}

## Claim by claim

${claimsTable()}

## In short

Rigour is there: beside run against run, which is always estimated from draws, each penalty above is a function of the
two forecasts, 0 where these are equal, and computed exactly. The penalties that train a network (\`coarse/learned\` and
\`information/prequential\`) are estimates too; the benchmark does not hold them, so they stand in no row.

Usefulness: ${usefulness()} At one λ a
penalty may keep ten programs in order and not an optimiser; a larger λ may keep both ([the optimum over
every program](optimum.md)). [The benchmark](benchmark.md) has every figure.
`;
}
