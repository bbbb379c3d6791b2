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
  'regret',
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
    verdict.choices.map(({ evidence, unpenalised, penalised, oracle, regret }, e) => {
      const { utility, learned, low, high, exact, harm } = verdict.cases[e][penalised];
      const sent = [id(unpenalised), id(penalised), id(oracle)];
      return [seed, evidenceField(evidence), ...sent, utility, learned, low, high, exact, harm, regret];
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
    'regret',
    'utility',
    'penalty [95 %]',
    'exact',
    'harm',
    'null harm',
  ];
  const rows = verdict.choices.map(({ evidence, unpenalised, penalised, oracle, regret }, e) => {
    const sent = verdict.cases[e][penalised];
    const interval = sent.low === null ? '' : ` [${figure(sent.low)}, ${figure(sent.high)}]`;
    return [
      nameEvidence(world, evidence),
      world.disciples[unpenalised].id,
      figure(verdict.cases[e][unpenalised].harm),
      world.disciples[penalised].id,
      oracle === null ? '—' : world.disciples[oracle].id,
      figure(regret),
      figure(sent.utility),
      `${figure(sent.learned)}${interval}`,
      figure(sent.exact),
      figure(sent.harm),
      figure(verdict.cases[e][0].harm),
    ];
  });
  return formatTable(columns, rows);
}

/** A regret below this is rounding: what was sent is as good as what the oracle sends. */
const EQUAL = 1e-9;

/** How near the penalised master of a seed comes to the exact oracle. */
export interface Agreement {
  /** Under how many evidence values it sends what the oracle sends, or what is exactly as good, `of` how many. */
  readonly agreeing: number;
  readonly of: number;
  /** The mean regret over the prior, and the greatest; null where there is no oracle. */
  readonly meanRegret: number | null;
  readonly greatestRegret: number | null;
  /** The largest error of the learned penalty; null where nothing is exact. */
  readonly largestError: number | null;
}

export function agreement({ verdict }: SeedVerdict): Agreement {
  const known = verdict.choices.flatMap(({ regret, probability }) =>
    typeof regret === 'number' ? [{ regret, probability }] : [],
  );
  const total = known.reduce((sum, { probability }) => sum + probability, 0);
  const errors = verdict.cases
    .flat()
    .flatMap(({ learned, exact }) => (exact === null ? [] : [Math.abs(learned - exact)]));
  return {
    agreeing: known.filter(({ regret }) => regret <= EQUAL).length,
    of: known.length,
    meanRegret: known.length > 0 ? known.reduce((sum, one) => sum + (one.probability / total) * one.regret, 0) : null,
    greatestRegret: known.length > 0 ? Math.max(...known.map(({ regret }) => regret)) : null,
    largestError: errors.length > 0 ? Math.max(...errors) : null,
  };
}

/** One line a seed. */
export function agreementLine(result: SeedVerdict): string {
  const { agreeing, of, meanRegret, greatestRegret, largestError } = agreement(result);
  const regret = `regret ${figure(meanRegret, 4)} on average, at most ${figure(greatestRegret, 4)}`;
  const choices =
    of > 0 ? `as good as the oracle under ${agreeing} of ${of} evidence values; ${regret}` : 'no exact oracle';
  const error = largestError === null ? '' : `; largest |penalty − exact| ${figure(largestError)}`;
  return `seed ${result.seed}: ${choices}${error}`;
}
