/** docs/answer.md: the essay's closing questions, answered in figures that are read from kept runs. */
import { claimsTable } from './answer-claims.ts';
import { intuitionsTable } from './answer-intuitions.ts';
import { ANSWER_RUNS } from './answer-tables.ts';

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
shows, for each intuition, the penalty with windows in most worlds.

${intuitionsTable()}

## Claim by claim

${claimsTable()}

## In short

Rigour is there: each intuition has penalties that are functions of the two forecasts, 0 where these are equal, and
computed exactly; only run against run is estimated from draws. Usefulness is there in part: no penalty is enough in
every world, and a penalty that keeps six programs in order need not keep an optimiser in order ([the optimum over
every program](optimum.md)). [The benchmark](benchmark.md) has every figure.
`;
}
