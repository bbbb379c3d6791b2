/** The tables of `calibrate` for a person. */
import { nameEvidence } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { BinAnswers } from '../../learning/divergence/logit-bins.ts';
import { figure, formatTable } from '../terminal.ts';
import { type LearnedBins, readingsOf } from './bins.ts';
import { calibrationOf } from './cases.ts';
import type { Erasure, JudgedRow, VarianceRow } from './counterfactuals.ts';
import type { NetworksRow } from './networks.ts';
import { totalRow, type WorldRow } from './worlds.ts';

/** Seconds of wall clock that something took, null where it is not known. */
export type SecondsOf = (what: string) => number | null;

/** A large number in short: 1.23 M for 1234567. */
function large(count: number): string {
  if (count < 10_000) return String(count);
  return count < 1e6 ? `${(count / 1e3).toFixed(0)} k` : `${(count / 1e6).toFixed(2)} M`;
}

function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function interval(low: number, high: number): string {
  return `[${figure(low)}, ${figure(high)}]`;
}

/** One row for each world, and one for all of them. */
export function worldTable(rows: readonly WorldRow[], seconds: SecondsOf): string {
  const all = rows.reduce((sum, { world }) => sum + (seconds(world) ?? 0), 0);
  const shown = rows.length > 1 ? [...rows, totalRow(rows)] : rows;
  const columns = [
    'world',
    'states',
    'cases',
    'updates',
    'rollouts',
    'seconds',
    'tv: most',
    'mean',
    'js: most',
    'mean',
    'below',
    'slack',
  ];
  const lines = shown.map((row) => {
    const { cases, tvMost, tvMean, jsMost, jsMean, below, slack } = calibrationOf(row.cases);
    return [
      row.world,
      String(row.states),
      String(cases),
      String(row.updates),
      large(row.trainingRollouts + row.judgingRollouts),
      figure(row.world === 'all' ? all : seconds(row.world), 0),
      figure(tvMost, 4),
      figure(tvMean, 4),
      figure(jsMost, 4),
      figure(jsMean, 4),
      percent(below),
      figure(slack, 4),
    ];
  });
  return `Learned against exact joint divergence: greatest and mean |learned − exact|; share of (e, S) whose one-sided
99 % lower end of tv is below the exact tv, and by how much on average (slack)

${formatTable(columns, lines)}`;
}

export function networksTable(rows: readonly NetworksRow[], seconds: SecondsOf): string {
  const columns = ['networks', 'updates each', 'rows', 'seconds', 'cases', 'tv: most', 'mean', 'js: most', 'mean'];
  const lines = rows.map((row) => [
    row.networks,
    String(row.updates),
    large(row.rows),
    figure(seconds(`networks: ${row.networks}`), 1),
    String(row.cases),
    figure(row.tvMost, 4),
    figure(row.tvMean, 4),
    figure(row.jsMost, 4),
    figure(row.jsMean, 4),
  ]);
  return `${rows[0].world}: one network for all (e, S) against one each, on the same draws

${formatTable(columns, lines)}`;
}

function from(erasure: Erasure): string {
  return erasure === null ? 'simulated' : `observed, ε ${erasure}`;
}

export function varianceTable(world: World, rows: readonly VarianceRow[]): string {
  const columns = ['counterfactual', 'n₁', 'n₀', 'variance', 'formula', 'ratio', '95 % covers', '99 % end below'];
  const lines = rows.map((row) => [
    from(row.erasure),
    row.draws1.toFixed(0),
    row.draws0.toFixed(0),
    row.measured.toExponential(3),
    row.predicted.toExponential(3),
    row.ratio === null || row.ratioError === null ? '—' : `${figure(row.ratio)} ± ${figure(row.ratioError)}`,
    percent(row.covered),
    percent(row.below),
  ]);
  const { disciple, evidence, repetitions, episodes } = rows[0];
  const subject = `${world.id}, ${disciple}, ${nameEvidence(world, evidence)}`;
  return `${subject}: variance of p̂₁(A) − p̂₀(A), A frozen, over ${repetitions} repetitions of
${episodes} episodes a source, against v₁/n₁ + v₀/n₀ (observed: n₁ = n_S(1−ε), n₀ = nε, the episodes of every source)

${formatTable(columns, lines)}`;
}

