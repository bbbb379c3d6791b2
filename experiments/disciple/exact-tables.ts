/** The tables of `disciple` where the world compiles. */
import type { Compiled } from '../../core/tables/compile.ts';
import { nameEvidence } from '../../core/world/evidence.ts';
import { toCsv } from '../run/csv.ts';
import { figure, formatTable } from '../terminal.ts';
import { type ExactChoice, type ExactRow, MASTER_PENALTY } from './exact-verdict.ts';
import { type DiscipleSettings, trainedEvidence } from './settings.ts';

const COLUMNS = [
  'seed',
  'disciple',
  'evidence',
  'utility',
  'optimal',
  'harm',
  'null_harm',
  'coarse/joint/tv',
  'coarse/each/tv',
];

/** The tables of a run directory, by the names of their files. */
export function exactCsv(
  rows: readonly ExactRow[],
  choices: readonly ExactChoice[],
): Record<'masters.csv' | 'summary.csv', string> {
  const figures = (row: ExactRow) => [row.utility, row.optimal, row.harm, row.nullHarm, row.joint, row.each];
  return {
    'masters.csv': toCsv(
      ['seed', 'evidence', 'unpenalised', 'penalised'],
      choices.map(({ seed, evidence, unpenalised, penalised }) => [seed, evidence.join(' '), unpenalised, penalised]),
    ),
    'summary.csv': toCsv(
      COLUMNS,
      rows.map((row) => [row.seed, row.role, row.evidence.join(' '), ...figures(row)]),
    ),
  };
}

/** The tables for a person: one row for each disciple, under the evidence of its training and under all evidence. */
export function exactText(
  compiled: Compiled,
  settings: DiscipleSettings,
  rows: readonly ExactRow[],
  choices: readonly ExactChoice[],
): string {
  const { world, evidences } = compiled;
  const chosen = trainedEvidence(world, settings.evidence);
  const weights = evidences.map(({ probability }, e) => (chosen ? Number(chosen.includes(e)) : probability));
  const columns = ['seed', 'disciple', 'λ', 'utility', 'of optimal', 'harm', 'above null', 'joint tv', 'each tv'];
  const lines = (weighted: readonly number[]) =>
    settings.roles.flatMap(({ id, weight }) =>
      [...new Set(rows.map(({ seed }) => seed))].map((seed) => {
        const own = rows.filter((row) => row.seed === seed && row.role === id);
        const total = weighted.reduce((a, b) => a + b, 0);
        const mean = (read: (row: ExactRow) => number) =>
          own.reduce((sum, row, e) => sum + (weighted[e] / total) * read(row), 0);
        return [
          String(seed),
          id,
          String(weight),
          figure(mean(({ utility }) => utility)),
          figure(mean(({ utility, optimal }) => utility / optimal)),
          figure(mean(({ harm }) => harm)),
          figure(mean(({ harm, nullHarm }) => harm - nullHarm)),
          figure(mean(({ joint }) => joint)),
          figure(mean(({ each }) => each)),
        ];
      }),
    );
  const under = chosen
    ? chosen.map((e) => nameEvidence(world, evidences[e].value)).join(', ')
    : 'all evidence, as the prior has it';
  const texts = [
    `${world.id} · disciples trained and judged under ${under} · exact figures`,
    formatTable(columns, lines(weights)),
  ];
  if (chosen) {
    const prior = evidences.map(({ probability }) => probability);
    texts.push('The same disciples under all evidence, averaged over the prior:', formatTable(columns, lines(prior)));
  }
  const shown = choices.filter(({ evidence }) => {
    const e = evidences.findIndex(({ value }) => value.join() === evidence.join());
    return weights[e] > 0;
  });
  texts.push(
    `What an exact master sends of the library and the learned disciples (${MASTER_PENALTY}, λ = ${settings.weight}):`,
    formatTable(
      ['seed', 'evidence', 'unpenalised', 'penalised'],
      shown.map(({ seed, evidence, unpenalised, penalised }) => [
        String(seed),
        nameEvidence(world, evidence),
        unpenalised,
        penalised,
      ]),
    ),
  );
  return texts.join('\n\n');
}
