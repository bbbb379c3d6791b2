/** The rows of the command `writers`, for files and for a person. */
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import type { Said } from '../run/run.ts';
import { counted, figure, formatBlocks, wrap } from '../terminal.ts';
import type { Yardsticks } from './yardsticks.ts';

/** What one master wrote with one seed. Objectives are exact, and means over the prior of the evidence. */
export interface WriterRow extends Yardsticks {
  readonly world: string;
  readonly agent: string;
  readonly seed: number;
  readonly objective: number;
  /** The best of as many random programs as a writer may plan. */
  readonly random: number;
}

export const ROW_COLUMNS = [
  'world',
  'agent',
  'seed',
  'objective',
  'regret',
  'optimum_regret',
  'library',
  'constant',
  'constant_source',
  'random',
  'enumerate',
  'optimum_low',
  'optimum_high',
  'tokens',
  'programs',
  'plans',
];

/** The fields of a row, in the order of `ROW_COLUMNS`. */
export function rowFields(row: WriterRow): (string | number | null)[] {
  const { world, agent, seed, objective, library, constant, constantSource, random, enumerate, optimum } = row;
  const regrets = [enumerate - objective, optimum && optimum[1] - objective];
  const yardsticks = [library, constant, constantSource, random, enumerate, optimum?.[0] ?? null, optimum?.[1] ?? null];
  return [world, agent, seed, objective, ...regrets, ...yardsticks, row.tokens, row.programs, row.plans];
}

/** A regret of at most so much counts as small. */
const SMALL = 0.03;

/** One table for each world, and a sentence for each master. */
export function textOf(rows: readonly WriterRow[]): string {
  const worlds = [...new Set(rows.map(({ world }) => world))];
  const tables = worlds.map((world) => table(rows.filter((row) => row.world === world)));
  return [...tables, wrap(sentencesOf(rows).join('\n')), LEGEND].join('\n\n');
}

/** What was asked, and how each master compares with other programs. */
export function saidOf(rows: readonly WriterRow[]): Said {
  return {
    question: 'How near do masters that write their programs come to the best there are?',
    answer: sentencesOf(rows).join(' '),
  };
}

function sentencesOf(rows: readonly WriterRow[]): string[] {
  return [...new Set(rows.map(({ agent }) => agent))].map((agent) =>
    sentence(
      agent,
      rows.filter((row) => row.agent === agent),
    ),
  );
}

function table(rows: readonly WriterRow[]): string {
  const [{ world, tokens, programs, plans, library, constant, constantSource, enumerate, optimum }] = rows;
  const heading =
    `${world}: a grammar of ${tokens} tokens and ${programs.toExponential(1)} programs of at most seven; ` +
    `enumerate met ${counted(plans, 'plan')}. Objectives: the library’s best ${figure(library, 4)}; one source under ` +
    `all evidence, ${constantSource || 'the null program'}, ${figure(constant, 4)}; enumerate ${figure(enumerate, 4)}` +
    (optimum ? `; every program ${figure(optimum[0], 4)} to ${figure(optimum[1], 4)}.` : '.');
  const lines = rows.map((row) => [
    row.agent,
    String(row.seed),
    figure(row.objective, 4),
    signed(row.enumerate - row.objective),
    row.optimum ? signed(row.optimum[1] - row.objective) : '—',
    signed(row.objective - row.constant),
    signed(row.objective - row.random),
  ]);
  const columns = ['agent', 'seed', 'objective', 'regret', 'against every', 'over constant', 'over random'];
  return `${wrap(heading)}\n\n${formatBlocks(columns, lines, { keys: 2 })}`;
}

function sentence(agent: string, rows: readonly WriterRow[]): string {
  const small = rows.filter(({ enumerate, objective }) => enumerate - objective <= SMALL).length;
  const compared = (read: (row: WriterRow) => number) => {
    const better = rows.filter((row) => row.objective - read(row) > TIE_TOLERANCE).length;
    const equal = rows.filter((row) => Math.abs(row.objective - read(row)) <= TIE_TOLERANCE).length;
    return `better in ${better} and equal in ${equal}`;
  };
  return (
    `The regret of ${agent} against enumerate is at most ${SMALL} in ${small} of ${rows.length}. ` +
    `Beside the best constant source, its objective is ${compared(({ constant }) => constant)}; ` +
    `beside the best of as many random programs, ${compared(({ random }) => random)}.`
  );
}

/** Four places, without the sign of a zero. */
function signed(value: number): string {
  const text = value.toFixed(4);
  return Number(text) === 0 ? '0.0000' : text.replace('-', '−');
}

const LEGEND = wrap(
  'All figures are exact: means over the prior of (1 − ε)·E[U | X=1] + ε·E[U | X=0] − λ·penalty.\n' +
    'regret: what enumerate reaches, less the objective; against every: the same of the upper bound for every ' +
    'program; over constant, over random: by how much it is better than the best constant source, and than the best ' +
    'of as many random programs as a writer may plan',
);
