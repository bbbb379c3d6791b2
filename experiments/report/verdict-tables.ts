/** Turns the verdicts of a training into CSV files and into tables for people. */
import { nameEvidence } from '../../core/world/evidence.ts';
import type { World } from '../../core/world/world.ts';
import type { Verdict } from '../../judging/verdict.ts';
import { toCsv } from '../run/csv.ts';
import { figure, formatTable } from '../terminal.ts';

/** A verdict with the seed it was trained with. */
export interface SeedVerdict {
  readonly seed: number;
  readonly verdict: Verdict;
}

export const SUMMARY_COLUMNS = [
  'seed',
  'evidence',
  'unpenalised',
  'penalised',
  'oracle',
  'utility',
  'learned',
  'low',
  'high',
  'exact',
  'harm',
] as const;

export const LEARNED_COLUMNS = ['seed', 'evidence', 'disciple', 'learned', 'low', 'high', 'exact'] as const;

/** An evidence value in a file: its components with spaces between, so that a row splits at its commas. */
function evidenceField(evidence: readonly number[]): string {
  return evidence.join(' ');
}

/** One row an evidence value: disciples' ids, and the figures of the penalised choice. */
export function summaryCsv(world: World, verdicts: readonly SeedVerdict[]): string {
  const id = (s: number | null) => (s === null ? null : world.disciples[s].id);
  const rows = verdicts.flatMap(({ seed, verdict }) =>
    verdict.choices.map(({ evidence, unpenalised, penalised, oracle }, e) => {
      const { utility, learned, low, high, exact, harm } = verdict.cases[e][penalised];
      const sent = [id(unpenalised), id(penalised), id(oracle)];
      return [seed, evidenceField(evidence), ...sent, utility, learned, low, high, exact, harm];
    }),
  );
  return toCsv(SUMMARY_COLUMNS, rows);
}

/** One row for each evidence value and disciple. */
export function learnedCsv(verdicts: readonly SeedVerdict[]): string {
  const rows = verdicts.flatMap(({ seed, verdict }) =>
    verdict.cases
      .flat()
      .map(({ evidence, disciple, learned, low, high, exact }) => [
        seed,
        evidenceField(evidence),
        disciple,
        learned,
        low,
        high,
        exact,
      ]),
  );
  return toCsv(LEARNED_COLUMNS, rows);
}

/** The table at the end of a training: one row an evidence value. */
export function verdictTable(world: World, verdict: Verdict): string {
  const columns = [
    'evidence',
    'unpenalised',
    'its harm',
    'penalised',
    'oracle',
    'utility',
    'penalty [95 %]',
    'exact',
    'harm',
    'null harm',
  ];
  const rows = verdict.choices.map(({ evidence, unpenalised, penalised, oracle }, e) => {
    const sent = verdict.cases[e][penalised];
    const interval = sent.low === null ? '' : ` [${figure(sent.low)}, ${figure(sent.high)}]`;
    return [
      nameEvidence(world, evidence),
      world.disciples[unpenalised].id,
      figure(verdict.cases[e][unpenalised].harm),
      world.disciples[penalised].id,
      oracle === null ? '—' : world.disciples[oracle].id,
      figure(sent.utility),
      `${figure(sent.learned)}${interval}`,
      figure(sent.exact),
      figure(sent.harm),
      figure(verdict.cases[e][0].harm),
    ];
  });
  return formatTable(columns, rows);
}

/**
 * How often the penalised master of a seed sends what the oracle sends, and the largest error of the learned penalty.
 */
export function agreement({ verdict }: SeedVerdict): {
  readonly agreeing: number;
  readonly of: number;
  readonly largestError: number | null;
} {
  const known = verdict.choices.filter(({ oracle }) => oracle !== null);
  const errors = verdict.cases
    .flat()
    .flatMap(({ learned, exact }) => (exact === null ? [] : [Math.abs(learned - exact)]));
  return {
    agreeing: known.filter(({ penalised, oracle }) => penalised === oracle).length,
    of: known.length,
    largestError: errors.length > 0 ? Math.max(...errors) : null,
  };
}

/** One line a seed. */
export function agreementLine(result: SeedVerdict): string {
  const { agreeing, of, largestError } = agreement(result);
  const choices = of > 0 ? `sends what the oracle sends under ${agreeing} of ${of} evidence values` : 'no exact oracle';
  const error = largestError === null ? '' : `; largest |penalty − exact| ${figure(largestError)}`;
  return `seed ${result.seed}: ${choices}${error}`;
}