export function judgedTable(world: World, rows: readonly JudgedRow[]): string {
  const columns = ['disciple', 'counterfactual', 'n₁', 'n₀', 'learned tv', '95 %', '99 % lower end', 'exact'];
  const lines = rows.map((row, i) => [
    i > 0 && rows[i - 1].disciple === row.disciple ? '' : row.disciple,
    from(row.erasure),
    String(row.draws1),
    String(row.draws0),
    figure(row.tv, 4),
    interval(row.low, row.high),
    figure(row.lower99, 4),
    figure(row.exact, 4),
  ]);
  const subject = `${world.id}, ${nameEvidence(world, rows[0].evidence)}`;
  return `${subject}: the network trained on simulated draws, judged by either kind

${formatTable(columns, lines)}`;
}

/** How many questions are shown for each bin: those that tell most. */
const TOLD_QUESTIONS = 4;
/** How many answers are shown for each question. An answer with a smaller share of the bin is left out. */
const TOLD_ANSWERS = 5;
const LEAST_SHARE = 0.005;
/** A question tells nothing about a bin where its answers are distributed as in all draws. */
const LEAST_TELLING = 0.02;

/** What falls into each bin of the logit, from the least to the most likely presence of the disciple. */
export function binsTable(world: World, learned: LearnedBins): string {
  const columns = ['logit', 'X=1', 'X=0', 'ln p₁/p₀', 'read', 'telling', 'question', 'answers in the bin'];
  const lines = learned.bins.flatMap(({ low, high, mass1, mass0, logit, logRatio, answers }) => {
    const bin = [bounds(low, high), percent(mass1), percent(mass0), ratio(logRatio), figure(logit, 1)];
    const told = toldIn(answers);
    if (answers.length === 0) return [];
    if (told.length === 0) return [[...bin, '', '(as everywhere)', '']];
    return told.map(({ question, telling, cells }, i) => {
      const asked = world.questions[question];
      const shown = cells.filter(({ share }) => share >= LEAST_SHARE).slice(0, TOLD_ANSWERS);
      const rest = cells.length > shown.length ? ', …' : '';
      const words = shown.map(({ cell, share }) => `${readingsOf(asked, cell)}: ${percent(share, 0)}`).join(', ');
      return [...(i === 0 ? bin : bin.map(() => '')), figure(telling, 2), asked.id, `${words}${rest}`];
    });
  });
  const subject = `${world.id}, ${learned.disciple}, ${nameEvidence(world, learned.evidence)}`;
  return `${subject}: what the network has learned to see. Mass of each
branch in each bin of its logit (left out: bins without draws), ln p₁/p₀ and the logit it reads; the most telling
questions' answers in the bin

${formatTable(columns, lines)}

${legend(world, learned)}`;
}

function toldIn(answers: readonly BinAnswers[]): readonly BinAnswers[] {
  return answers.filter(({ telling }) => telling >= LEAST_TELLING).slice(0, TOLD_QUESTIONS);
}

/** What the questions of a table ask. */
function legend(world: World, { bins }: LearnedBins): string {
  const told = new Set(bins.flatMap(({ answers }) => toldIn(answers).map(({ question }) => question)));
  return world.questions
    .filter((_, q) => told.has(q))
    .map(({ id, text }) => `${id}: ${text}`)
    .join('\n');
}

function bounds(low: number, high: number): string {
  if (low === Number.NEGATIVE_INFINITY) return `≤ ${high}`;
  return high === Number.POSITIVE_INFINITY ? `> ${low}` : `(${low}, ${high}]`;
}

function ratio(logRatio: number | null): string {
  if (logRatio === null) return '—';
  return Number.isFinite(logRatio) ? logRatio.toFixed(1) : `${logRatio < 0 ? '−' : ''}∞`;
}
