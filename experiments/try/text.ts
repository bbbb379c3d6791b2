/** What `try` finds, and its tables for a person. */
import type { BackendName } from '../../learning/backend/backend.ts';
import { nameSource } from '../inputs/source-file.ts';
import type { Said } from '../run/run.ts';
import { counted, figure, formatBlocks, shortFigure, wrap } from '../terminal.ts';

/** A penalty below this is next to nothing. */
const SMALL = 0.01;

/** One penalty of the source. */
export interface PenaltyRow {
  readonly penalty: string;
  readonly exact: number | null;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly nullMean: number | null;
  readonly nullP95: number | null;
  /** Why there is no estimate from these draws, or no interval. */
  readonly note: string;
}

/** What `try` finds. */
export interface TryResult {
  readonly world: string;
  readonly disciple: string;
  readonly evidence: string;
  readonly rollouts: number;
  readonly seed: number;
  readonly backend: BackendName;
  readonly utility: number;
  readonly harm: number;
  readonly nullHarm: number;
  readonly penalties: readonly PenaltyRow[];
}

/** What was asked, and between what the penalties lie. */
export function saidOf({ world, disciple, evidence, utility, harm, nullHarm, penalties }: TryResult): Said {
  const read = penalties.flatMap(({ penalty, exact, estimate }) => {
    const value = exact ?? estimate;
    return value === null ? [] : [{ penalty, value }];
  });
  const figures =
    `Its expected utility is ${figure(utility, 2)} and its harm ${figure(harm, 2)} (the null program’s own is ` +
    `${figure(nullHarm, 2)}).`;
  const question = `What does each penalty read of ${nameSource(disciple)} in ${world} (${evidence})?`;
  if (read.length === 0) return { question, answer: `${figures} No penalty has a value.` };
  const none = read.filter(({ value }) => Math.abs(value) < SMALL).length;
  if (none === read.length) return { question, answer: `${figures} Every penalty reads less than ${SMALL}.` };
  const most = read.reduce((best, one) => (one.value > best.value ? one : best));
  const answer = `${figures} Of ${counted(read.length, 'penalty')}, ${none} read less than ${SMALL}.`;
  return { question, answer: `${answer} The largest figure is that of ${most.penalty}: ${shortFigure(most.value)}.` };
}

/** The tables for a person. */
export function textOf(result: TryResult): string {
  const columns = ['penalty', 'exact', 'estimate', '95 % interval', 'null mean', 'null 95 %'];
  const rows = result.penalties.map((row) => [
    row.penalty,
    figure(row.exact, 4),
    figure(row.estimate, 4),
    row.low === null ? '—' : `[${figure(row.low, 4)}, ${figure(row.high, 4)}]`,
    figure(row.nullMean, 4),
    figure(row.nullP95, 4),
  ]);
  const source = nameSource(result.disciple);
  const missing = result.penalties.filter(({ estimate }) => estimate === null);
  return [
    `${wrap(`${result.world} · ${source} · ${result.evidence} · ${result.rollouts} rollouts a branch`)}\n` +
      `expected utility ${figure(result.utility)}, harm ${figure(result.harm)} (null program ` +
      `${figure(result.nullHarm)})`,
    formatBlocks(columns, rows),
    ...(missing.length > 0
      ? [missing.map((row) => wrap(`no estimate of ${row.penalty}: ${row.note}`)).join('\n')]
      : []),
  ].join('\n\n');
}
